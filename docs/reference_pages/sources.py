"""docs/reference/sources.md: every source that a report, a rule or a prior may name."""

from __future__ import annotations

from deqi.evidence import read_sources

_OPENING = """\
# Sources

Every key in square brackets in a report, a rule or a prior stands for one line of this page;
`deqi evidence sources` prints the same list with the addresses where each was read. An identifier
is given only where it was seen; "identifier not checked" says that it was not.
"""


def describe_source_list() -> str:
    """The whole page as Markdown."""
    sources = sorted(read_sources().values(), key=lambda source: source.key)
    lines = [f"- \\[{source.key}\\] {source.citation}" for source in sources]
    return _OPENING + "\n" + "\n".join(lines) + "\n"

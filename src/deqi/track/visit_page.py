"""The page of what is recorded at a visit: kinds of events, STRICTA, cautions at points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deqi.records import Severity
from deqi.track.adverse import AdverseKind, read_adverse_kinds
from deqi.track.points import read_cautions, read_points
from deqi.track.stricta import read_stricta

_OPENING = """\
# What is recorded at a visit: the tables

This page is made from the tables in `deqi/track`, so that a practitioner can read and question
every row. How to fill in a visit: [record a visit](../how-to/record-a-visit.md).
"""
_CERTAINTY = """\
`read`: at the source. `heading`: only a heading or a summary of the source was read. `memory`: the
kind is named from memory. `practice`: what practitioners know; no publication was opened.
"""
_SEVERITIES = {
    Severity.MILD: "passed by itself and hindered nothing",
    Severity.MODERATE: "hindered, or something was done for it",
    Severity.SEVERE: "kept the person from what she usually does",
    Severity.SERIOUS: "put life in danger, led to hospital, or left lasting harm",
}


def describe_visit_record() -> str:
    """The whole page as Markdown; `docs/reference/visit-record.md` is this text.

    >>> describe_visit_record().splitlines()[0]
    '# What is recorded at a visit: the tables'
    """
    return "\n".join([_OPENING, *_adverse(), *_stricta(), *_cautions(), _CERTAINTY])


def _adverse() -> Iterator[str]:
    yield "## Kinds of adverse events\n"
    kinds = map(_kind, read_adverse_kinds())
    yield from _table(("kind", "in words", "what to do", "source"), kinds)
    severities = ((f"`{severity}`", meant) for severity, meant in _SEVERITIES.items())
    yield from _table(("severity", "what is meant here"), severities)
    yield (
        "A serious event, or a kind that is serious of itself, asks for a doctor before the next "
        "needling ([rule book](rule-book.md)).\n"
    )


def _kind(kind: AdverseKind) -> tuple[str, ...]:
    return f"`{kind.id}`", kind.words, kind.action, f"{_cited(kind.sources)} ({kind.certainty})"


def _stricta() -> Iterator[str]:
    yield "## Items of STRICTA\n"
    yield (
        "What another practitioner has to know to do the same, after the list for reports of "
        "trials [stricta2010], in words of our own. *Where* says who can answer: the record of the "
        "visit, the whole course, the practice once for all, or nobody outside a trial.\n"
    )
    rows = ((row["item"], row["group"], row["words"], row["where"]) for row in read_stricta())
    yield from _table(("item", "group", "what is asked", "where"), rows)


def _cautions() -> Iterator[str]:
    yield "## Cautions at points\n"
    yield (
        f"Known by code and name are {_n_of('who2008points')} points of the WHO [who2008points], "
        "three extra points, and ashi for any tender spot. These have a caution; of the others "
        "none is listed, which does not make them safe. No depth is given as safe: studies of "
        "safe depths disagree, and bodies differ.\n"
    )
    rows = (
        (written, caution.risk, caution.words, f"{_cited(caution.sources)} ({caution.certainty})")
        for written, caution in read_cautions()
    )
    yield from _table(("points", "what is at risk", "caution", "source"), rows)


def _n_of(source: str) -> int:
    return sum(source in point.sources for point in read_points())


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield "|---" * len(headings) + "|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _cited(sources: tuple[str, ...]) -> str:
    return " ".join(f"[{key}]" for key in sources)

"""Where the priors come from, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deqi.evidence.pedigree import Beside, Datum, Pedigree, PriorLine
from deqi.report.priors import words


def pedigree_lines(found: Pedigree, beside: Sequence[Beside]) -> Iterator[str]:
    """Lines of the answer; sentences are left to be wrapped, `- ` and `  ` begin list items."""
    yield words.headline(found)
    yield words.SHIPPED_STAYS
    for line in found.lines:
        if line.origin == "tables":
            yield from _told(line)
    yield from _beside(beside)
    yield from ("", "Kept as they are:")
    for origin, names in _kept(found).items():
        yield f"- {origin}: {', '.join(names)}"
    yield from ("", words.SCEPTICAL)
    for name, value in words.sceptical_values():
        yield f"- {name}: {value}"


def _told(line: PriorLine) -> Iterator[str]:
    yield from ("", f"{line.name}: {line.meaning}")
    yield f"- shipped {words.value(line, True)}, the tables give {words.value(line, False)}"
    yield f"- moves: {words.moved_by(line)}"
    yield f"- rule: {line.rule}"
    yield from (f"- {_row(datum)}" for datum in line.data)


def _row(datum: Datum) -> str:
    keys = " ".join(f"[{key}]" for key in datum.sources)
    return f"{words.label(datum)}: {words.figure(datum)} {keys}".strip()


def _beside(beside: Sequence[Beside]) -> Iterator[str]:
    if not beside:
        return
    yield from ("", "Expected of groups (points of 0-10, or a share), beside what was published:")
    yield f"  {'':<48} {'published':>12} {'shipped':>7} {'tables':>7}"
    for row in beside:
        yield f"  {row.what:<48} {words.published(row):>12} {row.shipped:>7.2f} {row.rebuilt:>7.2f}"


def _kept(found: Pedigree) -> dict[str, list[str]]:
    """Names of numbers without a rule by the reason, in the order of the file."""
    kept: dict[str, list[str]] = {}
    for line in found.lines:
        if line.origin != "tables":
            kept.setdefault(line.rule.removeprefix("kept: "), []).append(line.name)
    return kept

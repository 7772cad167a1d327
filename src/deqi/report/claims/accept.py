"""What a person does to accept a claim after its rows have changed: look, then write one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from deqi.evidence.claims import WeighedClaim
from deqi.report.text_width import wrapped

SHOWN = ("study", "review", "id", "parameter", "year", "arm", "comparison", "comparator", "outcome")
FIGURES = ("week", "n", "mean", "sd", "mean_0_100", "value", "central", "estimate", "lo", "hi")
MORE = ("events", "certainty", "verified")


def describe_acceptance(weighed: WeighedClaim, width: int) -> str:
    """The rows behind a claim, and the line that accepts them.

    The program does not write into its own files: the line is part of a change that a second
    person can read.
    """
    return "\n".join(_lines(weighed, width)) + "\n"


def _lines(weighed: WeighedClaim, width: int) -> Iterator[str]:
    claim = weighed.claim
    yield from wrapped(f"{claim.title}: {claim.answer}", width)
    yield ""
    yield from wrapped(_state(weighed), width)
    for row in weighed.rows:
        yield from wrapped(_row(row), width, "- ")
    yield ""
    yield from wrapped(
        "If answer, grade and sentence for patients still hold, write this line into "
        f"src/deqi/evidence/claims/{claim.id}.toml, in place of the one there:",
        width,
    )
    yield f'reviewed = "{weighed.digest}"'


def _state(weighed: WeighedClaim) -> str:
    if not weighed.rows:
        return "It rests on no row."
    if weighed.needs_a_look:
        return "Its rows are not those that a person has last read with it. They are now:"
    return "Nothing has changed since a person has read it. Its rows:"


def _row(row: Any) -> str:
    cells = asdict(row)
    names = [str(cells[name]) for name in SHOWN if cells.get(name)]
    figures = [
        f"{name} {cells[name]:g}" if isinstance(cells[name], float) else f"{name} {cells[name]}"
        for name in (*FIGURES, *MORE)
        if cells.get(name) not in (None, "")
    ]
    return f"{' '.join(names)}: {', '.join(figures)}"

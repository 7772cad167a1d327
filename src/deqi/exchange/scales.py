"""Scores on the scale that a person declared, and what to say about that scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deqi.exchange.cells import pain_score
from deqi.exchange.findings import Findings, shown
from deqi.exchange.reading import SCORE_FIELDS, Reading
from deqi.exchange.table import Table


def score_readers(how: Reading) -> dict[str, Callable[[str], float]]:
    """For each field that holds a score, what reads it and brings it to 0-10."""
    return {name: pain_score(how.scale_of(name)) for name in SCORE_FIELDS}


def warn_of_scale(
    table: Table, how: Reading, findings: Findings, pain_nrs: Iterable[float | None]
) -> None:
    """Say which scale was declared, and whether the scores look as if it was another."""
    declared = [name for name in SCORE_FIELDS if name in table.columns and how.scale_of(name)]
    for name in declared:
        lo, hi = how.scale_of(name) or (0.0, 10.0)
        heading = shown(table.headings[table.columns[name]])
        findings.warn(
            f"{table.file}: '{heading}' was declared on a scale from {lo:g} to {hi:g} "
            "and brought to 0 to 10 on a straight line."
        )
    scores = [score for score in pain_nrs if score is not None]
    lo, hi = next((how.scale_of(name) or (0.0, 10.0) for name in declared), (0.0, 10.0))
    if hi > 20 and scores and max(scores) * (hi - lo) / 10 + lo <= 10:
        findings.warn(
            f"{table.file}: no score is above 10 although the scale was declared to end at {hi:g}. "
            "Check the scale."
        )

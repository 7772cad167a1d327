"""From chosen rows to comparisons: arms combined or split, scales and directions made alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from deqi.evidence.arms import ArmRow, Direction, Stat, Verified
from deqi.evidence.pooling.effects import (
    Effect,
    Side,
    combined,
    effect_of,
    hedges_g,
    is_empty_of_events,
    shared_covariance,
    split,
)
from deqi.evidence.pooling.models import normal_reach
from deqi.evidence.pooling.question import Measure, PoolQuestion, Shared
from deqi.evidence.pooling.results import Contrast, SetAside
from deqi.evidence.pooling.select import EVENTS, Candidate, scores_of
from deqi.records import OutsideMeaningError

IMPLAUSIBLE_G = 2.0  # SDs; larger differences are mostly a standard error in the column of the SD

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Comparisons of one trial in one sub-group, with the covariance of those that share an arm."""

    contrasts: tuple[Contrast, ...]
    covariance: Array | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm, or several as one, ready to be compared."""

    rows: tuple[ArmRow, ...]
    side: Side
    n_parts: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two arms to be compared, and which of them other comparisons share."""

    treated: Arm
    control: Arm
    hub_is_treated: bool

    @property
    def rows(self) -> tuple[ArmRow, ...]:
        """All rows of both arms."""
        return (*self.treated.rows, *self.control.rows)

    @property
    def hub(self) -> Side:
        """The arm that other comparisons share."""
        return self.treated.side if self.hub_is_treated else self.control.side

    @property
    def spoke(self) -> Side:
        """The arm of this comparison alone."""
        return self.control.side if self.hub_is_treated else self.treated.side


@dataclass(frozen=True, slots=True)
class _Alignment:
    """What is done to every row: `flips` rows whose higher score is better, if they are mixed."""

    flips: bool
    to_scale: float | None


def build(
    candidates: Sequence[Candidate], question: PoolQuestion
) -> tuple[tuple[Cluster, ...], tuple[SetAside, ...]]:
    """The comparisons of every candidate, and rows that no ratio can be told from."""
    clusters, aside = [], []
    for candidate, pairs in pairs_of(candidates, question):
        told = [pair for pair in pairs if not _is_empty(pair, question.measure)]
        if told:
            clusters.append(_cluster(candidate, question, told))
        aside += [
            SetAside(row.row, row.trial, row.arm, "no event, or only events, on both sides")
            for pair in pairs
            if pair not in told
            for row in pair.rows
        ]
    return tuple(clusters), tuple(aside)


def pairs_of(
    candidates: Sequence[Candidate], question: PoolQuestion
) -> tuple[tuple[Candidate, tuple[Pair, ...]], ...]:
    """Two sides for each comparison of every candidate, on one scale and in one direction.

    Raises OutsideMeaningError for mean differences on several scales, and for directions that are
    stated for some rows only.
    """
    rows = [row for candidate in candidates for row in candidate.rows]
    _check_scales(rows, question)
    alignment = _Alignment(is_turned(directions_of(rows), question), question.to_scale)
    return tuple((candidate, _pairs(candidate, question, alignment)) for candidate in candidates)


def directions_of(rows: Sequence[ArmRow]) -> tuple[Direction | None, ...]:
    """The directions that stand in these rows."""
    found = tuple(dict.fromkeys(row.direction for row in rows))
    if len(found) > 1 and None in found:
        row = next(row for row in rows if row.direction is None)
        raise OutsideMeaningError(
            f"Row {row.row} ({row.trial}) does not state its direction, and others do. Expected "
            "lower_better or higher_better in each row, or in none. Fill it in."
        )
    return found


def is_turned(directions: Sequence[Direction | None], question: PoolQuestion) -> bool:
    """Whether scales that run upwards are turned: if both kinds are in, or it was asked for."""
    return len(directions) > 1 or (question.lower_better and Direction.HIGHER_BETTER in directions)


def _check_scales(rows: Sequence[ArmRow], question: PoolQuestion) -> None:
    if question.measure is not Measure.MD or question.to_scale is not None:
        return
    scales = sorted({_scale_in_words(row) for row in rows})
    if len(scales) > 1:
        raise OutsideMeaningError(
            f"These rows stand on several scales: {', '.join(scales)}. A mean difference needs "
            "one. Ask for --measure SMD, bring them to one with --to-scale 100, or choose an "
            "--outcome."
        )


def _scale_in_words(row: ArmRow) -> str:
    return row.outcome if row.scale_max is None else f"0-{row.scale_max:g}"


def _pairs(candidate: Candidate, question: PoolQuestion, alignment: _Alignment) -> tuple[Pair, ...]:
    """A trial's comparisons around one hub: the arm, or arms as one, that all of them share.

    Arms of one kind are taken as one. Only if it is asked for, several acupuncture arms stand
    alone around one comparator. A hub that is to be split gives each comparison an equal part.
    """
    families = list(candidate.controls.values())
    if len(families) > 1 or question.shared is Shared.COMBINE:
        treated, controls = [candidate.treated], families
    else:
        treated, controls = [(row,) for row in candidate.treated], families
    n_pairs = max(len(treated), len(controls))
    parts = n_pairs if question.shared is Shared.SPLIT else 1
    return tuple(
        Pair(
            _arm(on_left, alignment, parts if len(treated) == 1 else 1),
            _arm(on_right, alignment, parts if len(controls) == 1 else 1),
            hub_is_treated=len(treated) == 1,
        )
        for on_left in treated
        for on_right in controls
    )


def _is_empty(pair: Pair, measure: Measure) -> bool:
    return is_empty_of_events(measure, pair.treated.side, pair.control.side)


def _cluster(candidate: Candidate, question: PoolQuestion, pairs: Sequence[Pair]) -> Cluster:
    contrasts = tuple(_contrast(candidate, question, pair) for pair in pairs)
    if len(contrasts) == 1 or question.shared is Shared.SPLIT:
        return Cluster(contrasts)
    hub = pairs[0].hub
    n_all = hub.n + sum(pair.spoke.n for pair in pairs)
    matrix = np.diag([contrast.variance for contrast in contrasts])
    for i, first in enumerate(contrasts):
        for j, second in enumerate(contrasts[:i]):
            both = (first.estimate, second.estimate)
            matrix[i, j] = matrix[j, i] = shared_covariance(question.measure, hub, both, n_all)
    return Cluster(contrasts, matrix)


def _arm(rows: tuple[ArmRow, ...], alignment: _Alignment, n_parts: int) -> Arm:
    whole = combined([_side(row, alignment) for row in rows])
    return Arm(rows, whole if n_parts == 1 else split(whole, n_parts), n_parts)


def _side(row: ArmRow, alignment: _Alignment) -> Side:
    flips = alignment.flips and row.direction is Direction.HIGHER_BETTER
    n, events = row.n or 0, row.n_events
    if events is not None:
        return Side(n, events=n - events if flips else events)
    factor = 1.0
    if alignment.to_scale is not None and row.scale_max is not None:
        factor = alignment.to_scale / row.scale_max
    mean, sd = row.mean or 0.0, row.sd or 0.0
    return Side(n, mean=(-mean if flips else mean) * factor, sd=sd * factor)


def _contrast(candidate: Candidate, question: PoolQuestion, pair: Pair) -> Contrast:
    treated, control = pair.treated, pair.control
    effect = effect_of(question.measure, treated.side, control.side)
    reach = normal_reach(question.level) * effect.variance**0.5
    rows = pair.rows
    first = rows[0]
    scores = scores_of(first)
    return Contrast(
        trial=candidate.trial,
        year=first.year,
        comparator=control.rows[0].comparator or "",
        outcome=first.outcome,
        week=first.week,
        scores=scores,
        group=candidate.group,
        n_treated=treated.side.n,
        n_control=control.side.n,
        treated=_in_words(treated, question.to_scale),
        control=_in_words(control, question.to_scale),
        estimate=effect.value,
        variance=effect.variance,
        lo=effect.value - reach,
        hi=effect.value + reach,
        rows=tuple(row.row for row in rows),
        is_from_memory=any(row.verified is Verified.MEMORY for row in rows),
        sources=tuple(dict.fromkeys(key for row in rows for key in row.sources)),
        notes=tuple(dict.fromkeys(_notes(pair, effect, scores))),
    )


def _in_words(arm: Arm, to_scale: float | None) -> str:
    """A side as its trial told it: not turned, only brought to another scale."""
    side = combined([_side(row, _Alignment(False, to_scale)) for row in arm.rows])
    if scores_of(arm.rows[0]) == EVENTS:
        part = split(side, arm.n_parts)
        return f"{part.events:g} of {part.n:g}"
    return f"{side.mean:.4g} ({side.sd:.3g})"


def _notes(pair: Pair, effect: Effect, scores: str) -> Iterator[str]:
    if scores != EVENTS and abs(hedges_g(pair.treated.side, pair.control.side)) > IMPLAUSIBLE_G:
        yield (
            f"the arms differ by more than {IMPLAUSIBLE_G:g} SDs: look whether a standard error "
            "stands where the SD belongs"
        )
    for arm, name in ((pair.treated, "acupuncture"), (pair.control, "comparator")):
        if len(arm.rows) > 1:
            yield f"{len(arm.rows)} {name} arms taken as one"
        if arm.n_parts > 1:
            yield f"{name} arm split into {arm.n_parts} parts"
    if effect.is_corrected:
        yield "1/2 added to each cell, since one is zero"
    for row in pair.rows:
        if row.stat is Stat.POST_ADJUSTED:
            yield "an adjusted mean; its SD may be that of the residuals"
        if row.note:
            yield row.note

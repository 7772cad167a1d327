"""A course with blocks: the pain model's answer and the randomisation test, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from deqi.infer.blocks.design import Design, Scheme, read_design
from deqi.infer.blocks.randomisation import RandomisationTest, randomisation_test
from deqi.infer.blocks.wash_out import WashOut, estimate_wash_out
from deqi.infer.filter import GF, GS, N_STATE, loadings_at
from deqi.infer.fit import Fit
from deqi.infer.mixture import Mixture
from deqi.infer.results import FitOutcome, Interval
from deqi.records import Block, Course
from deqi.track import Timeline
from deqi.track.timeline import Kind

Array = NDArray[np.float64]
WEEK_D = 7
FEWEST_WEEKS = 3  # below this a mean has no interval: two weeks do not show how weeks differ
LEAST_DAYS_A_WEEK = 2

NOT_DRAWN = (
    "No p-value is shown: the order of the blocks was chosen, not drawn by chance. A difference "
    "may then be time, or whatever led to the choice."
)
NO_DAYS = (
    "The test cannot be made: no pair of blocks has days with a diary score on both sides. Go on "
    "writing the diary through both blocks."
)
NOT_SETTLED = "The computation did not settle, so nothing of the model is shown."
NO_SCORES = "There is no pain score yet."


@dataclass(frozen=True, slots=True)
class BlockMean:
    """One block as the diary shows it: days with a score, mean, and an interval from week means.

    `lo80` and `hi80` are None with fewer than three weeks: single days follow each other too
    closely to count as separate.
    """

    block: Block
    n_days: int
    mean_nrs: float | None
    lo80: float | None
    hi80: float | None


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What the pain model holds of the same days. Differences: negative is less pain.

    Attributes
    ----------
    on_minus_off_nrs : the visits' part on the on days minus that on the off days that count, with
        the weights of the test: what the test estimates if the model is right.
    on_nrs : the visits' part on the on days, against no visits at all.
    carry_over_nrs : the visits' part still felt on the off days that count. It makes the difference
        smaller than the visits' part.
    p_less_pain : probability that `on_minus_off_nrs` is below 0.
    """

    on_minus_off_nrs: Interval
    on_nrs: Interval
    carry_over_nrs: Interval
    p_less_pain: float


@dataclass(frozen=True, slots=True)
class BlocksAnswer:
    """Everything `deqi infer --blocks` says of one course.

    Attributes
    ----------
    design : the plan, and the plans that were equally likely.
    as_of : last local date that counts. planned_to : last day of the plan.
    daily_nrs : shape (n_days,), mean diary score of each day; NaN without one.
    means : each block as the diary shows it.
    wash_out : from the fit; None when there are no visits to learn it from.
    test : with the wash-out estimated. None, with the reason in `why_no_test`, without days.
    by_wash_out : the same test with every wash-out that the blocks can bear.
    largest_p : the largest of their two-sided p-values. A wash-out read off the same record may
        lean towards it; this p-value cannot. None when nothing was drawn.
    why_no_p : why no p-value is shown, or None.
    model : None, with the reason in `why_no_model`, when visits and natural course cannot be told
        apart.
    visits_part_nrs : the visits' part of the change up to now, as in the report; None likewise.
    contradictions : where course and plan differ, by name.
    """

    design: Design
    as_of: date
    planned_to: date
    daily_nrs: Array
    means: tuple[BlockMean, ...]
    wash_out: WashOut | None
    test: RandomisationTest | None
    by_wash_out: tuple[RandomisationTest, ...]
    largest_p: float | None
    why_no_test: str | None
    why_no_p: str | None
    model: ModelAnswer | None
    why_no_model: str | None
    visits_part_nrs: Interval | None
    contradictions: tuple[str, ...]


def judge_blocks(course: Course, fit: Fit, seed: int = 0) -> BlocksAnswer:
    """Both answers for a course with blocks.

    Parameters
    ----------
    course : with `blocks`.
    fit : `deqi.infer.infer(course)`; its `as_of` is the last day that counts.
    seed : for the draw of plans when there are too many to look at all.

    Raises
    ------
    OutsideMeaningError
        If the course has no blocks, or only on or only off blocks.
    """
    design = read_design(course.blocks)
    daily_nrs = daily_means(fit.timeline, design)
    wash_out = estimate_wash_out(fit, design.shortest_block_d) if _can_show(fit) else None
    plans = design.plans(seed)
    # Visits that have begun go on: a drawn start has no off day after an on day to wash out.
    stops = wash_out is not None and design.scheme is not Scheme.START
    lengths = wash_out.candidates if wash_out and stops else (0,)
    tests = [randomisation_test(design, daily_nrs, d, seed, plans) for d in lengths]
    by_wash_out = tuple(t for t in tests if t is not None)
    chosen = wash_out.days if wash_out and stops else 0
    test = next((t for t in by_wash_out if t.wash_out_d == chosen), None)
    why_no_model = _why_no_model(fit)
    model = model_answer(fit, design, test.weights) if test and not why_no_model else None
    return BlocksAnswer(
        design=design,
        as_of=fit.as_of,
        planned_to=design.blocks[-1].to_on,
        daily_nrs=daily_nrs,
        means=block_means(design, daily_nrs),
        wash_out=wash_out,
        test=test,
        by_wash_out=by_wash_out,
        largest_p=max((t.p for t in by_wash_out if t.p is not None), default=None),
        why_no_test=None if test else NO_DAYS,
        why_no_p=NOT_DRAWN if design.scheme is Scheme.NOT_DRAWN else None if test else NO_DAYS,
        model=model,
        why_no_model=why_no_model or (None if model else NO_DAYS),
        visits_part_nrs=fit.change().visits if why_no_model is None else None,
        contradictions=tuple(contradictions(design, fit.timeline)),
    )


def _can_show(fit: Fit) -> bool:
    return fit.timeline.n_visits > 0 and fit.outcome is not FitOutcome.NOT_CONVERGED


def _why_no_model(fit: Fit) -> str | None:
    if fit.outcome is FitOutcome.NO_SCORES:
        return NO_SCORES
    return NOT_SETTLED if fit.outcome is FitOutcome.NOT_CONVERGED else fit.why_not_split


def daily_means(timeline: Timeline, design: Design) -> Array:
    """Mean diary score of each day of the plan; NaN without one.

    Scores at visits are left out: they exist on on days only, at an hour of their own.
    """
    total, n = np.zeros(design.n_days), np.zeros(design.n_days)
    for score in timeline.scores:
        k = (score.on - design.first_on).days
        if score.kind is Kind.DIARY and 0 <= k < design.n_days:
            total[k] += score.nrs
            n[k] += 1
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)


def block_means(design: Design, daily_nrs: Array) -> tuple[BlockMean, ...]:
    """Each block's mean, with an interval from how its weeks differ."""
    return tuple(
        _block_mean(
            block, daily_nrs[_place(design, block.from_on) : _place(design, block.to_on) + 1]
        )
        for block in design.blocks
    )


def _place(design: Design, on: date) -> int:
    return (on - design.first_on).days


def _block_mean(block: Block, daily: Array) -> BlockMean:
    written = daily[~np.isnan(daily)]
    if len(written) == 0:
        return BlockMean(block, 0, None, None, None)
    mean = float(written.mean())
    weeks = [daily[k : k + WEEK_D] for k in range(0, len(daily), WEEK_D)]
    means = np.array([np.nanmean(w) for w in weeks if (~np.isnan(w)).sum() >= LEAST_DAYS_A_WEEK])
    if len(means) < FEWEST_WEEKS:
        return BlockMean(block, len(written), mean, None, None)
    half = float(stdtrit(len(means) - 1, 0.9) * means.std(ddof=1) / np.sqrt(len(means)))
    return BlockMean(block, len(written), mean, max(mean - half, 0.0), min(mean + half, 10.0))


def model_answer(fit: Fit, design: Design, weights: Array) -> ModelAnswer:
    """The visits' part on the days of a test, under the sceptical belief.

    Parameters
    ----------
    fit : of the course.
    design : the plan.
    weights : shape (n_days,), of the test: positive on on days, negative on off days.
    """
    at_d = np.array(
        [fit.schedule.days_since_origin(fit.timeline.at_usual_hour(on)) for on in design.days]
    )
    felt = loadings_at(fit.schedule, at_d, fit.sceptical.theta)[:, GF : GS + 1]

    def visits_part(shares: Array) -> Mixture:
        part = np.zeros((N_STATE, felt.shape[-1]))
        part[GF : GS + 1] = np.tensordot(shares, felt, axes=1)
        return fit.sceptical.linear(part)

    on, off = np.maximum(weights, 0.0), np.maximum(-weights, 0.0)
    difference = visits_part(weights)
    return ModelAnswer(
        on_minus_off_nrs=difference.interval(),
        on_nrs=visits_part(on / on.sum()).interval(),
        carry_over_nrs=visits_part(off / off.sum()).interval(),
        p_less_pain=difference.chance_below(0.0),
    )


def contradictions(design: Design, timeline: Timeline) -> Sequence[str]:
    """Where the course left the plan: the test goes by the plan, the model by the visits."""
    found = []
    visited = [visit.on for visit in timeline.visits]
    for k, block in enumerate(design.blocks, start=1):
        inside = [on for on in visited if block.holds(on)]
        span = f"block {k}, {block.from_on} to {block.to_on}"
        if not block.is_on and inside:
            days = ", ".join(str(on) for on in inside)
            found.append(f"Visits in an off block ({span}): {days}.")
        if block.is_on and not inside and block.to_on <= timeline.as_of:
            found.append(f"No visit in an on block ({span}).")
    gaps = _days_between(design)
    stray = [on for on in visited if on in gaps]
    if stray:
        found.append(f"Visits between the blocks: {', '.join(str(on) for on in stray)}.")
    return found


def _days_between(design: Design) -> set[date]:
    planned = {
        block.from_on + timedelta(days=k)
        for block in design.blocks
        for k in range((block.to_on - block.from_on).days + 1)
    }
    return set(design.days) - planned

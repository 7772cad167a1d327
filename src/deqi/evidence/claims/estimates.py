"""From a claim's rows to its estimates. Computed each time; nothing is kept but the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, Any

from deqi.evidence.arms import ArmRow, ArmType, counts
from deqi.evidence.claims.claim import EstimateSpec, Kind
from deqi.evidence.claims.tables import Rows, matching

if TYPE_CHECKING:
    from deqi.evidence.pooling import PoolResult

Z95 = 1.959963984540054  # standard normal quantile of 0.975
LOW_RATINGS = ("low", "very low")
NO_NEEDLES = "no intervention"  # comparator of the pools of placebo against nothing


@dataclass(frozen=True, slots=True)
class Line:
    """A trial or a pool in a forest plot; minus favours acupuncture, ratios are logarithms."""

    name: str
    estimate: float
    lo: float | None
    hi: float | None
    n_people: float | None
    is_pool: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its interval, and what it rests on.

    Attributes
    ----------
    spec : what it was asked for.
    estimate, lo, hi : figure and 95 % interval in units of `spec.measure` or `spec.unit`, signs as
        in the table; None where there is none or none was seen.
    lines : of its forest plot, negative favours acupuncture; empty where nothing is compared.
    events, n : how many of how many, for counts and shares.
    n_trials, n_people, n_countries : what a pool or a count of studies holds.
    pooled : the pool of our tables, if it is one.
    rows : the rows it rests on.
    sources : their source keys.
    """

    spec: EstimateSpec
    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None
    lines: tuple[Line, ...] = ()
    events: float | None = None
    n: float | None = None
    n_trials: int | None = None
    n_people: float | None = None
    n_countries: int | None = None
    pooled: PoolResult | None = None
    rows: tuple[Any, ...] = ()
    sources: tuple[str, ...] = ()


def estimate(spec: EstimateSpec, rows: Rows) -> Estimate:
    """The estimate that a claim's file asks for."""
    return {
        Kind.POOL: _pool,
        Kind.ROW: _row,
        Kind.VALUE: _value,
        Kind.SHARE: _share,
        Kind.COUNT: _count,
        Kind.TRIALS: _trials,
        Kind.RATINGS: _ratings,
        Kind.NONE: _none,
    }[spec.kind](spec, rows)


def wilson(events: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share.

    >>> [round(end, 3) for end in wilson(10, 10)]
    [0.722, 1.0]
    """
    share, z2 = events / n, Z95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * sqrt(share * (1 - share) / n + z2 / (4 * n**2)) / (1 + z2 / n)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _pool(spec: EstimateSpec, rows: Rows) -> Estimate:
    from deqi.evidence.pooling import (
        Measure,
        PoolQuestion,
        pool,
    )  # loads numpy, which a list does not need

    settings: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in (spec.question or {}).items()
    }
    arms: Sequence[ArmRow] = rows["trials"]
    result = pool(arms, PoolQuestion(measure=Measure(spec.measure), **settings))
    whole = result.whole
    if whole is None:
        return Estimate(spec)
    used = {row for contrast in whole.contrasts for row in contrast.rows}
    lines = [Line(c.trial, c.estimate, c.lo, c.hi, c.n, False) for c in whole.contrasts]
    fit = whole.random
    n_people = sum(contrast.n for contrast in whole.contrasts)
    lines.append(Line("Pool of our tables", fit.estimate, fit.lo, fit.hi, n_people, True))
    resting = tuple(arm for arm in arms if arm.row in used)
    return Estimate(
        spec,
        fit.estimate,
        fit.lo,
        fit.hi,
        tuple(lines),
        n_trials=len({contrast.trial for contrast in whole.contrasts}),
        n_people=n_people,
        pooled=result,
        rows=resting,
        sources=_sources(resting),
    )


def _row(spec: EstimateSpec, rows: Rows) -> Estimate:
    row = _one(spec, rows)
    value = row.estimate if hasattr(row, "estimate") else row.value
    n_people = getattr(row, "n", None)
    lo, hi = (row.hi, row.lo) if spec.is_gain else (row.lo, row.hi)
    line = (
        None
        if value is None
        else Line(
            _name(row),
            _turned(spec, value),
            None if lo is None else _turned(spec, lo),
            None if hi is None else _turned(spec, hi),
            n_people,
            hasattr(row, "review"),
        )
    )
    return Estimate(
        spec,
        value,
        row.lo,
        row.hi,
        () if line is None else (line,),
        n_trials=getattr(row, "k", None),
        n_people=n_people,
        rows=(row,),
        sources=row.sources,
    )


def _turned(spec: EstimateSpec, value: float) -> float:
    """On the scale of a forest plot: minus favours needling, ratios as logarithms."""
    plain = log(value) if spec.measure == "HR" else value
    return -plain if spec.is_gain else plain


def _name(row: Any) -> str:
    if hasattr(row, "review"):
        return f"{row.review} {row.year}"
    return f"{row.study} {row.year}" if hasattr(row, "study") else "Published pool"


def _value(spec: EstimateSpec, rows: Rows) -> Estimate:
    row = _one(spec, rows)
    return Estimate(spec, row.value, row.lo, row.hi, rows=(row,), sources=row.sources)


def _share(spec: EstimateSpec, rows: Rows) -> Estimate:
    row = _one(spec, rows)
    lo, hi = wilson(row.events, row.n)
    return Estimate(
        spec,
        row.events / row.n,
        lo,
        hi,
        events=row.events,
        n=row.n,
        rows=(row,),
        sources=row.sources,
    )


def _count(spec: EstimateSpec, rows: Rows) -> Estimate:
    row = _one(spec, rows)
    return Estimate(spec, events=row.events, n=row.n, rows=(row,), sources=row.sources)


def _trials(spec: EstimateSpec, rows: Rows) -> Estimate:
    """How many studies, and in how many countries, the table of arms holds."""
    arms: Sequence[ArmRow] = rows["trials"]
    if spec.usable_only:
        arms = _compared([arm for arm in arms if counts(arm.verified) and _can_be_pooled(arm)])
    countries = {arm.country for arm in arms if arm.country}
    return Estimate(
        spec,
        n_trials=len({arm.trial for arm in arms}),
        n_countries=len(countries),
        rows=tuple(arms),
    )


def _compared(arms: Sequence[ArmRow]) -> list[ArmRow]:
    """Rows of an outcome, time and kind of score in which needling stands beside something else."""
    beside: dict[object, list[ArmRow]] = {}
    for arm in arms:
        beside.setdefault((arm.trial, arm.outcome, arm.week, arm.stat), []).append(arm)
    return [
        arm
        for rows in beside.values()
        if any(row.arm_type is ArmType.ACUPUNCTURE for row in rows)
        and any(row.comparator for row in rows)
        for arm in rows
    ]


def _can_be_pooled(arm: ArmRow) -> bool:
    """A follow-up with mean and SD, or with a share of people."""
    has_mean = arm.stat in ("change", "post", "post_adjusted") and arm.sd is not None
    return arm.n is not None and arm.mean is not None and (has_mean or arm.stat == "proportion")


def _ratings(spec: EstimateSpec, rows: Rows) -> Estimate:
    """How many pooled results of needling their authors rated low, among those with a rating.

    A guideline's rating of its own advice is none, nor is that of placebo against nothing.
    """
    rated = [
        row
        for row in rows["published_pools"]
        if row.certainty and counts(row.verified)
        if row.estimate is not None and row.comparator != NO_NEEDLES
    ]
    low = [row for row in rated if row.certainty in LOW_RATINGS]
    return Estimate(spec, events=len(low), n=len(rated), rows=tuple(rated), sources=_sources(rated))


def _none(spec: EstimateSpec, rows: Rows) -> Estimate:
    return Estimate(spec)


def _one(spec: EstimateSpec, rows: Rows) -> Any:
    """The one row that the file names; reading the file has made sure of it."""
    (row,) = matching(rows, spec.row or {})
    return row


def _sources(rows: Sequence[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for row in rows for key in row.sources))

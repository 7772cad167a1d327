"""The randomisation test: how often would a plan of the same draw have shown as large a difference?

It needs no model of pain: good and bad weeks, drift and healing are the same under every plan. Only
the draw is trusted, and only plans that the draw might have given are compared. Equations:
docs/explanation/n-of-1.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deqi.infer.blocks.design import Design, Flags, Scheme, mc_error

Array = NDArray[np.float64]
TIE_NRS = 1e-9  # differences equal but for rounding are ties, and ties count
LEAST_LEFT = 1e-6  # of a plan beside a trend: less is a plan with one side empty


@dataclass(frozen=True, slots=True)
class Region:
    """The differences that the test does not reject; an end is None when nothing bounds it."""

    level: float
    lo: float | None
    hi: float | None

    def holds(self, nrs: float) -> bool:
        """Whether a difference is among them."""
        above = self.lo is None or nrs >= self.lo - TIE_NRS
        return above and (self.hi is None or nrs <= self.hi + TIE_NRS)


@dataclass(frozen=True, slots=True)
class RandomisationTest:
    """One test with one wash-out. A difference is on minus off: negative is less pain.

    Attributes
    ----------
    difference_nrs : what is tested. In pairs, mean pain on the on days minus the off days, pairs
        weighing the same; for a drawn start, the jump at the start beside a straight trend.
    mean_difference_nrs : mean pain on the on days minus the off days in either case.
    wash_out_d : first days of every block that do not count, so that all plans are judged by the
        same days.
    n_on, n_off, n_dropped : days with a score: counted on, counted off, dropped as wash-out.
    p : two-sided; None when nothing was drawn. p_less_pain : one-sided, towards less pain.
    mc_error : standard error of `p` when only a part of the plans was looked at; 0 when all were.
    n_plans : plans looked at, the observed one included.
    n_without_days : plans that leave one side without a day; they count as extreme.
    region80, region95 : differences not rejected, by inversion of the test.
    weights, tested_weights : shape (n_days,): `mean_difference_nrs` and `difference_nrs` are
        these weighted sums of daily scores.
    """

    difference_nrs: float
    mean_difference_nrs: float
    wash_out_d: int
    n_on: int
    n_off: int
    n_dropped: int
    p: float | None
    p_less_pain: float | None
    mc_error: float | None
    n_plans: int
    n_without_days: int
    region80: Region | None
    region95: Region | None
    weights: Array
    tested_weights: Array


def day_weights(plans: Flags, stratum: NDArray[np.int64], counts: Flags) -> Array:
    """The weight of each day's score in the difference of each plan.

    Parameters
    ----------
    plans : shape (n_plans, n_days).
    stratum : shape (n_days,), -1 for days that are not compared.
    counts : shape (n_days,), days with a score that are not washed out: the same for every plan.

    Returns
    -------
    array, shape (n_plans, n_days): positive on on days, negative on off days, 0 on days that do not
    count; NaN in the rows of plans under which no pair has days on both sides.

    Examples
    --------
    >>> plan = np.array([[True, True, False, False]])
    >>> counts = np.array([True, True, False, True])
    >>> day_weights(plan, np.zeros(4, int), counts)[0].tolist()
    [0.5, 0.5, 0.0, -1.0]
    """
    total = np.zeros(plans.shape)
    n_pairs = np.zeros((len(plans), 1))
    for pair in range(int(stratum.max()) + 1):
        inside = counts & (stratum == pair)
        on, off = (plans & inside).astype(float), (~plans & inside).astype(float)
        n_on, n_off = on.sum(axis=1, keepdims=True), off.sum(axis=1, keepdims=True)
        is_whole = (n_on > 0) & (n_off > 0)
        contrast = on / np.maximum(n_on, 1) - off / np.maximum(n_off, 1)
        total += np.where(is_whole, contrast, 0.0)
        n_pairs += is_whole
    return np.where(n_pairs > 0, total / np.maximum(n_pairs, 1), np.nan)


def jump_weights(plans: Flags, stratum: NDArray[np.int64], counts: Flags) -> Array:
    """The weight of each day's score in the jump at the start of each plan, beside a trend.

    By least squares on 1, day, and on or off. Pain that falls all along would make every late start
    look good in a mean; a straight trend takes most of that away and costs little.

    Parameters
    ----------
    plans, stratum, counts : as for `day_weights`.

    Returns
    -------
    array, shape (n_plans, n_days); NaN in the rows of plans with no day on one side.

    Examples
    --------
    >>> plan = np.array([[False] * 5 + [True] * 5])
    >>> weights = jump_weights(plan, np.zeros(10, int), np.ones(10, bool))
    >>> falling = 8 - 0.5 * np.arange(10.0) - 2.0 * plan[0]
    >>> round(float(weights[0] @ falling), 9)
    -2.0
    """
    counted = counts & (stratum >= 0)
    day = np.arange(plans.shape[1], dtype=np.float64)
    trend, _ = np.linalg.qr(np.stack([counted, counted * day], axis=1))
    on = (plans & counted).astype(float)
    rest = on - (on @ trend) @ trend.T
    size = (rest * rest).sum(axis=1, keepdims=True)
    return np.where(size > LEAST_LEFT, rest / np.maximum(size, LEAST_LEFT), np.nan)


def randomisation_test(
    design: Design, daily_nrs: Array, wash_out_d: int, seed: int = 0, plans: Flags | None = None
) -> RandomisationTest | None:
    """Compare the observed plan with the plans that the same draw might have given.

    Parameters
    ----------
    design : the plan and its scheme.
    daily_nrs : shape (n_days,), mean diary score of each day of the plan; NaN without an entry.
    wash_out_d : first days of every block that do not count. A drawn start has none: its visits go
        on, and leaving out days by the observed start would judge the plans by different days.
    seed : for the draw of plans when there are too many to look at all.
    plans : `design.plans(seed)`, when it is at hand already.

    Returns
    -------
    RandomisationTest, or None when the observed plan has no day on one of its sides.

    Notes
    -----
    Exact: if visits do nothing, p falls at or below a in at most a share a of all draws, whatever
    pain does by itself. The region of differences supposes that pain is lower by the same amount on
    every on day and not at all on the others.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> from deqi.infer.blocks.design import read_design
    >>> from deqi.records import Block
    >>> first = date(2026, 1, 5)
    >>> choices = tuple(first + timedelta(days=k) for k in range(10, 30))
    >>> design = read_design([Block(first, first + timedelta(19), False),
    ...     Block(first + timedelta(20), first + timedelta(39), True, start_choices=choices)])
    >>> test = randomisation_test(design, np.where(design.observed, 4.0, 6.0), wash_out_d=0)
    >>> round(test.difference_nrs, 9), test.p, test.region80.holds(-2.0), test.region80.holds(0.0)
    (-2.0, 0.05, True, False)
    """
    plans = design.plans(seed) if plans is None else plans
    has_score = ~np.isnan(daily_nrs)
    is_start = design.scheme is Scheme.START
    wash_out_d = 0 if is_start else wash_out_d
    counts = has_score if is_start else has_score & (design.day_of_block >= wash_out_d)
    means = day_weights(plans, design.stratum, counts)
    weights = jump_weights(plans, design.stratum, counts) if is_start else means
    if np.isnan(means[0]).any() or np.isnan(weights[0]).any():
        return None
    written = np.where(counts, daily_nrs, 0.0)
    differences = weights @ written
    p, p_less = _p_values(differences) if design.scheme is not Scheme.NOT_DRAWN else (None, None)
    shifts = weights @ (design.observed & counts)
    counted = means[0] != 0
    compared = has_score & (design.stratum >= 0)
    return RandomisationTest(
        difference_nrs=float(differences[0]),
        mean_difference_nrs=float(means[0] @ written),
        wash_out_d=wash_out_d,
        n_on=int((counted & design.observed).sum()),
        n_off=int((counted & ~design.observed).sum()),
        n_dropped=int((compared & ~counted).sum()),
        p=p,
        p_less_pain=p_less,
        mc_error=None if p is None else 0.0 if design.is_exact else mc_error(p, len(plans)),
        n_plans=len(plans),
        n_without_days=int(np.isnan(differences).sum()),
        region80=None if p is None else invert(differences, shifts, 0.80),
        region95=None if p is None else invert(differences, shifts, 0.95),
        weights=means[0],
        tested_weights=weights[0],
    )


def _p_values(differences: Array) -> tuple[float, float]:
    """Two-sided, and towards less pain; a plan without a difference counts as extreme."""
    observed = differences[0]
    unknown = np.isnan(differences)
    as_far = unknown | (np.abs(differences) >= abs(observed) - TIE_NRS)
    as_low = unknown | (differences <= observed + TIE_NRS)
    return float(as_far.mean()), float(as_low.mean())


def invert(differences: Array, shifts: Array, level: float) -> Region:
    """All differences d that the two-sided test does not reject at 1 - `level`.

    Taking d off every observed on day turns the difference of plan k into a_k - d b_k. Plan k is as
    extreme as the observed one, |a_k - d b_k| >= |a_0 - d|, for d between two roots with a_0 among
    them, so the region is an interval and its ends are two order statistics: no search is needed.

    Parameters
    ----------
    differences : a, shape (n_plans,), the observed plan first.
    shifts : b, shape (n_plans,): the difference of each plan if pain were 1 on observed on days and
        0 elsewhere. b_0 is 1.
    level : 0 to 1.
    """
    a, b, a0 = differences, shifts, differences[0]
    # Weights beside a trend may give |b| a hair above 1; such a plan is taken as always extreme.
    unknown = np.isnan(a) | (np.abs(b) > 1 + TIE_NRS)
    with np.errstate(divide="ignore", invalid="ignore"):
        roots = np.stack([(a0 - a) / (1 - b), (a0 + a) / (1 + b)])
    # A root without meaning (0/0): that plan is as extreme on this side for every d.
    same, turned = np.abs(1 - b) < TIE_NRS, np.abs(1 + b) < TIE_NRS
    lo = np.where(same | turned, -np.inf, np.minimum(*roots))
    hi = np.where(same | turned, np.inf, np.maximum(*roots))
    lo, hi = _one_sided(lo, hi, a, a0, same, turned)
    lo, hi = np.where(unknown, -np.inf, lo), np.where(unknown, np.inf, hi)
    n = len(a)
    n_rejected = int(np.floor((1 - level) * n + 1e-9))  # p <= 1 - level is rejected
    lowest, highest = np.sort(lo)[n_rejected], np.sort(hi)[::-1][n_rejected]
    return Region(level, _finite(lowest), _finite(highest))


def _one_sided(
    lo: Array, hi: Array, a: Array, a0: float, same: Flags, turned: Flags
) -> tuple[Array, Array]:
    """Plans with the same on days as the observed one, or with all turned round: half-lines."""
    middle_same, middle_turned = (a + a0) / 2, (a0 - a) / 2
    # b = 1: |a - d| >= |a0 - d| on the side of a0 seen from a. b = -1: |a + d| >= |a0 - d|.
    lo = np.where(same & (a0 > a + TIE_NRS), middle_same, lo)
    hi = np.where(same & (a0 < a - TIE_NRS), middle_same, hi)
    lo = np.where(turned & (a0 > TIE_NRS - a), middle_turned, lo)
    hi = np.where(turned & (a0 < -a - TIE_NRS), middle_turned, hi)
    return lo, hi


def _finite(x: float) -> float | None:
    return float(x) if np.isfinite(x) else None

"""The randomisation test agrees with enumeration by hand, scipy, and a search for its region."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import numpy as np
import pytest
import scipy.stats

from deqi.infer.blocks import Design, randomisation_test, read_design
from deqi.infer.blocks.design import N_DRAWN
from deqi.records import Block

FIRST = date(2026, 1, 5)


def pairs(n_pairs: int, length: int = 14, on_first: tuple[bool, ...] | None = None) -> Design:
    on_first = on_first or (True,) * n_pairs
    blocks = []
    for k in range(2 * n_pairs):
        begins = FIRST + timedelta(days=k * length)
        is_on = on_first[k // 2] == (k % 2 == 0)
        blocks.append(Block(begins, begins + timedelta(days=length - 1), is_on, pair=k // 2 + 1))
    return read_design(blocks)


def drawn_start(n_days: int = 90, window: range = range(20, 45), start: int = 31) -> Design:
    begins = FIRST + timedelta(days=start)
    return read_design(
        [
            Block(FIRST, begins - timedelta(days=1), False),
            Block(
                begins,
                FIRST + timedelta(days=n_days - 1),
                True,
                start_choices=tuple(FIRST + timedelta(days=k) for k in window),
            ),
        ]
    )


def a_diary(n_days: int, seed: int, missing: float = 0.15) -> np.ndarray:
    """A wandering level with noise, rounded, with gaps."""
    rng = np.random.default_rng(seed)
    level = 6 + np.cumsum(rng.normal(0, 0.15, n_days))
    daily = np.clip(np.rint(level + rng.normal(0, 1, n_days)), 0, 10)
    daily[rng.random(n_days) < missing] = np.nan
    return daily


def difference_by_hand(
    daily: np.ndarray, on: list[bool], pair_of: list[int], wash_out_d: int, length: int = 14
) -> float:
    """The statistic as one would tell it: day by day, pair by pair."""
    by_pair = []
    for pair in sorted({p for p in pair_of if p >= 0}):
        on_days, off_days = [], []
        for k, is_on in enumerate(on):
            if pair_of[k] != pair or np.isnan(daily[k]) or k % length < wash_out_d:
                continue
            (on_days if is_on else off_days).append(daily[k])
        if on_days and off_days:
            by_pair.append(sum(on_days) / len(on_days) - sum(off_days) / len(off_days))
    return sum(by_pair) / len(by_pair)


@pytest.mark.parametrize("wash_out_d", [0, 3, 7])
@pytest.mark.parametrize("seed", [1, 2])
def test_pairs_equal_enumeration_by_hand(seed, wash_out_d):
    on_first = (True, False, False, True)
    daily = a_diary(4 * 2 * 14, seed)
    pair_of = [k // 28 for k in range(112)]

    def plan(order: tuple[bool, ...]) -> list[bool]:
        return [first == (half == 0) for first in order for half in (0, 1) for _ in range(14)]

    observed = difference_by_hand(daily, plan(on_first), pair_of, wash_out_d)
    others = [
        difference_by_hand(daily, plan(order), pair_of, wash_out_d)
        for order in itertools.product([True, False], repeat=4)
    ]
    p = np.mean([abs(d) >= abs(observed) - 1e-9 for d in others])
    p_less = np.mean([d <= observed + 1e-9 for d in others])
    test = randomisation_test(pairs(4, on_first=on_first), daily, wash_out_d)
    assert test is not None
    assert test.difference_nrs == pytest.approx(observed, abs=1e-12)
    assert (test.n_plans, test.p, test.p_less_pain) == (16, p, p_less)


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_a_drawn_start_equals_enumeration_by_hand(seed):
    daily, design = a_diary(90, seed), drawn_start()
    day, has = np.arange(90.0), ~np.isnan(daily)

    def jump(start: int) -> float:
        columns = np.stack([np.ones(90), day, day >= start], axis=1)[has]
        return float(np.linalg.lstsq(columns, daily[has], rcond=None)[0][2])

    test = randomisation_test(design, daily, wash_out_d=0)
    assert test is not None
    assert test.difference_nrs == pytest.approx(jump(31), abs=1e-9)
    assert test.p == np.mean([abs(jump(k)) >= abs(jump(31)) - 1e-9 for k in range(20, 45)])
    means = np.nanmean(daily[31:]) - np.nanmean(daily[:31])
    assert test.mean_difference_nrs == pytest.approx(means, abs=1e-12)


@pytest.mark.parametrize("n_pairs", [5, 8])
def test_pairs_without_wash_out_equal_scipys_paired_permutation_test(n_pairs):
    daily = a_diary(n_pairs * 28, seed=11, missing=0.0)
    halves = daily.reshape(n_pairs, 2, 14).mean(axis=2)
    theirs = scipy.stats.permutation_test(
        (halves[:, 0], halves[:, 1]),
        lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=np.inf,
    )
    less = scipy.stats.permutation_test(
        (halves[:, 0], halves[:, 1]),
        lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples",
        alternative="less",
        n_resamples=np.inf,
    )
    test = randomisation_test(pairs(n_pairs), daily, wash_out_d=0)
    assert test is not None
    assert test.difference_nrs == pytest.approx(theirs.statistic, abs=1e-12)
    assert test.p == pytest.approx(theirs.pvalue, abs=1e-12)
    assert test.p_less_pain == pytest.approx(less.pvalue, abs=1e-12)


def test_a_drawn_part_of_the_plans_agrees_with_all_of_them_within_its_error():
    """Sixteen pairs have 65,536 orders, all of which scipy looks at."""
    daily = a_diary(16 * 14, seed=8, missing=0.0)
    halves = daily.reshape(16, 2, 7).mean(axis=2)
    exact = scipy.stats.permutation_test(
        (halves[:, 0], halves[:, 1]),
        lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=np.inf,
    ).pvalue
    test = randomisation_test(pairs(16, length=7), daily, wash_out_d=0, seed=3)
    assert test is not None
    assert test.n_plans == N_DRAWN + 1
    assert 0.01 < exact < 0.99  # a case where the error is worth something
    assert test.mc_error == pytest.approx((exact * (1 - exact) / N_DRAWN) ** 0.5, rel=0.05)
    assert abs(test.p - exact) < 3.3 * test.mc_error  # 1 in 1000


@pytest.mark.parametrize("design", [pairs(6), drawn_start()], ids=["pairs", "start"])
@pytest.mark.parametrize("wash_out_d", [0, 3])
def test_the_region_is_where_shifted_diaries_are_not_rejected(design, wash_out_d):
    """Found a second way: shift the diary, test again, look where p crosses the level."""
    daily = a_diary(design.n_days, seed=21)
    test = randomisation_test(design, daily, wash_out_d)
    assert test is not None
    for region in (test.region80, test.region95):
        inside = []
        for shift in test.difference_nrs + np.linspace(-6, 6, 241):
            again = randomisation_test(design, daily - shift * design.observed, wash_out_d)
            inside.append((shift, again.p > 1 - region.level + 1e-9))
        for shift, not_rejected in inside:
            near_an_end = any(
                end is not None and abs(shift - end) < 1e-6 for end in (region.lo, region.hi)
            )
            assert near_an_end or not_rejected == region.holds(shift)


def test_a_drawn_start_has_no_wash_out_to_leave_out():
    """Days left out by the observed start would judge other starts by other days."""
    daily, design = a_diary(90, seed=9), drawn_start()
    none, asked = (randomisation_test(design, daily, wash_out_d=d) for d in (0, 5))
    assert none is not None
    assert asked is not None
    assert (asked.p, asked.difference_nrs, asked.wash_out_d) == (none.p, none.difference_nrs, 0)


def test_a_plan_that_leaves_a_side_empty_counts_as_extreme():
    daily = a_diary(90, seed=5, missing=0.0)
    daily[:24] = np.nan  # under the four earliest starts (days 20 to 23) no off day has a score
    test = randomisation_test(drawn_start(), daily, wash_out_d=0)
    assert test is not None
    assert test.n_without_days == 5  # and day 24
    assert test.p >= 6 / 25


def test_nothing_drawn_gives_no_p_value():
    undrawn = read_design(
        [
            Block(FIRST, FIRST + timedelta(days=27), False),
            Block(FIRST + timedelta(days=28), FIRST + timedelta(days=55), True),
        ]
    )
    test = randomisation_test(undrawn, a_diary(56, seed=1), wash_out_d=0)
    assert test is not None
    assert (test.p, test.p_less_pain, test.region80, test.mc_error) == (None,) * 4

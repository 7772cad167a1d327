"""Sensible answers of a pool: few trials, mixed scales and directions, zero cells, sub-groups."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from deqi.evidence import ArmRow, ArmType, Direction, Stat, Verified, read_arms
from deqi.evidence.pooling import Measure, PooledGroup, PoolQuestion, PoolResult, Shared, pool
from deqi.records import OutsideMeaningError

ROW = ArmRow(
    study="A", year=2001, arm="needled", arm_type=ArmType.ACUPUNCTURE, n=40, outcome="pain",
    domain="pain", scale_max=100, direction=Direction.LOWER_BETTER, week=8, stat=Stat.POST,
    mean=35.0, sd=25.0, events=None, visits="", population="", condition="chronic",
    country="Norway", verified=Verified.NOT_STATED, sources=(), note="", row=2,
)  # fmt: skip


def trial(
    study: str, left: float, right: float, kind: ArmType = ArmType.SHAM, **same: Any
) -> list[ArmRow]:
    row = 10 * (ord(study[0]) - ord("A")) + 2
    needled = replace(ROW, study=study, mean=left, row=row, **same)
    return [needled, replace(needled, arm=kind.value, arm_type=kind, mean=right, row=row + 1)]


def whole(result: PoolResult) -> PooledGroup:
    assert result.whole is not None
    return result.whole


def test_a_single_comparison_is_shown_with_its_own_interval_and_not_pooled() -> None:
    result = pool(trial("A", 35, 50), PoolQuestion(measure="MD"))
    (contrast,) = result.contrasts
    group = whole(result)
    assert (group.random.estimate, group.random.lo) == (contrast.estimate, contrast.lo)
    assert group.heterogeneity is None
    assert group.leave_one_out == ()
    assert "A single comparison" in result.warnings[0]


def test_two_comparisons_give_no_prediction_and_say_why() -> None:
    result = pool([*trial("A", 35, 50), *trial("B", 40, 44)], PoolQuestion(measure="MD"))
    found = whole(result).heterogeneity
    assert found is not None
    assert found.prediction is None
    assert whole(result).random.df == 1
    assert any("Two comparisons cannot show" in warning for warning in result.warnings)


def test_trials_that_agree_to_the_last_digit_have_no_heterogeneity() -> None:
    rows = [row for study in "ABCD" for row in trial(study, 35, 45)]
    group = whole(pool(rows, PoolQuestion(measure="MD", knapp_hartung="at-least-1")))
    assert group.heterogeneity is not None
    assert (group.heterogeneity.tau2, group.heterogeneity.q) == (0.0, pytest.approx(0.0))
    assert group.random.estimate == pytest.approx(-10)
    assert group.random.hi - group.random.lo > group.fixed.hi - group.fixed.lo


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [*trial("A", 35, 50), *trial("B", 40, 44), *trial("C", 30, 52)]
    assert pool(rows[::-1], PoolQuestion()).whole == pool(rows, PoolQuestion()).whole


def test_scales_that_run_either_way_are_turned_and_this_is_said() -> None:
    function = trial("B", 60, 50, direction=Direction.HIGHER_BETTER)
    result = pool([*trial("A", 40, 50), *function], PoolQuestion(measure="MD"))
    assert [contrast.estimate for contrast in result.contrasts] == [-10, -10]
    assert [contrast.treated for contrast in result.contrasts] == ["40 (25)", "60 (25)"]
    assert result.favours == "below 0 favours acupuncture"
    assert any("were turned" in warning for warning in result.warnings)


def test_a_scale_that_runs_upwards_alone_keeps_its_sign() -> None:
    result = pool(trial("B", 60, 50, direction=Direction.HIGHER_BETTER), PoolQuestion())
    assert result.contrasts[0].estimate > 0
    assert result.favours == "above 0 favours acupuncture"
    turned = pool(
        trial("B", 60, 50, direction=Direction.HIGHER_BETTER), PoolQuestion(lower_better=True)
    )
    assert turned.contrasts[0].estimate == -result.contrasts[0].estimate
    assert turned.favours == "below 0 favours acupuncture"


def test_a_direction_that_is_stated_for_some_rows_only_is_refused() -> None:
    with pytest.raises(OutsideMeaningError, match="does not state its direction"):
        pool([*trial("A", 40, 50), *trial("B", 40, 50, direction=None)], PoolQuestion())


def test_a_mean_difference_needs_one_scale_and_says_which_ways_there_are() -> None:
    rows = [*trial("A", 40, 50), *trial("B", 4, 5, scale_max=10, sd=2.5)]
    with pytest.raises(OutsideMeaningError, match=r"0-10, 0-100.*--to-scale"):
        pool(rows, PoolQuestion(measure="MD"))
    brought = pool(rows, PoolQuestion(measure="MD", to_scale=100))
    assert [contrast.estimate for contrast in brought.contrasts] == pytest.approx([-10, -10])


def test_a_trial_with_several_outcomes_is_asked_about() -> None:
    rows = [*trial("A", 40, 50), *trial("A", 30, 50, outcome="sleep", domain="sleep")]
    with pytest.raises(OutsideMeaningError, match="pain; sleep"):
        pool(rows, PoolQuestion())
    assert len(pool(rows, PoolQuestion(outcome="Sleep")).contrasts) == 1
    assert len(pool(rows, PoolQuestion(by="outcome")).groups) == 2


def test_change_scores_come_first_and_a_mix_is_said() -> None:
    change = trial("A", -20, -12, stat=Stat.CHANGE)
    rows = [*trial("A", 40, 50), *change, *trial("B", 40, 50)]
    result = pool(rows, PoolQuestion())
    assert [contrast.scores for contrast in result.contrasts] == ["change", "final"]
    assert any("mixed" in warning and "B 2001" in warning for warning in result.warnings)
    final = pool(rows, PoolQuestion(scores="final"))
    assert [contrast.scores for contrast in final.contrasts] == ["final", "final"]
    assert not any("mixed" in warning for warning in final.warnings)
    assert not any("mixed" in w for w in pool(rows, PoolQuestion(measure="MD")).warnings)


def test_a_standard_error_in_the_place_of_the_sd_is_suspected() -> None:
    result = pool(trial("A", 35, 50, sd=3.9), PoolQuestion())
    assert any("standard error" in warning for warning in result.warnings)


def test_figures_from_memory_count_only_when_asked_for_and_are_named() -> None:
    rows = [*trial("A", 40, 50), *trial("B", 40, 50, verified=Verified.MEMORY)]
    without, with_them = pool(rows, PoolQuestion()), pool(rows, PoolQuestion(with_memory=True))
    assert [contrast.trial for contrast in without.contrasts] == ["A 2001"]
    assert [contrast.is_from_memory for contrast in with_them.contrasts] == [False, True]
    assert "B 2001" in with_them.warnings[0]
    unsure = [replace(row, verified=Verified.MEMORY_LOW) for row in rows]
    with pytest.raises(OutsideMeaningError, match="never computed with"):
        pool(unsure, PoolQuestion(with_memory=True))


def test_the_first_or_the_last_follow_up_is_taken_and_the_others_are_named() -> None:
    rows = [*trial("A", 40, 50), *trial("A", 45, 47, week=52)]
    assert pool(rows, PoolQuestion()).contrasts[0].week == 8
    assert pool(rows, PoolQuestion(when="last")).contrasts[0].week == 52
    assert pool(rows, PoolQuestion(weeks=(26, 60))).contrasts[0].week == 52
    by_term = pool(rows, PoolQuestion(by="term"))
    assert [group.name for group in by_term.groups] == ["up to 13 weeks", "after 13 weeks"]
    assert by_term.whole is None


def test_two_acupuncture_arms_against_one_control_count_the_control_once() -> None:
    needled, control = trial("A", 40, 50)
    second = replace(needled, arm="needled otherwise", mean=44.0, row=9)
    rows = [needled, second, control]
    together = pool(rows, PoolQuestion(measure="MD"))
    apart = pool(rows, PoolQuestion(measure="MD", shared=Shared.COVARIANCE))
    halved = pool(rows, PoolQuestion(measure="MD", shared=Shared.SPLIT))
    assert [c.n_treated for c in together.contrasts] == [80]
    assert [c.n_control for c in halved.contrasts] == [20, 20]
    # the mean of the two arms against the control, with the variance of three arms of 40
    variance = 25**2 / 40 + 25**2 / 80
    assert whole(apart).fixed.estimate == pytest.approx(-8)
    assert whole(apart).fixed.se == pytest.approx(math.sqrt(variance))


def test_zero_cells_get_a_half_and_trials_without_an_event_are_set_aside() -> None:
    def events(study: str, left: int, right: int) -> list[ArmRow]:
        rows = trial(study, 0, 0, stat=Stat.PROPORTION, sd=None)
        pairs = zip(rows, (left, right), strict=True)
        return [replace(row, mean=None, events=n) for row, n in pairs]

    rows = [*events("A", 0, 5), *events("B", 0, 0), *events("C", 8, 4)]
    result = pool(rows, PoolQuestion(measure="OR"))
    assert [contrast.trial for contrast in result.contrasts] == ["A 2001", "C 2001"]
    assert result.contrasts[0].estimate == pytest.approx(math.log(0.5 * 35.5 / (40.5 * 5.5)))
    assert {item.trial for item in result.set_aside} == {"B 2001"}
    assert len(pool(rows, PoolQuestion(measure="RD")).contrasts) == 3


def test_any_further_column_makes_sub_groups() -> None:
    rows = [
        *trial("A", 40, 50, other=(("Risk of bias", "low"),)),
        *trial("B", 35, 50, other=(("Risk of bias", "high"),)),
        *trial("C", 44, 50, other=(("Risk of bias", "low"),)),
    ]
    result = pool(rows, PoolQuestion(by="risk of bias"))
    assert [(group.name, group.k) for group in result.groups] == [("high", 1), ("low", 2)]
    assert result.whole is not None
    assert result.between is not None
    with pytest.raises(OutsideMeaningError, match="no column 'blinding'"):
        pool(rows, PoolQuestion(by="blinding"))


@pytest.mark.parametrize("by", ["comparator", "condition", "term", "country", "scores"])
def test_our_tables_can_be_parted_in_every_way_that_is_offered(by: str) -> None:
    result = pool(read_arms(), PoolQuestion(outcome="pain", by=by, with_memory=True))
    assert len(result.groups) >= 2
    assert result.between is not None
    assert 0 <= result.between.p <= 1


def test_sub_group_means_differ_by_a_sum_of_squares_that_can_be_checked_by_hand() -> None:
    rows = [
        *trial("A", 40, 50, country="Norway"),
        *trial("B", 30, 50, country="Sweden"),
    ]
    between = pool(rows, PoolQuestion(measure="MD", by="country")).between
    assert between is not None
    variance = 2 * 25**2 / 40
    assert between.q == pytest.approx((20 - 10) ** 2 / (2 * variance))
    assert between.p == pytest.approx(math.erfc(math.sqrt(between.q / 2)))


def test_nothing_left_says_what_was_in_the_way() -> None:
    with pytest.raises(OutsideMeaningError, match="another comparator"):
        pool(trial("A", 40, 50), PoolQuestion(comparators=("none",)))


@pytest.mark.parametrize(
    "wrong",
    [{"measure": "HR"}, {"level": 1.0}, {"weeks": (9, 2)}, {"to_scale": -1}, {"when": "now"}],
)
def test_a_question_without_meaning_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(OutsideMeaningError, match=r"Expected|earlier"):
        PoolQuestion(**wrong)


def test_the_restricted_likelihood_is_highest_where_it_is_said_to_be() -> None:
    from deqi.evidence.pooling.models import Sample, _restricted_likelihood, tau2_reml

    rng = np.random.default_rng(3)
    for _ in range(20):
        k = int(rng.integers(2, 12))
        variances = rng.gamma(1.0, 0.1, k) + 1e-3
        sample = Sample.of(rng.normal(0, 0.4, k), variances)
        best = tau2_reml(sample)
        others = np.geomspace(1e-6, 10, 400)
        highest = max(_restricted_likelihood(sample, float(tau2)) for tau2 in others)
        assert _restricted_likelihood(sample, best) >= highest - 1e-12


def test_a_measure_knows_whether_it_is_a_ratio() -> None:
    assert [measure for measure in Measure if measure.is_ratio] == [Measure.RR, Measure.OR]


def test_a_trial_to_go_without_that_is_not_there_is_refused() -> None:
    rows = [*trial("A", 40, 50), *trial("B", 40, 50)]
    without = pool(rows, PoolQuestion(leave_out=("B 2001",)))
    assert [contrast.trial for contrast in without.contrasts] == ["A 2001"]
    with pytest.raises(OutsideMeaningError, match="such as 'B 2001'"):
        pool(rows, PoolQuestion(leave_out=("B2001",)))


@pytest.mark.parametrize(
    ("told", "direction", "means", "is_warned"),
    [
        ("pain fell, written as a fall", Direction.LOWER_BETTER, (-20, -10), False),
        ("pain fell, written as a gain", Direction.LOWER_BETTER, (20, 10), True),
        ("pain rose in one arm only", Direction.LOWER_BETTER, (-5, 5), False),
        ("one arm did not change", Direction.LOWER_BETTER, (5, 0), False),
        ("function rose", Direction.HIGHER_BETTER, (12, 3), False),
        ("function rose, written as a fall", Direction.HIGHER_BETTER, (-12, -3), True),
        ("no direction is stated", None, (20, 10), False),
    ],
)
def test_changes_that_say_that_everybody_got_worse_are_pointed_at(
    told: str, direction: Direction | None, means: tuple[float, float], is_warned: bool
) -> None:
    rows = trial("A", *means, stat=Stat.CHANGE, direction=direction)
    warnings = pool(rows).warnings
    assert any("got worse in: A 2001" in warning for warning in warnings) is is_warned, told

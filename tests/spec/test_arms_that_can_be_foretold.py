"""Which arms of trials can be foretold on 0-100, from what start, and why the others cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deqi.evidence import ArmRow, ArmType, Direction, Stat, Verified, read_arms
from deqi.records import BadInputError
from deqi.simulate.arms import comparable_arms

ROW = ArmRow(
    study="Somebody",
    year=2030,
    arm="needles",
    arm_type=ArmType.ACUPUNCTURE,
    n=40,
    outcome="pain NRS",
    domain="pain",
    scale_max=10.0,
    direction=Direction.LOWER_BETTER,
    week=8.0,
    stat=Stat.POST,
    mean=3.5,
    sd=2.0,
    events=None,
    visits="10",
    population="chronic LBP",
    condition="chronic",
    country="",
    verified=Verified.NOT_STATED,
    sources=(),
    note="",
    row=2,
)
START = replace(ROW, stat=Stat.BASELINE, week=0.0, mean=6.1, row=3)


def the_arm(*rows, with_memory=False):
    arms, others = comparable_arms(rows, with_memory)
    assert len(arms) == 1, others
    return arms[0]


def the_reason(*rows, with_memory=False):
    arms, others = comparable_arms(rows, with_memory)
    assert not arms
    return others[0].reason


def test_scores_on_0_10_are_brought_to_0_100():
    arm = the_arm(START, ROW)
    assert (arm.baseline, arm.observed, arm.sd) == (61.0, 35.0, 20.0)


def test_a_change_is_added_to_the_start():
    assert the_arm(START, replace(ROW, stat=Stat.CHANGE, mean=-2.6)).observed == 35.0


def test_the_start_is_the_arms_own_or_else_that_of_all_arms_or_else_assumed():
    pooled = replace(START, arm="all arms", arm_type=ArmType.POOLED, mean=6.4)
    assert the_arm(START, pooled, ROW).baseline_from == "arm"
    assert (the_arm(pooled, ROW).baseline_from, the_arm(pooled, ROW).baseline) == ("trial", 64.0)
    assumed = the_arm(ROW)
    assert (assumed.baseline_from, assumed.baseline) == ("assumed", 60.0)
    assert any("assumed" in remark for remark in assumed.remarks)


def test_a_follow_up_without_a_mean_is_there_to_be_foretold():
    assert the_arm(START, replace(ROW, mean=None)).observed is None


def test_an_open_follow_up_of_somebodys_table_is_foretold_not_refused():
    row = replace(ROW, mean=None, stat=Stat.N_ONLY)
    assert the_reason(START, row) == "no mean was found"
    arms, _ = comparable_arms([START, row], to_learn=False)
    assert [arm.observed for arm in arms] == [None]


def test_a_start_may_stand_in_a_column_of_its_own():
    row = replace(ROW, other=(("Baseline", "5,8"),))
    assert (the_arm(row).baseline, the_arm(row).baseline_from) == (58.0, "arm")


@pytest.mark.parametrize("text", ["six", "62", "-1"])
def test_a_start_that_is_no_score_of_the_scale_is_refused_with_its_row(text):
    with pytest.raises(BadInputError) as raised:
        comparable_arms([replace(ROW, other=(("baseline", text),))])
    problem = raised.value.problems[0]
    assert (problem.row, problem.column, problem.given) == (2, "baseline", text)


def test_a_table_that_does_not_say_pain_is_not_taken_for_it():
    assert "no link" in the_reason(replace(ROW, domain="", outcome="Hannover questionnaire"))
    assert the_arm(replace(ROW, domain="", outcome="VAS")).observed == 35.0
    unnamed = the_arm(replace(ROW, domain="", outcome=""))
    assert "outcome not named: pain assumed" in unnamed.remarks


def test_checked_figures_go_before_figures_from_memory():
    checked = replace(ROW, stat=Stat.CHANGE, mean=-2.0, verified=Verified.YES)
    recalled = replace(ROW, mean=3.0, verified=Verified.MEMORY)
    assert the_arm(START, recalled, checked, with_memory=True).observed == 41.0


def test_a_mean_over_weeks_is_foretold_over_those_weeks():
    assert the_arm(START, replace(ROW, outcome="mean daily pain over weeks 1-8")).weeks == (0, 8)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"outcome": "bothersomeness"}, "bothersome"),
        ({"outcome": "SF-36 bodily pain", "scale_max": 100.0}, "hinders"),
        ({"outcome": "RMDQ-24", "scale_max": 24.0, "domain": "function"}, "RMDQ-24"),
        ({"scale_max": None}, "scale_max: 10 or 100"),
        ({"week": None}, "week of the follow-up"),
        ({"direction": Direction.HIGHER_BETTER}, "more is better"),
        ({"stat": Stat.PROPORTION, "mean": 0.4}, "share"),
        ({"stat": Stat.N_ONLY, "mean": None}, "no mean"),
        ({"n": None}, "number of people"),
        ({"verified": Verified.MEMORY}, "--with-memory"),
        ({"verified": Verified.MEMORY_LOW}, "never"),
        ({"arm_type": ArmType.ACUPUNCTURE_UNCONTROLLED}, "nobody was compared"),
    ],
)
def test_an_arm_that_is_not_comparable_says_why(change, word):
    assert word in the_reason(START, replace(ROW, **change))


def test_unsure_memory_is_not_used_even_when_memory_is():
    row = replace(ROW, verified=Verified.MEMORY_LOW)
    assert "never" in the_reason(START, row, with_memory=True)


def test_a_fall_below_an_assumed_start_is_not_believed():
    assert "too large" in the_reason(replace(ROW, stat=Stat.CHANGE, mean=-5.9))


def test_every_arm_of_the_tables_is_foretold_or_has_a_reason():
    rows = read_arms()
    arms, others = comparable_arms(rows)
    together = {(a.trial, a.arm) for a in arms} | {(o.trial, o.arm) for o in others}
    single = {(r.trial, r.arm) for r in rows if r.arm_type is not ArmType.POOLED}
    assert together == single
    assert all(other.reason for other in others)


def test_memory_adds_arms_and_marks_them():
    without, _ = comparable_arms(read_arms())
    with_memory, _ = comparable_arms(read_arms(), with_memory=True)
    assert not any(arm.is_from_memory for arm in without)
    assert {arm.trial for arm in with_memory} - {arm.trial for arm in without} == {"Haake 2007"}
    assert all(arm.is_from_memory for arm in with_memory if arm.trial == "Haake 2007")

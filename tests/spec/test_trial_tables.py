"""Trials as data: which rows count, and which rows cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deqi.evidence import (
    ArmRow,
    ArmType,
    Direction,
    Stat,
    Verified,
    counts,
    problems_of_arms,
    read_adverse_events,
    read_arms,
    read_effects,
    read_model_figures,
    read_natural_history,
    read_published_pools,
    read_sources,
)
from deqi.evidence.unchecked import unchecked_figures, unchecked_sources

NEEDLED = ArmRow(
    study="A", year=2001, arm="needled", arm_type=ArmType.ACUPUNCTURE, n=40, outcome="pain VAS",
    domain="pain", scale_max=100, direction=Direction.LOWER_BETTER, week=8, stat=Stat.POST, mean=35,
    sd=25, events=None, visits="10", population="", condition="chronic", country="Norway",
    verified=Verified.YES, sources=(), note="", row=2,
)  # fmt: skip
WAITING = replace(NEEDLED, arm="waiting", arm_type=ArmType.NO_TREATMENT, mean=50, row=3)


def problems(*rows: ArmRow) -> dict[int, list[str]]:
    found = problems_of_arms(rows, "trials.csv")
    return {row: [problem.column or "" for problem in here] for row, here in found.items()}


@pytest.mark.parametrize(
    ("verified", "by_itself", "with_memory"),
    [
        ("yes", True, True),
        ("derived", True, True),
        ("partly", True, True),
        ("not_stated", True, True),
        ("memory", False, True),
        ("memory_low", False, False),
        ("estimate", False, False),
    ],
)
def test_which_figures_may_be_computed_with(
    verified: str, by_itself: bool, with_memory: bool
) -> None:
    assert counts(Verified(verified)) is by_itself
    assert counts(Verified(verified), with_memory=True) is with_memory


def test_two_good_arms_have_no_problem() -> None:
    assert problems(NEEDLED, WAITING) == {}


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"n": 1}, "n"),
        ({"sd": 0.0}, "sd"),
        ({"sd": -3.0}, "sd"),
        ({"sd": 52.0}, "sd"),
        ({"mean": 101.0}, "mean"),
        ({"mean": -1.0}, "mean"),
        ({"stat": Stat.CHANGE, "mean": -101.0}, "mean"),
        ({"week": -1.0}, "week"),
        ({"scale_max": 0.0}, "scale_max"),
        ({"stat": Stat.PROPORTION, "mean": 47.6, "sd": None}, "mean"),
        ({"events": 41}, "events"),
        ({"events": -1}, "events"),
    ],
)
def test_a_row_that_cannot_be_is_refused(wrong: dict[str, float], column: str) -> None:
    assert column in problems(replace(NEEDLED, **wrong), WAITING)[2]


def test_a_change_may_be_negative_and_its_sd_wider_than_that_of_scores() -> None:
    worse = replace(NEEDLED, stat=Stat.CHANGE, mean=-30.0, sd=52.0)
    assert problems(worse, replace(WAITING, stat=Stat.CHANGE)) == {}


def test_the_same_arm_twice_is_refused_and_names_the_first() -> None:
    again = replace(NEEDLED, row=7, mean=36)
    found = problems_of_arms((NEEDLED, WAITING, again), "trials.csv")
    assert list(found) == [7]
    assert "row 2 is the same" in found[7][0].expected


def test_arms_on_different_scales_or_running_different_ways_are_refused() -> None:
    assert problems(NEEDLED, replace(WAITING, scale_max=10.0, mean=5.0, sd=2.0)) == {
        3: ["scale_max"]
    }
    assert problems(NEEDLED, replace(WAITING, direction=Direction.HIGHER_BETTER)) == {
        3: ["direction"]
    }


def test_a_trial_with_one_arm_is_refused_unless_it_says_so() -> None:
    assert problems(NEEDLED) == {2: ["arm"]}
    assert problems(replace(NEEDLED, arm_type=ArmType.ACUPUNCTURE_UNCONTROLLED)) == {}


def test_the_tables_of_the_package_are_read_and_each_row_has_its_source() -> None:
    tables = (
        read_arms(),
        read_effects(),
        read_published_pools(),
        read_natural_history(),
        read_adverse_events(),
    )
    for table in tables:
        assert len(table) >= 20
        assert all(row.sources and set(row.sources) <= set(read_sources()) for row in table)
    without = [figure.parameter for figure in read_model_figures() if not figure.sources]
    assert without == ["within_person_sd_daily_mean", "daily_ar1"]  # estimates, never computed with


def test_what_nobody_has_checked_is_listed_and_nothing_else() -> None:
    figures = unchecked_figures()
    listed = {figure.row for figure in figures if figure.table == "trials.csv"}
    firm = {row.row for row in read_arms() if row.verified in (Verified.YES, Verified.DERIVED)}
    assert not listed & firm
    assert listed | firm == {row.row for row in read_arms()}
    assert "brinkhaus2006" in {source.key for source in unchecked_sources()}
    assert "haake2007" not in {source.key for source in unchecked_sources()}

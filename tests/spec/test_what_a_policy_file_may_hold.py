"""A practice's own policy: what its file may hold, and how a wrong one is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deqi.exchange.policy_toml import read_policy, setting_from
from deqi.plan import USUAL, policy_names
from deqi.plan.policy import labels_of
from deqi.records import BadInputError, DaySpan, OutsideMeaningError


def own(folder: Path, text: str):
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return read_policy(path)


def refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadInputError) as error:
        own(folder, text)
    return [str(problem) for problem in error.value.problems]


def test_an_empty_base_and_some_settings(tmp_path):
    policy = own(
        tmp_path,
        """
        work_days = ["Mon", "Tuesday", 4]
        min_gap_d = 4
        closed = ["2026-12-24..2027-01-01", 2026-10-03]
        earliest_hour = 7.5
        horizon_d = { value = 90, why = "we look further ahead" }
        """,
    )
    assert policy.name == "ours"
    assert policy.work_days == (1, 2, 4)
    assert policy.closed == (
        DaySpan(date(2026, 12, 24), date(2027, 1, 1)),
        DaySpan(date(2026, 10, 3), date(2026, 10, 3)),
    )
    assert (policy.min_gap_d, policy.earliest_hour, policy.horizon_d) == (4, 7.5, 90)
    assert policy.why["horizon_d"] == "we look further ahead"
    assert policy.why["min_gap_d"] == "set by the practice"
    assert policy.max_gap_d == USUAL.max_gap_d


def test_a_changed_setting_does_not_keep_the_source_of_the_old_value(tmp_path):
    policy = own(tmp_path, "max_visits_in_90_d = 8")
    assert "max_visits_in_90_d" not in policy.sources
    assert policy.sources["min_gain_nrs"] == USUAL.sources["min_gain_nrs"]


def test_it_may_be_based_on_any_policy_that_ships(tmp_path):
    policy = own(tmp_path, 'based_on = "flare"\nname = "running"\nflare_visits = 2')
    assert (policy.name, policy.spacing, policy.flare_visits) == ("running", "flare", 2)


def test_a_label_cannot_be_taken_off_by_another_name(tmp_path):
    policy = own(tmp_path, 'spacing = "flare"')
    assert "no trial has tested it" in labels_of(policy)[0][0]
    assert labels_of(USUAL) == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("min_gap = 4", "ours.toml, row 1, min_gap: given 'min_gap', expected a known key. Did"),
        ("min_gap_d = 0", "row 1, min_gap_d: given '0', expected a whole number from 1 to"),
        ("min_gap_d = 2.5", "min_gap_d: given '2.5', expected a whole number"),
        ("min_gap_d = true", "min_gap_d: given 'True', expected a whole number"),
        ("min_gain_nrs = -1", "min_gain_nrs: given '-1', expected a number from 0 to 10"),
        ("min_gain_nrs = nan", "min_gain_nrs: given 'nan', expected a number from 0 to 10"),
        ('work_days = "Mon"', "work_days: given 'Mon', expected a list of week days"),
        ('work_days = ["Mon", "Moo"]', "expected a list of week days"),
        ("work_days = []", "expected a list of week days"),
        ('closed = ["2026-05-01", "2026-13-01"]', "as entry 2 of it"),
        ('closed = ["2026-05-02..2026-05-01"]', "the first day before the last"),
        ('closed = "2026-05-02"', "expected a list in brackets"),
        ('spacing = "tight"', 'expected one of "even", "best", "flare"'),
        ('coverage = "medicare"', 'expected one of "none", "us-medicare"'),
        ('based_on = "daily"', "based_on: given 'daily', expected one of usual, flare"),
        ("min_gap_d = 9", "min_gap_d: given '9', expected default_gap_d between min_gap_d and"),
        ("latest_hour = 9", "latest_hour: given '9', expected default_hour between"),
        ('objective = "{why}"', "expected a known key"),
        ("this is not toml", "expected key = value"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place_and_what_may_stand_there(tmp_path, line, said):
    assert any(said in problem for problem in refused(tmp_path, line))


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    problems = refused(tmp_path, "min_gap_d = 0\nspaceing = 1\nhorizon_d = 1000\n")
    assert [problem.split(":")[0] for problem in problems] == [
        "ours.toml, row 1, min_gap_d",
        "ours.toml, row 2, spaceing",
        "ours.toml, row 3, horizon_d",
    ]


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(OutsideMeaningError, match="usual, flare, us-medicare, or the path"):
        read_policy("daily")


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path):
    with pytest.raises(BadInputError, match=r"nothing\.toml"):
        read_policy(tmp_path / "nothing.toml")


@pytest.mark.parametrize("name", policy_names())
def test_a_shipped_policy_is_read_by_its_name(name):
    assert read_policy(name).name == name


def test_closed_days_are_added_to_those_of_the_policy(tmp_path):
    (tmp_path / "ours.toml").write_text("closed = [2026-10-03]", encoding="utf-8")
    more = DaySpan(date(2026, 11, 1), date(2026, 11, 1))
    assert read_policy(tmp_path / "ours.toml", closed=[more]).closed[-1] == more


@pytest.mark.parametrize(
    ("typed", "read"),
    [("4", 4), ("0.1", 0.1), ("best", "best"), ('"best"', "best"), ("[1, 2]", [1, 2])],
)
def test_a_setting_as_it_is_typed(typed, read):
    assert setting_from("x", typed) == ("x", read)

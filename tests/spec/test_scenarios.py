"""A scenario file: what may stand in it, and what is said of what may not."""

from __future__ import annotations

import pytest

from deqi.records import BadInputError
from deqi.simulate.study import (
    list_scenarios,
    list_schedules,
    read_schedule,
    read_study,
    study_from_text,
)

ARMS = '[[arms]]\nname = "a"\nvisits = "weekly"\n[[arms]]\nname = "b"\n'

REFUSED = {
    "a key that is not known": ("[diary]\nn_dys = 30", "diary.n_dys", "Did you mean 'n_days'?"),
    "a section that is not known": ("[dairy]", "dairy", "Did you mean 'diary'?"),
    "a number out of range": ("[diary]\nmissing = 1.5", "diary.missing", "from 0 to 1"),
    "a word for a number": ('[diary]\nn_days = "98"', "diary.n_days", "a whole number"),
    "a yes for a number": ("[diary]\nmissing = true", "diary.missing", "a number"),
    "half a day": ("[diary]\nn_days = 30.5", "diary.n_days", "a whole number"),
    "a choice that is none": ('[population]\nphase = "old"', "population.phase", '"subacute"'),
    "a range upside down": (
        "[population]\nenrolment_nrs_at_least = 8\nenrolment_nrs_at_most = 3",
        "population.enrolment_nrs_at_least",
        "at most enrolment_nrs_at_most",
    ),
    "a run-in that fills the record": ("[diary]\nn_days = 7", "diary.run_in_d", "less than n_days"),
    "a schedule that is not known": ('visits = "wekly"', "visits", "Did you mean 'weekly'?"),
    "a visit after the end": ("visits = {days = [300]}", "visits", "visit on day 300"),
    "a stretch that is no table": (
        "visits = {stretches = [7]}",
        "visits.stretches",
        "a list such as",
    ),
    "a person's number that is not known": (
        "[population.person]\nx = 1",
        "person.x",
        "one of c, a",
    ),
    "a time of nothing": ("[population.person]\ntau_f = 0", "person.tau_f", "days above 0"),
    "a seed below nothing": ("seed = -1", "seed", "a whole number from 0"),
    "not TOML": ("[diary", "the file", "TOML"),
    "one arm": ('[[arms]]\nname = "a"', "arms", "two arms or more"),
    "two arms of one name": (
        '[[arms]]\nname = "a"\n[[arms]]\nname = "a"',
        "arms",
        "a name of its own",
    ),
    "an arm without a name": ('[[arms]]\nvisits = "weekly"', "arms[1].name", "Add this key."),
    "an arm that is not there": (
        ARMS + '[trial]\ncompare = ["a", "c"]',
        "trial.compare",
        "one of a, b",
    ),
    "one arm compared with itself": (
        ARMS + '[trial]\ncompare = ["a", "a"]',
        "trial.compare",
        "different",
    ),
    "one person an arm": (ARMS + "[trial]\nn_per_arm = [1]", "trial.n_per_arm", "2 or more"),
    "an outcome after the end": (ARMS + "[trial]\nweek = 40", "trial.week", "within diary.n_days"),
    "a trial without a run-in": (ARMS + "[diary]\nrun_in_d = 0", "diary.run_in_d", "1 or more"),
    "an analysis that is not known": (
        ARMS + '[trial]\nanalyses = ["anova"]',
        "trial.analyses",
        "ancova",
    ),
    "more people than memory holds": (
        ARMS + "[trial]\nn_per_arm = [5000]\nn_trials = 9000",
        "trial.n_trials",
        "at most 10,000,000",
    ),
    "no size": (ARMS + "[trial]\nn_per_arm = []", "trial", "one size and one analysis"),
    "a mixed model of one day": (
        ARMS + '[trial]\noutcome = "daily"\nanalyses = ["mixed"]',
        "trial.analyses",
        "reads weekly means",
    ),
    "an instrument without a published link": (
        ARMS + '[trial]\ninstrument = "PEG"',
        "trial.instrument",
        "no published link from daily pain to PEG",
    ),
}


@pytest.mark.parametrize(("text", "place", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_refused_with_place_and_advice(text, place, said):
    with pytest.raises(BadInputError) as refused:
        study_from_text(text, "mine.toml")
    message = str(refused.value)
    assert message.startswith("mine.toml, ")
    assert place in message
    assert said in message


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(BadInputError) as refused:
        study_from_text("[diary]\nmissing = 2\neven_share = -1\n[trial]\nalpha = 3")
    assert len(refused.value.problems) == 3


def test_an_empty_file_is_a_study_of_its_defaults():
    study = study_from_text("")
    assert study.prior.name == "informed"
    assert study.schedule.name == "twice-then-weekly"


@pytest.mark.parametrize("name", list_scenarios())
def test_the_scenarios_that_ship_are_read(name):
    assert read_study(name).title


@pytest.mark.parametrize("name", list_schedules())
def test_the_schedules_that_ship_are_read(name):
    assert read_schedule(name).name == name


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("{days = [3, 0, 3]}", (0, 3)),
        ("{stretches = [{every_d = 2, n = 3}]}", (0, 2, 4)),
        (
            "{first_day = 1, stretches = [{every_d = 2, n = 2}, {every_d = 7, n = 2}]}",
            (1, 3, 10, 17),
        ),
        ("{days = [1], stretches = [{every_d = 7, n = 2}]}", (0, 1, 7)),
        ('"none"', ()),
    ],
)
def test_a_schedule_is_read_as_it_is_written(text, days):
    assert study_from_text(f"visits = {text}").schedule.days == days


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadInputError, match="no such file"):
        read_study(tmp_path / "none.toml")

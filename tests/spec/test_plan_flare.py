"""Policy `flare`: days running while a flare lasts, spaced visits otherwise."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from deqi.infer import FitOutcome
from deqi.plan import choose_verdict, plan, read_policy
from deqi.records import Course, Entry, Visit
from deqi.screen import Outcome, ScreenOutcome

FINE = ScreenOutcome(Outcome.TREAT, (), ())
FLARE = read_policy("flare")
AS_OF = date(2026, 5, 6)  # a Wednesday


def on_day(days_ago: int) -> date:
    return AS_OF - timedelta(days=days_ago)


def course_with(
    flares: dict[int, bool] | None = None,
    visits_ago: tuple[int, ...] = (29, 22, 15),
    silent_ago: tuple[int, ...] = (),
) -> Course:
    """A diary of 40 days; `flares` says on which days ago a flare was reported or denied."""
    reported = flares or {}
    moments = [datetime(2026, 5, 6, 18, tzinfo=UTC) - timedelta(days=k) for k in range(40)]
    return Course(
        "a",
        entries=tuple(
            Entry(at, at.date(), True, 5.0, flare=reported.get(k))
            for k, at in enumerate(moments)
            if k not in silent_ago
        ),
        visits=tuple(
            Visit(datetime(2026, 5, 6, 9, tzinfo=UTC) - timedelta(days=k), on_day(k), True, 5.0)
            for k in visits_ago
        ),
        time_zone_given=True,
    )


@pytest.fixture
def planned(stand_in_fit):
    def make(course, found_ago=(), policy=FLARE, today=AS_OF, improved=0.7, **fit_of):
        found_on = tuple(on_day(k) for k in found_ago)
        fit = stand_in_fit(course, AS_OF, found_on=found_on, p_important=improved, **fit_of)
        return plan(fit, choose_verdict(fit, FINE, course), FINE, today=today, policy=policy)

    return make


def gaps_of(proposal) -> list[int]:
    days = [visit.on for visit in proposal.visits]
    return [(b - a).days for a, b in itertools.pairwise(days)]


def words(proposal) -> str:
    return " ".join(reason.sentence for reason in proposal.reasons)


def test_in_a_flare_three_visits_run_and_then_they_are_spaced(planned):
    proposal = planned(course_with({0: True}))
    assert [visit.on for visit in proposal.visits[:3]] == [
        date(2026, 5, 7),
        date(2026, 5, 8),
        date(2026, 5, 11),  # the weekend lies between
    ]
    assert gaps_of(proposal)[2:] == [7, 7, 7]
    assert "Visit 1 of at most 3 on days running" in proposal.visits[0].reasons[0].sentence


def test_every_plan_says_that_no_trial_has_tested_it(planned):
    for course in (course_with(), course_with({0: True})):
        label = next(r for r in planned(course).reasons if "no trial has tested it" in r.sentence)
        assert "did not leave fewer days of strong pain" in label.sentence
        assert label.sources == ("yuan2009", "deqisimulations")


def test_the_label_stands_beside_the_spacing_whatever_the_policy_is_called(planned):
    own = replace(FLARE, name="ours", label="")
    assert "no trial has tested it" in words(planned(course_with(), policy=own))


@pytest.mark.parametrize(
    ("told", "reported", "found_ago", "said"),
    [
        ("the person", {0: True}, (), "reported by the person"),
        ("the model", {}, (0,), "found by the model from the scores, not reported by the person"),
        ("both", {1: True}, (0,), "reported by the person, and found by the model on other days"),
        ("both on one day", {0: True}, (0,), "reported by the person,"),
    ],
)
def test_it_is_said_who_found_the_flare(planned, told, reported, found_ago, said):
    assert said in words(planned(course_with(reported), found_ago)), told


@pytest.mark.parametrize(
    ("told", "reported", "found_ago", "silent_ago", "runs"),
    [
        ("no flare", {}, (), (), False),
        ("a flare today", {0: True}, (), (), True),
        ("one written day without one since", {1: True}, (), (), True),
        ("two written days without one since", {2: True}, (), (), False),
        ("a day without an entry is not a day without a flare", {2: True}, (), (1,), True),
        ("the same as found by the model", {}, (1,), (), True),
        ("the same, two days ago", {}, (2,), (), False),
        ("the person says no on a day that the model found", {0: False}, (0,), (), False),
        ("the person says yes, the model finds nothing", {0: True}, (), (), True),
        ("four days of silence", {4: True}, (), (0, 1, 2, 3), True),
        ("five days of silence", {5: True}, (), (0, 1, 2, 3, 4), False),
    ],
)
def test_when_a_flare_counts_as_subsided(planned, told, reported, found_ago, silent_ago, runs):
    proposal = planned(course_with(reported, silent_ago=silent_ago), found_ago)
    assert ("on days running" in proposal.visits[0].reasons[0].sentence) == runs, told


def test_a_silent_flare_asks_for_a_score(planned):
    silent = course_with({5: True}, silent_ago=(0, 1, 2, 3, 4))
    assert "nothing was written for 5 days" in words(planned(silent))
    assert "write a score, then plan again" in words(planned(silent))


def test_silence_goes_on_to_the_day_of_planning(planned):
    later = planned(course_with({0: True}), today=AS_OF + timedelta(days=5))
    assert "on days running" not in later.visits[0].reasons[0].sentence


def test_visits_that_lie_in_the_flare_already_count(planned):
    two = planned(course_with(dict.fromkeys(range(3), True), visits_ago=(15, 8, 1, 0)))
    assert two.visits[0].on == date(2026, 5, 7)
    assert "Visit 3 of at most 3" in two.visits[0].reasons[0].sentence
    assert gaps_of(two)[0] == 7
    three = planned(course_with(dict.fromkeys(range(3), True), visits_ago=(16, 9, 2, 1, 0)))
    assert three.visits[0].on == date(2026, 5, 13)
    assert "3 visits lie in it already, the most for one flare" in words(three)


def test_an_earlier_flare_that_subsided_does_not_use_up_the_visits_of_this_one(planned):
    course = course_with({9: True, 8: True, 0: True}, visits_ago=(29, 9, 8, 7))
    assert "Visit 1 of at most 3" in planned(course).visits[0].reasons[0].sentence


def test_days_running_do_not_become_the_usual_gap(planned):
    course = course_with(visits_ago=(30, 23, 16, 15, 14))
    assert "7 days after the visit" in planned(course).visits[0].reasons[0].sentence


def test_some_visits_of_the_cap_are_kept_for_a_flare(planned):
    every_four_days = tuple(range(36, 0, -4))  # nine visits
    spaced = planned(course_with(visits_ago=every_four_days))
    assert "3 more are kept free for a flare" in spaced.visits[0].reasons[1].sentence
    in_flare = planned(course_with({0: True}, visits_ago=every_four_days))
    assert in_flare.visits[0].on == date(2026, 5, 7)
    assert len([v for v in in_flare.visits if v.on <= date(2026, 5, 12)]) == 3


def test_the_whole_cap_holds_in_a_flare_too(planned):
    full = tuple(range(36, 0, -3))  # twelve visits
    first = planned(course_with({0: True}, visits_ago=full)).visits[0]
    assert first.on > AS_OF + timedelta(days=50)


def test_a_flare_visit_that_adds_too_little_is_not_planned(planned):
    assert planned(course_with({0: True}), gain_nrs=0.01).recommendation.value == "stop"


def test_without_a_settled_fit_only_what_was_reported_counts(planned):
    proposal = planned(course_with(), found_ago=(0,), outcome=FitOutcome.NOT_CONVERGED)
    assert proposal.visits == ()


def test_the_verdict_is_the_same_under_any_policy(stand_in_fit):
    course = course_with({0: True})
    fit = stand_in_fit(course, AS_OF, p_worse=0.9)
    verdict = choose_verdict(fit, FINE, course)
    for name in ("usual", "flare"):
        proposal = plan(fit, verdict, FINE, today=AS_OF, policy=name)
        assert (proposal.recommendation.value, proposal.visits) == ("refer", ())


def test_a_failed_screen_gets_no_plan_in_a_flare_either(planned, stand_in_fit):
    course = course_with({0: True})
    fit = stand_in_fit(course, AS_OF)
    failed = ScreenOutcome(Outcome.ASK_DOCTOR_FIRST, (), ())
    verdict = choose_verdict(fit, failed, course)
    assert plan(fit, verdict, failed, today=AS_OF, policy=FLARE) is None

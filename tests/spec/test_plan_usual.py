"""The policy `usual`: which dates, how many, and what is said about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deqi.infer import FitOutcome
from deqi.plan import USUAL, choose_verdict, plan, read_policy
from deqi.records import Course, Entry, OutsideMeaningError, Visit
from deqi.screen import Outcome, Reason, ScreenOutcome, Urgency

BERLIN = "Europe/Berlin"
MONDAY = date(2026, 3, 2)
FINE = ScreenOutcome(Outcome.TREAT, (), ())
IMPROVED = {"p_important": 0.7}


def visit(on: date, hour: int = 16, has_time: bool = True) -> Visit:
    at = datetime(on.year, on.month, on.day, hour, tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)
    return Visit(at, on, has_time, 5.0)


def course_of(*visits: Visit, n_days: int = 60) -> Course:
    """A diary of `n_days` that ends on Friday, 1 May 2026."""
    last = datetime(2026, 5, 1, 18, tzinfo=UTC)
    moments = [last - timedelta(days=k) for k in range(n_days)]
    entries = tuple(Entry(at, at.date(), True, 5.0) for at in moments)
    return Course("a", entries=entries, visits=visits, time_zone=BERLIN, time_zone_given=True)


AS_OF = date(2026, 5, 1)
WEEKLY = tuple(visit(date(2026, 4, 7) + timedelta(days=7 * k)) for k in range(4))


@pytest.fixture
def planned(stand_in_fit):
    """Plan a course as its stand-in fit sees it."""

    def make(course, today=AS_OF, screen_outcome=FINE, policy=USUAL, **fit_of):
        fit = stand_in_fit(course, **fit_of)
        verdict = choose_verdict(fit, screen_outcome, course)
        return plan(fit, verdict, screen_outcome, today=today, policy=policy)

    return make


def dates(proposal) -> list[date]:
    return [visit.on for visit in proposal.visits]


def words(proposal) -> str:
    return " ".join(reason.sentence for reason in proposal.reasons)


def test_an_improving_course_goes_on_at_its_own_gap_for_one_block(planned):
    proposal = planned(course_of(*WEEKLY), **IMPROVED)
    first = date(2026, 5, 5)
    assert dates(proposal) == [first + timedelta(days=7 * k) for k in range(6)]
    assert proposal.visits_left == 6
    assert "go on only while" in words(proposal)


def test_without_improvement_visits_are_planned_up_to_the_review(planned):
    proposal = planned(course_of(*WEEKLY[:3]))
    assert dates(proposal) == [date(2026, 5, 4)]
    assert "by visit 6 or 7 May 2026, the care is reviewed with the doctor" in words(proposal)


def test_close_visits_without_improvement_end_at_visit_6(planned):
    visits = tuple(visit(date(2026, 4, 20) + timedelta(days=3 * k)) for k in range(4))
    assert len(planned(course_of(*visits)).visits) == 2


def test_the_sixth_visit_without_improvement_asks_for_a_review(planned):
    visits = tuple(visit(date(2026, 4, 13) + timedelta(days=3 * k)) for k in range(6))
    proposal = planned(course_of(*visits))
    assert proposal.recommendation.value == "refer"
    assert proposal.visits == ()
    assert "review the care with the doctor" in words(proposal)


def test_the_first_visit_is_planned_after_today_not_only_after_the_record(planned):
    proposal = planned(course_of(*WEEKLY), today=date(2026, 5, 11), **IMPROVED)
    assert dates(proposal)[0] == date(2026, 5, 12)
    assert "would be 5 May 2026; that is past" in proposal.visits[0].reasons[0].sentence


def test_a_visit_that_would_fall_on_a_weekend_moves_to_monday(planned):
    saturdays = tuple(visit(date(2026, 4, 11) + timedelta(days=7 * k)) for k in range(3))
    proposal = planned(course_of(*saturdays), **IMPROVED)
    assert dates(proposal)[0] == date(2026, 5, 4)
    assert "next working day" in proposal.visits[0].reasons[1].sentence


def test_visits_keep_the_local_hour_of_the_past_ones_across_the_clock_change(planned):
    hours = [visit(date(2026, 3, 10), 9), visit(date(2026, 3, 17), 10), visit(date(2026, 3, 24), 9)]
    course = course_of(*hours, n_days=10)
    course = replace(course, entries=())
    proposal = planned(course, today=date(2026, 3, 24), gain_nrs=0.2)
    local = proposal.visits[0].at.astimezone(ZoneInfo(BERLIN))
    assert (local.date(), local.hour, local.minute) == (date(2026, 3, 31), 9, 0)
    assert proposal.visits[0].at.utcoffset() == timedelta(0)


def test_visits_without_a_time_are_planned_at_the_default_hour(planned):
    untimed = tuple(visit(v.on, 13, has_time=False) for v in WEEKLY)
    at = planned(course_of(*untimed), **IMPROVED).visits[0].at
    assert at.astimezone(ZoneInfo(BERLIN)).hour == USUAL.default_hour


def test_the_cap_moves_a_visit_on_and_says_so(planned):
    policy = replace(USUAL, max_visits_in_90_d=5, work_days=(1, 2, 3, 4, 5, 6, 7))
    proposal = planned(course_of(*WEEKLY), policy=policy, **IMPROVED)
    assert dates(proposal)[:2] == [date(2026, 5, 5), date(2026, 7, 6)]
    assert proposal.visits[1].gain_nrs.median > USUAL.min_gain_nrs
    reasons = proposal.visits[1].reasons
    assert any("no more than 5 visits in 90 days" in reason.sentence for reason in reasons)
    assert any(reason.sources == ("cmsncd3033",) for reason in reasons)


def test_visits_day_after_day_are_spread_to_the_smallest_gap(planned):
    daily = tuple(visit(date(2026, 4, 27) + timedelta(days=k)) for k in range(4))
    days = dates(planned(course_of(*daily), **IMPROVED))
    assert days[:3] == [date(2026, 5, 4), date(2026, 5, 7), date(2026, 5, 11)]


def test_two_visits_on_one_day_are_not_a_gap_of_no_days(planned):
    twice = (visit(date(2026, 4, 21), 9), visit(date(2026, 4, 21), 16), visit(date(2026, 4, 28)))
    assert dates(planned(course_of(*twice), **IMPROVED))[0] == date(2026, 5, 5)


def test_no_visit_is_planned_inside_the_record_even_if_today_is_earlier(planned):
    course = course_of(visit(date(2026, 4, 14)), visit(date(2026, 4, 21)))
    assert dates(planned(course, today=date(2026, 4, 21), **IMPROVED))[0] == date(2026, 5, 4)


def test_a_single_visit_is_followed_at_the_policys_gap(planned):
    proposal = planned(course_of(visit(date(2026, 4, 28))))
    assert dates(proposal)[0] == date(2026, 5, 5)
    assert "the policy's gap" in proposal.visits[0].reasons[0].sentence


def test_the_plan_ends_when_one_more_visit_adds_too_little(planned):
    proposal = planned(course_of(*WEEKLY), gain_after={2: 0.01}, **IMPROVED)
    assert len(proposal.visits) == 2
    assert "under the threshold of 0.05" in words(proposal)


def test_a_stop_still_tells_what_the_next_visit_would_add(planned):
    proposal = planned(course_of(*WEEKLY), gain_nrs=0.028, **IMPROVED)
    assert proposal.recommendation.value == "stop"
    assert proposal.visits == ()
    # 25 of the 28 days to 29 May come from the visit of 5 May on
    assert proposal.next_visit_gain_nrs.median == pytest.approx(0.028 * 25 / 28)


def test_the_next_gain_is_that_of_the_first_planned_visit(planned):
    proposal = planned(course_of(*WEEKLY), **IMPROVED)
    assert proposal.next_visit_gain_nrs == proposal.visits[0].gain_nrs


def test_every_visit_is_judged_over_28_days_from_its_own_decision(planned):
    proposal = planned(course_of(*WEEKLY), gain_nrs=0.28, **IMPROVED)
    later = [visit.gain_nrs.median for visit in proposal.visits[1:]]
    assert later == pytest.approx([0.28 * 22 / 28] * 5)


def test_an_old_record_gets_one_visit_and_a_request_for_a_score(planned):
    proposal = planned(course_of(*WEEKLY), today=date(2026, 5, 20), **IMPROVED)
    assert dates(proposal) == [date(2026, 5, 21)]
    assert "ends 19 days ago" in words(proposal)
    # the visit's own 28 days count, not those after the record
    assert proposal.next_visit_gain_nrs.median == pytest.approx(0.2)


def test_nothing_is_computed_from_a_record_that_ended_years_ago(planned):
    proposal = planned(course_of(*WEEKLY), today=date(2030, 1, 1), **IMPROVED)
    assert proposal.visits == ()
    assert proposal.next_visit_gain_nrs is None


def test_an_empty_course_gets_a_plan_without_dates(planned):
    proposal = planned(Course("a"), outcome=FitOutcome.NO_SCORES)
    assert proposal.recommendation.value == "continue"
    assert proposal.visits == ()


def test_a_course_without_visits_is_not_talked_into_them(planned):
    proposal = planned(course_of())
    assert proposal.visits == ()
    assert "Whether to begin is for the two of you" in words(proposal)


def test_a_computation_that_did_not_settle_proposes_no_date(planned):
    proposal = planned(course_of(*WEEKLY), outcome=FitOutcome.NOT_CONVERGED)
    assert proposal.visits == ()
    assert proposal.next_visit_gain_nrs is None


def test_a_failed_screen_gets_no_plan(planned):
    failed = ScreenOutcome(Outcome.ASK_DOCTOR_FIRST, (), ())
    assert planned(course_of(*WEEKLY), screen_outcome=failed) is None


def test_a_failed_screen_gets_no_plan_even_beside_a_good_verdict(stand_in_fit):
    course = course_of(*WEEKLY)
    fit = stand_in_fit(course, **IMPROVED)
    failed = ScreenOutcome(Outcome.EMERGENCY, (), ())
    assert plan(fit, choose_verdict(fit, FINE, course), failed, today=AS_OF) is None


def test_what_was_not_asked_makes_the_plan_provisional_and_warning_signs_are_named_first(planned):
    unasked = ScreenOutcome(Outcome.TREAT_WITH_PRECAUTIONS, (), ("fever_or_chills", "licence"))
    proposal = planned(course_of(*WEEKLY), screen_outcome=unasked)
    assert proposal.provisional
    assert proposal.heading == (
        "provisional: not asked: fever, shivering or chills; the practitioner's licence"
    )


def test_an_expired_licence_makes_the_plan_provisional(planned):
    ended = "The recorded licence ended on 1 February 2026. Its holder does not needle."
    expired = Reason(
        *("licence_expired", ended, ("cmsncd3033",), Urgency.SAME_DAY, True),
        Outcome.TREAT_WITH_PRECAUTIONS,
    )
    unasked = ScreenOutcome(Outcome.TREAT_WITH_PRECAUTIONS, (expired,), ("medicines",))
    proposal = planned(course_of(*WEEKLY), screen_outcome=unasked)
    assert proposal.heading == f"provisional: {ended[:-1]}; not asked: medicines"


def test_with_everything_asked_the_plan_is_not_provisional(planned):
    proposal = planned(course_of(*WEEKLY))
    assert (proposal.provisional, proposal.heading) == (False, "")


def test_too_early_says_that_the_plan_rests_on_beliefs(planned):
    proposal = planned(course_of(visit(date(2026, 4, 28)), n_days=6))
    assert proposal.recommendation.value == "continue"
    assert "too early to judge" in words(proposal)


@pytest.mark.parametrize("beliefs", [{}, IMPROVED, {"p_worse": 0.9}, {"p_recovered": 0.9}])
def test_every_plan_says_that_people_decide(planned, beliefs):
    proposal = planned(course_of(*WEEKLY), **beliefs)
    assert "the practitioner and the patient decide" in words(proposal)
    assert proposal.objective.startswith("the lowest mean pain over the next 28 days")


def test_every_planned_visit_says_why_its_date_and_what_it_adds(planned):
    for proposed in planned(course_of(*WEEKLY), **IMPROVED).visits:
        assert "days after the visit of" in proposed.reasons[0].sentence
        assert "Expected to lower mean pain over the 28 days" in proposed.reasons[-1].sentence


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("min_gain_nrs", -0.1),
        ("default_gap_d", 2),
        ("default_gap_d", 15),
        ("horizon_d", 0),
        ("work_days", ()),
        ("work_days", (0,)),
        ("default_hour", 7.0),
        ("latest_hour", 24.0),
        ("max_visits_in_90_d", 0),
    ],
)
def test_a_setting_without_meaning_is_refused_by_name(setting, value):
    with pytest.raises(OutsideMeaningError, match=r"Policy 'usual': (\w+) is"):
        replace(USUAL, **{setting: value})


def test_an_unknown_policy_is_refused():
    with pytest.raises(OutsideMeaningError, match="no policy 'daily'"):
        read_policy("daily")


def test_every_setting_says_why():
    assert all(USUAL.why.values())
    assert set(USUAL.why) >= {"horizon_d", "min_gain_nrs", "max_visits_in_90_d", "work_days"}

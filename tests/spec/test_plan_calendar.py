"""On which days a visit may lie: closed days, the person's own, limits, time zones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deqi.plan import USUAL, choose_verdict, plan
from deqi.plan.calendar import Calendar, Limit
from deqi.records import Course, DaySpan, Entry, Visit
from deqi.screen import Outcome, ScreenOutcome

FINE = ScreenOutcome(Outcome.TREAT, (), ())
EVERY_DAY = replace(USUAL, work_days=(1, 2, 3, 4, 5, 6, 7))


def weekly_course(zone: str, last_on: date, hour: int = 10, **parts) -> Course:
    """Four visits a week apart, a diary of 40 evenings; ends on the day of the last visit."""

    def at(on: date, clock: int) -> datetime:
        return datetime(on.year, on.month, on.day, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)

    days = [last_on - timedelta(days=7 * k) for k in (3, 2, 1, 0)]
    evenings = [last_on - timedelta(days=k) for k in range(40)]
    return Course(
        "a",
        entries=tuple(Entry(at(on, 20), on, True, 5.0) for on in evenings),
        visits=tuple(Visit(at(on, hour), on, True, 5.0) for on in days),
        time_zone=zone,
        time_zone_given=True,
        **parts,
    )


@pytest.fixture
def planned(stand_in_fit):
    def make(course, policy=EVERY_DAY, today=None, **fit_of):
        fit = stand_in_fit(course, p_important=0.7, **fit_of)
        verdict = choose_verdict(fit, FINE, course)
        return plan(fit, verdict, FINE, today=today or fit.timeline.as_of, policy=policy)

    return make


TUESDAY = date(2026, 5, 5)
CLOSED = (DaySpan(date(2026, 5, 11), date(2026, 5, 15)),)


def test_a_closed_week_moves_the_visit_and_says_so(planned):
    proposal = planned(weekly_course("UTC", TUESDAY), replace(USUAL, closed=CLOSED))
    first = proposal.visits[0]
    assert first.on == date(2026, 5, 18)
    said = [reason.sentence for reason in first.reasons]
    assert "Moved on: the practice is closed." in said
    assert "Moved to the next working day." in said


def test_days_on_which_the_person_cannot_come_move_the_visit_and_say_so(planned):
    proposal = planned(weekly_course("UTC", TUESDAY, cannot_come=CLOSED))
    assert proposal.visits[0].on == date(2026, 5, 16)
    assert "the person cannot come" in proposal.visits[0].reasons[1].sentence


def test_a_practice_that_is_closed_for_a_year_gets_no_date_and_hears_why(planned):
    shut = replace(USUAL, closed=(DaySpan(date(2026, 5, 1), date(2027, 5, 1)),))
    proposal = planned(weekly_course("UTC", TUESDAY), shut)
    assert (proposal.recommendation.value, proposal.visits) == ("continue", ())
    assert proposal.next_visit_gain_nrs is None
    assert "No day of the next half year is open" in proposal.reasons[0].sentence


def test_a_block_ends_where_the_open_days_end(planned):
    shut = replace(EVERY_DAY, closed=(DaySpan(date(2026, 5, 20), date(2027, 5, 1)),))
    proposal = planned(weekly_course("UTC", TUESDAY), shut)
    assert [visit.on for visit in proposal.visits] == [date(2026, 5, 12), date(2026, 5, 19)]


@pytest.mark.parametrize(
    ("zone", "last_on"),
    [
        ("Europe/Berlin", date(2026, 3, 24)),  # clocks go forward on 29 March
        ("Europe/Berlin", date(2026, 10, 20)),  # and back on 25 October
        ("America/New_York", date(2026, 3, 3)),
        ("Australia/Lord_Howe", date(2026, 9, 29)),  # by half an hour
        ("Asia/Kathmandu", TUESDAY),  # 5:45 ahead
        ("Pacific/Kiritimati", TUESDAY),  # 14 hours ahead
        ("Pacific/Pago_Pago", TUESDAY),  # 11 behind
    ],
)
def test_visits_stay_at_their_local_hour_and_day_everywhere(planned, zone, last_on):
    proposal = planned(weekly_course(zone, last_on))
    local = [visit.at.astimezone(ZoneInfo(zone)) for visit in proposal.visits]
    assert [at.date() for at in local] == [visit.on for visit in proposal.visits]
    assert {(at.hour, at.minute) for at in local} == {(10, 0)}
    assert proposal.visits[0].on == last_on + timedelta(days=7)


def test_a_day_that_a_zone_left_out_when_it_crossed_the_date_line_is_no_day(planned):
    # Samoa had no 30 December 2011.
    assert not Calendar(EVERY_DAY, (), "Pacific/Apia").is_open(date(2011, 12, 30))
    proposal = planned(weekly_course("Pacific/Apia", date(2011, 12, 23)))
    assert proposal.visits[0].on == date(2011, 12, 31)
    assert "the clocks of this time zone skip that day" in proposal.visits[0].reasons[1].sentence


def test_an_hour_that_the_clocks_skip_stays_on_its_day(planned):
    at_night = replace(EVERY_DAY, earliest_hour=0.0, default_hour=2.5, latest_hour=23.5)
    course = weekly_course("Europe/Berlin", date(2026, 3, 22))
    untimed = tuple(replace(visit, has_time=False) for visit in course.visits)
    proposal = planned(replace(course, visits=untimed), at_night)
    first = proposal.visits[0]
    assert first.on == date(2026, 3, 29)  # 2:30 does not exist on that day
    assert first.at.astimezone(ZoneInfo("Europe/Berlin")).date() == first.on


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_tomorrow_is_the_persons_tomorrow(planned, zone):
    course = weekly_course(zone, TUESDAY)
    long_gone = TUESDAY + timedelta(days=10)
    first = planned(course, today=long_gone).visits[0]
    assert first.on == long_gone + timedelta(days=1)
    assert first.at.astimezone(ZoneInfo(zone)).date() == first.on


def test_a_limit_counts_the_day_itself_and_the_89_before():
    limit = Limit(2, 90)
    visits = (date(2026, 1, 1), date(2026, 2, 1))
    assert not limit.allows(date(2026, 3, 31), visits)
    assert limit.allows(date(2026, 4, 1), visits)
    assert limit.next_free(date(2026, 2, 1), visits) == date(2026, 4, 1)


def test_a_year_runs_from_a_day_to_the_day_before_it_twelve_months_on():
    limit = Limit(1, None)
    assert not limit.allows(date(2027, 2, 28), (date(2026, 3, 1),))
    assert limit.allows(date(2027, 3, 1), (date(2026, 3, 1),))


def test_what_another_horizon_would_say_stands_beside_every_plan_with_a_gain(planned):
    proposal = planned(weekly_course("UTC", TUESDAY), gain_nrs=0.06)
    assert proposal.other_horizon.sentence.startswith("Counted over 90 days instead of 28")
    long = replace(EVERY_DAY, horizon_d=90)
    told = planned(weekly_course("UTC", TUESDAY), long, gain_nrs=0.06).other_horizon.sentence
    assert told.startswith("Counted over 28 days instead of 90")

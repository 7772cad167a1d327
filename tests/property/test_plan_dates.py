"""What holds of every plan, whatever the course, the policy and the gain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from deqi.infer import FitOutcome
from deqi.plan import USUAL, choose_verdict, plan
from deqi.plan.policy import SPACINGS
from deqi.records import Course, DaySpan, Entry, Visit
from deqi.screen import Outcome, ScreenOutcome

FIRST_DAY = date(2026, 1, 5)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo")
WEEK_DAYS = st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days)))


@st.composite
def courses(draw):
    zone = draw(st.sampled_from(ZONES))
    visit_days = draw(st.lists(st.integers(0, 100), max_size=16))
    entry_days = draw(st.lists(st.integers(0, 100), max_size=30))
    visits = tuple(_visit(day, draw(st.integers(6, 21)), zone) for day in visit_days)
    entries = tuple(_entry(day, zone) for day in entry_days)
    return Course(
        "a",
        entries=entries,
        visits=visits,
        time_zone=zone,
        time_zone_given=True,
        cannot_come=draw(spans()),
    )


def spans():
    """Up to two stretches of days, near the time of planning."""
    span = st.tuples(st.integers(60, 170), st.integers(0, 40)).map(
        lambda ends: DaySpan(
            FIRST_DAY + timedelta(days=ends[0]), FIRST_DAY + timedelta(days=sum(ends))
        )
    )
    return st.lists(span, max_size=2).map(tuple)


def _at(day: int, hour: int, zone: str) -> tuple[datetime, date]:
    on = FIRST_DAY + timedelta(days=day)
    local = datetime(on.year, on.month, on.day, hour, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC), on


def _visit(day: int, hour: int, zone: str) -> Visit:
    return Visit(*_at(day, hour, zone), has_time=True, pain_before_nrs=5.0)


def _entry(day: int, zone: str) -> Entry:
    return Entry(*_at(day, 20, zone), has_time=True, pain_nrs=5.0, flare=day % 7 == 0 or None)


@st.composite
def policies(draw):
    gaps = sorted(draw(st.lists(st.integers(1, 30), min_size=3, max_size=3)))
    return replace(
        USUAL,
        min_gap_d=gaps[0],
        default_gap_d=gaps[1],
        max_gap_d=gaps[2],
        max_visits_in_90_d=draw(st.integers(1, 20)),
        block_visits=draw(st.integers(1, 8)),
        work_days=draw(WEEK_DAYS),
        closed=draw(spans()),
        spacing=draw(st.sampled_from(SPACINGS)),
        flare_reserve=0,
    )


chances = st.sampled_from((0.0, 0.3, 0.6, 0.9))
screens = st.builds(ScreenOutcome, st.sampled_from(Outcome), st.just(()), st.just(()))


@st.composite
def plans(draw, stand_in_fit, screen_outcome):
    course, policy = draw(courses()), draw(policies())
    fit = stand_in_fit(
        course,
        gain_nrs=draw(st.floats(-0.2, 0.6)),
        outcome=draw(st.sampled_from(FitOutcome)),
        p_important=draw(chances),
        p_worse=draw(chances),
        p_recovered=draw(chances),
    )
    as_of = fit.timeline.as_of if course.entries or course.visits else FIRST_DAY
    today = as_of + timedelta(days=draw(st.integers(-30, 60)))
    verdict = choose_verdict(fit, screen_outcome, course)
    proposal = plan(fit, verdict, screen_outcome, today=today, policy=policy)
    return course, policy, max(as_of, today), proposal


TREAT = ScreenOutcome(Outcome.TREAT, (), ())


@given(data=st.data(), screen_outcome=screens)
def test_only_a_failed_screen_leaves_no_plan(stand_in_fit, data, screen_outcome):
    *_, proposal = data.draw(plans(stand_in_fit, screen_outcome))
    assert (proposal is None) == screen_outcome.failed


@settings(max_examples=200)
@given(data=st.data())
def test_every_planned_date_keeps_the_bounds(stand_in_fit, data):
    course, policy, after, proposal = data.draw(plans(stand_in_fit, TREAT))
    past = sorted(visit.on for visit in course.visits)
    planned = [visit.on for visit in proposal.visits]
    assert all(on > after for on in planned)
    assert all(on.isoweekday() in policy.work_days for on in planned)
    assert not any(
        span.holds(on) for span in (*policy.closed, *course.cannot_come) for on in planned
    )
    assert len(planned) <= policy.block_visits
    if planned:
        least = policy.flare_gap_d if policy.spacing == "flare" else policy.min_gap_d
        assert all((b - a).days >= least for a, b in pairwise((past[-1], *planned)))
    for k, on in enumerate(planned):
        before = (*past, *planned[:k])
        n_in_window = sum(on - timedelta(days=89) <= other for other in before) + 1
        assert n_in_window <= policy.max_visits_in_90_d


@given(data=st.data())
def test_every_planned_visit_is_at_a_practical_local_hour_of_its_date(stand_in_fit, data):
    course, policy, _, proposal = data.draw(plans(stand_in_fit, TREAT))
    for visit in proposal.visits:
        local = visit.at.astimezone(ZoneInfo(course.time_zone))
        assert local.date() == visit.on
        assert policy.earliest_hour <= local.hour + local.minute / 60 <= policy.latest_hour


@given(data=st.data())
def test_only_continue_has_dates_and_each_is_worth_it(stand_in_fit, data):
    _, policy, _, proposal = data.draw(plans(stand_in_fit, TREAT))
    assert not proposal.visits or proposal.recommendation.value == "continue"
    assert all(visit.gain_nrs.median >= policy.min_gain_nrs for visit in proposal.visits)
    assert proposal.visits_left == len(proposal.visits)


@given(data=st.data(), more=st.floats(0, 0.3))
def test_a_higher_threshold_never_plans_more_visits(stand_in_fit, data, more):
    course = data.draw(courses())
    fit = stand_in_fit(course, gain_nrs=data.draw(st.floats(0, 0.5)), p_important=0.7)
    today = fit.timeline.as_of if course.visits or course.entries else FIRST_DAY
    verdict = choose_verdict(fit, TREAT, course)
    strict = replace(USUAL, min_gain_nrs=USUAL.min_gain_nrs + more)
    usual, fewer = (plan(fit, verdict, TREAT, today=today, policy=p) for p in (USUAL, strict))
    assert len(fewer.visits) <= len(usual.visits)

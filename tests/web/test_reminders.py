"""When a patient is reminded, and when not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from deqi.actions.acting import actor_of
from deqi.actions.consent import ConsentError, withdraw
from deqi.actions.diary import entry_now, write_entry
from deqi.actions.reminders import choose_reminders, plan_reminders
from deqi.records import Visit
from deqi.store.consent_texts import Purpose
from deqi.store.models import Letter
from deqi.store.records import add_record
from tests.web.people import NOW, agree, make_clinic, make_episode, make_patient

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def patient():
    patient = make_patient(make_clinic(), account=True)
    agree(patient, Purpose.REMINDERS)
    make_episode(patient)
    return patient


def choose(patient, *hours, after_visits=False):
    actor = actor_of(patient.account)
    return choose_reminders(actor, patient, hours, after_visits=after_visits, now=NOW)


def sent_times(first: datetime, last: datetime, step: timedelta = 5 * MINUTE) -> list[datetime]:
    """When reminders are put into the queue, with a worker that looks every `step`."""
    found, now = [], first
    while now <= last:
        found += [now] * plan_reminders(now)
        now += step
    return found


def test_a_reminder_comes_at_the_local_hour_and_once_a_day(patient):
    choose(patient, 20)
    days = sent_times(datetime(2026, 11, 2, 0, tzinfo=UTC), datetime(2026, 11, 4, 0, tzinfo=UTC))
    assert days == [datetime(2026, 11, day, 19, tzinfo=UTC) for day in (2, 3)]


def test_the_local_hour_stays_when_the_clocks_change(patient):
    choose(patient, 8)
    first, last = (datetime(2026, 10, day, 0, tzinfo=UTC) for day in (24, 27))
    hours = [at.hour for at in sent_times(first, last)]
    assert hours == [6, 7, 7]  # summer time ends in the night to the 25th


def test_an_hour_that_is_left_out_or_comes_twice_reminds_once(patient):
    choose(patient, 2)
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    for day in (spring, autumn):
        first = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=3)
        assert len(sent_times(first, first + timedelta(hours=9))) == 1


def test_a_clock_set_back_an_hour_reminds_nobody_twice(patient):
    choose(patient, 20)
    evening = datetime(2026, 11, 2, 19, 5, tzinfo=UTC)
    assert plan_reminders(evening) == 1
    assert plan_reminders(evening - timedelta(hours=1)) == 0
    assert plan_reminders(evening + MINUTE) == 0


def test_a_worker_that_slept_past_the_hour_does_not_remind_of_it(patient):
    choose(patient, 8)
    assert plan_reminders(datetime(2026, 11, 2, 7, 59, tzinfo=UTC)) == 1
    assert plan_reminders(datetime(2026, 11, 3, 8, 1, tzinfo=UTC)) == 0


def test_who_has_just_written_is_not_reminded(patient):
    choose(patient, 20)
    episode, wrote_at = patient.episodes.get(), datetime(2026, 11, 2, 17, 30, tzinfo=UTC)
    entry = entry_now(episode, 4, wrote_at)
    write_entry(actor_of(patient.account), episode, entry, key=uuid4(), now=wrote_at)
    assert sent_times(wrote_at, wrote_at + timedelta(hours=5)) == []


def put_visit(patient, at, *, has_time=True):
    visit = Visit(at=at, on=at.date(), has_time=has_time)
    add_record(patient.episodes.get(), visit, at=at, on=at.date(), by=None, now=at)


def test_after_a_visit_one_comes_two_hours_later_and_one_the_next_morning(patient):
    choose(patient, after_visits=True)
    at = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)
    put_visit(patient, at)
    assert sent_times(at, at + timedelta(days=2)) == [
        at + timedelta(hours=2),
        datetime(2026, 11, 3, 7, tzinfo=UTC),
    ]


def test_of_a_visit_without_a_time_only_the_next_morning_is_known(patient):
    choose(patient, after_visits=True)
    at = datetime(2026, 11, 2, 11, tzinfo=UTC)
    put_visit(patient, at, has_time=False)
    assert [t.hour for t in sent_times(at, at + timedelta(days=2))] == [7]


def test_two_reasons_at_one_time_are_one_reminder(patient):
    choose(patient, 8, 9, after_visits=True)
    at = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)
    put_visit(patient, at)
    morning = sent_times(datetime(2026, 11, 3, 4, tzinfo=UTC), datetime(2026, 11, 3, 9, tzinfo=UTC))
    assert len(morning) == 1


def test_without_consent_no_reminders_are_chosen_and_none_is_sent(patient):
    choose(patient, 20)
    withdraw(actor_of(patient.account), patient, Purpose.REMINDERS, now=NOW)
    assert plan_reminders(datetime(2026, 11, 2, 19, tzinfo=UTC)) == 0
    with pytest.raises(ConsentError):
        choose(patient, 20)


def test_an_episode_that_is_closed_reminds_nobody(patient):
    choose(patient, 20)
    patient.episodes.update(closed_at=NOW)
    assert plan_reminders(datetime(2026, 11, 2, 19, tzinfo=UTC)) == 0


def test_an_entry_answers_the_reminder_before_it(patient):
    choose(patient, 20)
    evening = datetime(2026, 11, 2, 19, tzinfo=UTC)
    plan_reminders(evening)
    Letter.objects.update(sent_at=evening)
    episode, now = patient.episodes.get(), evening + 10 * MINUTE
    actor = actor_of(patient.account)
    write_entry(actor, episode, entry_now(episode, 4, now), key=uuid4(), now=now)
    assert Letter.objects.get().answered_at == now

"""What a patient may write, of which moment, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from deqi.actions.acting import actor_of
from deqi.actions.diary import EntryError, amend_entry, entry_now, moment_of, write_entry
from deqi.records import Entry
from deqi.store.courses import course_of
from deqi.store.models import AuditRow
from deqi.store.records import history_of
from tests.web.people import NOW, make_clinic, make_episode, make_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode():
    return make_episode(make_patient(make_clinic(), account=True))


def _write(episode, entry, now=NOW):
    return write_entry(actor_of(episode.patient.account), episode, entry, key=uuid4(), now=now)


def _amend(episode, row, entry, reason=""):
    return amend_entry(actor_of(episode.patient.account), row, entry, reason, now=NOW)


def _entry_of(episode, on, clock=None, pain=5.0):
    at, on, has_time = moment_of(episode, on, clock)
    return Entry(at=at, on=on, has_time=has_time, pain_nrs=pain)


def test_the_same_words_of_the_same_minute_are_kept_once(episode):
    entry = entry_now(episode, 5, NOW)
    assert _write(episode, entry).pk == _write(episode, entry).pk
    assert AuditRow.objects.count() == 1


def test_two_scores_of_one_minute_are_both_kept(episode):
    for pain in (5, 6):
        _write(episode, entry_now(episode, pain, NOW))
    assert [entry.pain_nrs for entry in course_of(episode).entries] == [5, 6]


def test_the_date_is_the_patients_own(episode):
    late = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
    assert entry_now(episode, 5, late).on == date(2026, 11, 2)


def test_a_day_without_a_time_counts_as_the_evening(episode):
    entry = _entry_of(episode, date(2026, 11, 1))
    _write(episode, entry)
    assert (entry.at, entry.has_time) == (datetime(2026, 11, 1, 19, tzinfo=UTC), False)


def test_today_may_be_written_about_without_a_time(episode):
    assert _write(episode, _entry_of(episode, NOW.date()))


@pytest.mark.parametrize(
    ("on", "clock"),
    [
        (NOW.date() + timedelta(days=1), None),
        (NOW.date(), time(23)),
        (NOW.date() - timedelta(days=15), None),
    ],
)
def test_the_future_and_what_is_long_past_are_refused(episode, on, clock):
    with pytest.raises(EntryError):
        _write(episode, _entry_of(episode, on, clock))
    assert course_of(episode).entries == ()


@pytest.mark.parametrize(
    ("zone", "on", "clock"),
    [
        ("Europe/Berlin", date(1, 1, 1), time(0)),
        ("America/Lima", date(9999, 12, 31), time(23, 59)),
    ],
)
def test_a_day_at_an_end_of_the_calendar_is_refused(episode, zone, on, clock):
    episode.patient.time_zone = zone
    with pytest.raises(EntryError, match="too far away"):
        moment_of(episode, on, clock)


def test_an_hour_that_the_clocks_jumped_over_is_refused(episode):
    with pytest.raises(EntryError):
        moment_of(episode, date(2026, 3, 29), time(2, 30))


def test_an_amended_entry_keeps_what_it_said_before(episode):
    row = _write(episode, entry_now(episode, 5, NOW))
    after = _amend(episode, row, entry_now(episode, 7, NOW), "wrong number")
    said = [(v.value.pain_nrs, v.reason) for v in history_of(episode, after.key)]
    assert said == [(5, ""), (7, "wrong number")]


def test_an_amendment_that_changes_nothing_is_none(episode):
    row = _write(episode, entry_now(episode, 5, NOW))
    assert _amend(episode, row, entry_now(episode, 5, NOW)) == row
    assert AuditRow.objects.count() == 1


def test_an_old_entry_may_be_amended_at_its_own_time(episode):
    row = _write(episode, entry_now(episode, 5, NOW))
    much_later = NOW + timedelta(days=60)
    actor = actor_of(episode.patient.account)
    amended = replace(entry_now(episode, 5, NOW), note="after the garden")
    assert amend_entry(actor, row, amended, "", now=much_later).version == 2


def test_an_amendment_does_not_make_a_twin(episode):
    _write(episode, entry_now(episode, 5, NOW))
    row = _write(episode, entry_now(episode, 6, NOW))
    with pytest.raises(EntryError):
        _amend(episode, row, entry_now(episode, 5, NOW))


def test_a_form_sent_again_a_minute_later_is_the_same_entry(episode):
    key, later = uuid4(), NOW + timedelta(minutes=1)
    actor = actor_of(episode.patient.account)
    for now in (NOW, later):
        write_entry(actor, episode, entry_now(episode, 5, now), key=key, now=now)
    assert len(course_of(episode).entries) == 1


def test_a_form_taken_back_and_changed_is_an_entry_of_its_own(episode):
    key, actor = uuid4(), actor_of(episode.patient.account)
    for pain in (5, 6, 6):
        write_entry(actor, episode, entry_now(episode, pain, NOW), key=key, now=NOW)
    assert [entry.pain_nrs for entry in course_of(episode).entries] == [5, 6]

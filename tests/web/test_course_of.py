"""The course that is computed is the one that was written down, no more and no less."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from deqi.access import Permission, Person, Subject, decide
from deqi.actions.diary import entry_now
from deqi.records import Entry, OutsideMeaningError, Treatment
from deqi.store.courses import course_of
from deqi.store.models import Record
from deqi.store.records import add_record
from tests.web.people import NOW, make_clinic, make_episode, make_patient


@pytest.fixture
def episode(db):
    return make_episode(make_patient(make_clinic()))


def _keep(episode, value):
    on = value.on if isinstance(value, Entry) else value.from_on
    return add_record(episode, value, at=NOW, on=on, by=None, now=NOW, key=uuid4())


def test_the_same_entry_under_two_keys_is_one_entry_of_the_course(episode):
    for pain in (5.0, 5.0, 6.0):
        _keep(episode, entry_now(episode, pain, NOW))
    assert [entry.pain_nrs for entry in course_of(episode).entries] == [5.0, 6.0]


def test_days_are_counted_where_the_patient_lives_now(episode):
    late = datetime(2026, 5, 1, 22, 30, tzinfo=UTC)
    _keep(episode, Entry(late, date(2026, 5, 2), True, 5.0))
    assert course_of(episode).entries[0].on == date(2026, 5, 2)
    episode.patient.time_zone = "America/New_York"
    assert course_of(episode).entries[0].on == date(2026, 5, 1)


def test_texts_are_kept_without_spaces_at_their_ends_and_nothing_is_not_asked(episode):
    _keep(episode, Entry(NOW, NOW.date(), True, 5.0, medicine="  ", note=" one\r\ntwo "))
    (entry,) = course_of(episode).entries
    assert (entry.medicine, entry.note) == (None, "one\ntwo")


def test_a_character_that_cannot_be_printed_is_refused(episode):
    with pytest.raises(OutsideMeaningError, match="cannot be printed"):
        _keep(episode, Treatment("physio\x07therapy", NOW.date()))
    assert not Record.objects.exists()


def test_a_doctor_with_a_link_reads_one_course_and_nothing_else():
    doctor = Person(links=frozenset({"e"}))
    today, may = NOW.date(), Permission.ANSWER_AS_DOCTOR
    assert decide(doctor, may, Subject("c", "p", "e"), today)
    assert decide(doctor, may, Subject("c", "p", "other"), today).why == "unknown"
    assert decide(doctor, may, Subject("c", "p"), today).why == "unknown"
    assert decide(doctor, Permission.READ_COURSE, Subject("c", "p", "e"), today).why == "role"

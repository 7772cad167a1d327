"""Something new or alarming: it stands in the record, the practice is told, nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.alarm import AlarmError, raise_alarm, resolve_alarm, see_alarm
from deqi.records import Answer
from deqi.screen import screen
from deqi.store.alarms import Said, open_alarms, open_resolution, open_said
from deqi.store.courses import course_of, facts_of
from deqi.store.models import Alarm, AuditRow, Fit, Letter
from deqi.store.patients import Identity, seal_identity
from deqi.store.records import FACTS, current_records, history_of
from tests.web.people import NOW, logged_in, make_episode, make_member, make_patient

pytestmark = pytest.mark.django_db
NUMB = Said(("saddle_numbness",), "since this morning")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def mara(clinic):
    return make_member(clinic)


@pytest.fixture
def episode(clinic, mara):
    return make_episode(make_patient(clinic, account=True), mara)


def _raise(episode, said=NUMB, key=None):
    actor = actor_of(episode.patient.account)
    return raise_alarm(actor, episode, said, key=key or uuid4(), now=NOW)


def test_what_was_reported_fails_the_screen_from_that_moment(episode):
    _raise(episode)
    assert facts_of(episode).red_flags == {"saddle_numbness": Answer.YES}
    assert screen(course_of(episode), NOW.date()).failed


def test_the_practitioner_is_told_and_a_new_answer_is_due_at_once(episode, mara):
    make_member(episode.patient.clinic)
    _raise(episode)
    letter = Letter.objects.get(kind="alarm")
    assert letter.account == mara
    assert letter.content is None
    assert Fit.objects.get(episode=episode).due_at == NOW


def test_without_a_practitioner_everybody_who_needles_there_is_told(episode):
    other = make_member(episode.patient.clinic)
    make_member(episode.patient.clinic, "manager")
    episode.practitioner.memberships.update(ended_at=NOW)
    _raise(episode)
    assert [letter.account for letter in Letter.objects.all()] == [other]


def test_an_alarm_sent_twice_is_one_alarm(episode):
    key = uuid4()
    assert _raise(episode, key=key) == _raise(episode, key=key)
    assert Alarm.objects.count() == Letter.objects.count() == 1
    assert AuditRow.objects.filter(action="alarm.raise").count() == 1


def test_what_is_added_after_going_back_is_not_swallowed(episode):
    key = uuid4()
    first, second = _raise(episode, key=key), _raise(episode, Said(("fever_or_chills",)), key)
    assert first != second
    assert set(facts_of(episode).red_flags) == {"saddle_numbness", "fever_or_chills"}


def test_words_alone_are_an_alarm_and_amend_no_red_flag(episode):
    alarm = _raise(episode, Said((), "my foot feels odd"))
    assert open_said(alarm).words == "my foot feels odd"
    assert facts_of(episode).red_flags == {}
    assert list(open_alarms(episode)) == [alarm]


@pytest.mark.parametrize("said", [Said(), Said((), "  "), Said(("no_such_flag",))])
def test_an_alarm_that_says_nothing_is_refused_and_nothing_is_written(episode, said):
    with pytest.raises(AlarmError):
        _raise(episode, said)
    assert not Alarm.objects.exists()
    assert not AuditRow.objects.exists()


def test_what_was_said_lies_sealed(episode):
    _raise(episode)
    row = Alarm.objects.values_list("content", flat=True).get()
    assert b"morning" not in bytes(row)
    assert b"saddle" not in bytes(row)


def test_the_patient_learns_when_it_was_first_seen(episode, mara):
    alarm = _raise(episode)
    see_alarm(actor_of(mara), alarm, now=LATER)
    see_alarm(actor_of(mara), alarm, now=LATER + timedelta(hours=1))
    alarm.refresh_from_db()
    assert alarm.seen_at == LATER
    assert AuditRow.objects.filter(action="alarm.read").count() == 2


def test_a_resolved_alarm_says_what_came_of_it_and_opens_the_gate(episode, mara):
    alarm = _raise(episode)
    flags = {"saddle_numbness": Answer.NO}
    resolve_alarm(actor_of(mara), alarm, "Seen at the hospital, all well.", flags, now=LATER)
    alarm.refresh_from_db()
    assert not open_alarms(episode).exists()
    assert open_resolution(alarm).words == "Seen at the hospital, all well."
    assert not screen(course_of(episode), NOW.date()).failed
    (facts,) = current_records(episode, FACTS)
    assert [version.number for version in history_of(episode, facts.key)] == [1, 2]


def test_a_red_flag_that_is_still_there_stays_in_the_record(episode, mara):
    alarm = _raise(episode)
    resolve_alarm(actor_of(mara), alarm, "Still numb.", {"saddle_numbness": Answer.YES}, now=LATER)
    assert screen(course_of(episode), NOW.date()).failed


@pytest.mark.parametrize(
    ("words", "flags"),
    [
        ("", {"saddle_numbness": Answer.NO}),
        ("all well", {}),
        ("all well", {"saddle_numbness": Answer.NOT_ASKED}),
    ],
)
def test_not_asked_is_not_no(episode, mara, words, flags):
    alarm = _raise(episode)
    with pytest.raises(AlarmError):
        resolve_alarm(actor_of(mara), alarm, words, flags, now=LATER)
    assert open_alarms(episode).exists()


def test_of_two_who_resolve_it_one_is_heard(episode, mara):
    alarm, flags = _raise(episode), {"saddle_numbness": Answer.NO}
    resolve_alarm(actor_of(mara), alarm, "well", flags, now=LATER)
    with pytest.raises(AlarmError):
        resolve_alarm(actor_of(mara), alarm, "not well", flags, now=LATER)


def test_a_patient_does_not_resolve_an_alarm(episode):
    alarm = _raise(episode)
    with pytest.raises(RefusedError):
        resolve_alarm(
            actor_of(episode.patient.account),
            alarm,
            "fine again",
            {"saddle_numbness": Answer.NO},
            now=LATER,
        )


def test_who_has_to_call_the_patient_finds_name_and_number(episode, mara):
    patient = episode.patient
    seal_identity(patient, Identity("Kim Example", telephone="020 7946 0123"))
    patient.save()
    _raise(episode)
    page = logged_in(mara).get(reverse("alarm", args=[patient.clinic_id, episode.pk])).text
    assert "Kim Example" in page
    assert 'href="tel:020 7946 0123"' in page


def test_what_was_found_at_the_practice_is_not_put_into_the_patients_mouth(episode, mara):
    address = reverse("alarm", args=[episode.patient.clinic_id, episode.pk])
    raise_alarm(actor_of(mara), episode, NUMB, key=uuid4(), now=NOW)
    page = logged_in(mara).get(address).text
    assert "Found at the practice" in page
    assert "by the patient" not in page


def test_what_is_said_of_one_alarm_does_not_resolve_the_next(episode, mara):
    first = _raise(episode)
    address = reverse("alarm", args=[episode.patient.clinic_id, episode.pk])
    sent = {"alarm": str(first.pk), "words": "Telephoned: it is gone.", "saddle_numbness": "no"}
    client = logged_in(mara)
    client.post(address, sent)
    second = _raise(episode, Said(("saddle_numbness",), "it is back"))
    assert "This is another one" in client.post(address, sent).text
    assert list(open_alarms(episode)) == [second]
    client.post(address, sent | {"alarm": str(second.pk)})
    assert not open_alarms(episode).exists()

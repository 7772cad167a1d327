"""A doctor is asked by a link, and what the doctor says opens or closes the gate."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.consent import ConsentError, withdraw
from deqi.actions.doctor_links import (
    LinkError,
    LinkState,
    answer_link,
    find_link,
    make_link,
    open_link,
    revoke_link,
    state_of,
)
from deqi.actions.facts import change_facts
from deqi.records import Answer
from deqi.screen import screen
from deqi.store.consent_texts import Purpose
from deqi.store.courses import course_of
from deqi.store.doctors_words import MayNeedle, question_of, words_of
from deqi.store.facts import CourseFacts
from deqi.store.models import AuditRow, DoctorLink, Fit, Letter, Record
from tests.web.people import NOW, agree, make_clinic, make_episode, make_member, make_patient

pytestmark = pytest.mark.django_db
LASTS = timedelta(days=14)


@pytest.fixture
def episode():
    patient = make_patient(make_clinic(), account=True)
    agree(patient, Purpose.DOCTOR_LINK)
    return make_episode(patient)


@pytest.fixture
def mara(episode):
    return actor_of(make_member(episode.patient.clinic))


def _ask(mara, episode, question="May we go on?", **fields):
    return make_link(mara, episode, question, lasts=LASTS, **{"key": uuid4(), "now": NOW} | fields)


def _say(link, answer, words="", now=NOW):
    return answer_link(link, answer, words=words, name="Dr. Okafor", sheet_as_of=None, now=now)


def _bleeds(episode):
    """A finding that a doctor may clear."""
    bleeding = CourseFacts(conditions={"bleeding_disorder": Answer.YES})
    change_facts(episode, lambda _: bleeding, "asked", by=None, now=NOW)


def _is_closed(episode):
    return screen(course_of(episode), NOW.date()).failed


def test_without_the_patients_consent_no_link_is_made(mara):
    episode = make_episode(make_patient(make_clinic(), "P-2"))
    mara = actor_of(make_member(episode.patient.clinic))
    with pytest.raises(ConsentError, match="has not agreed"):
        _ask(mara, episode)
    assert not DoctorLink.objects.exists()


def test_the_token_is_told_once_and_kept_nowhere(mara, episode):
    key = uuid4()
    token = _ask(mara, episode, key=key)
    assert _ask(mara, episode, key=key) is None
    (link,) = DoctorLink.objects.all()
    assert token not in repr(link.__dict__)
    assert question_of(link) == "May we go on?"


def test_a_link_opens_until_its_time_is_over(mara, episode):
    token = _ask(mara, episode)
    last = NOW + LASTS - timedelta(seconds=1)
    assert find_link(token, last) is not None
    assert find_link(token, NOW + LASTS) is None
    assert find_link(token + "x", NOW) is None


def test_a_revoked_link_opens_nothing(mara, episode):
    token = _ask(mara, episode)
    link = find_link(token, NOW)
    revoke_link(mara, link, now=NOW)
    assert find_link(token, NOW) is None
    assert state_of(DoctorLink.objects.get(), NOW) is LinkState.REVOKED


def test_consent_taken_back_closes_the_link_at_once(mara, episode):
    token = _ask(mara, episode)
    withdraw(actor_of(episode.patient.account), episode.patient, Purpose.DOCTOR_LINK, now=NOW)
    assert find_link(token, NOW) is None


def test_each_opening_is_audited_as_the_doctors(mara, episode):
    link = find_link(_ask(mara, episode), NOW)
    for _ in range(2):
        open_link(link, now=NOW)
    rows = AuditRow.objects.filter(action="doctor_sheet.read")
    assert [(row.role, row.actor) for row in rows] == [("doctor", None)] * 2
    assert state_of(DoctorLink.objects.get(), NOW) is LinkState.OPENED


@pytest.mark.parametrize("answer", MayNeedle)
def test_only_a_yes_opens_the_gate(mara, episode, answer):
    _bleeds(episode)
    assert _is_closed(episode)
    _say(find_link(_ask(mara, episode), NOW), answer)
    assert _is_closed(episode) is (answer is not MayNeedle.YES)


@pytest.mark.parametrize("answer", [MayNeedle.NO, MayNeedle.NOT_YET])
def test_a_no_closes_a_gate_that_was_open(mara, episode, answer):
    assert not _is_closed(episode)
    _say(find_link(_ask(mara, episode), NOW), answer, "An X-ray first")
    assert _is_closed(episode)


def test_an_answer_tells_the_practitioner_and_asks_for_a_new_report(mara, episode):
    _say(find_link(_ask(mara, episode), NOW), MayNeedle.YES)
    assert Letter.objects.get(kind="doctor_answered").account == mara.account
    assert Fit.objects.get(episode=episode).due_at == NOW


def test_a_later_answer_counts_and_the_earlier_one_is_kept(mara, episode):
    link = find_link(_ask(mara, episode), NOW)
    _say(link, MayNeedle.NOT_YET, "Blood test first")
    _say(link, MayNeedle.YES, now=NOW + timedelta(days=2))
    link = DoctorLink.objects.get()
    assert [said.may_needle for said in words_of(link)] == [MayNeedle.NOT_YET, MayNeedle.YES]
    assert course_of(episode).doctor.agrees is Answer.YES
    assert Record.objects.filter(kind="facts").count() == 2


def test_an_answer_sent_twice_is_one_answer(mara, episode):
    link = find_link(_ask(mara, episode), NOW)
    for _ in range(2):
        _say(link, MayNeedle.YES)
    assert len(words_of(DoctorLink.objects.get())) == 1
    assert Letter.objects.filter(kind="doctor_answered").count() == 1


def test_a_manager_of_the_clinic_does_not_speak_for_the_practitioner(episode):
    manager = actor_of(make_member(episode.patient.clinic, "manager"))
    with pytest.raises(RefusedError):
        _ask(manager, episode)


def test_an_answer_that_was_written_while_the_link_was_revoked_is_not_taken(mara, episode):
    link = find_link(_ask(mara, episode), NOW)
    revoke_link(mara, link, now=NOW)
    with pytest.raises(LinkError):
        _say(link, MayNeedle.YES)
    assert not Record.objects.exists()

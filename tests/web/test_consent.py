"""A patient agrees, and takes it back; what follows from it follows at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.consent import ConsentError, consents_of, give, has_consent, withdraw
from deqi.actions.diary import entry_now, write_entry
from deqi.store.consent_texts import LANGUAGES, Purpose, current_text, text_of_digest
from deqi.store.models import AuditRow, Consent, DoctorLink, Record, ReminderPlan
from tests.web.people import NOW, agree, make_clinic, make_episode, make_member, make_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return make_patient(make_clinic(), account=True)


def test_a_consent_names_the_very_words_that_were_read(patient):
    text = current_text(Purpose.REMINDERS, "es")
    given = give(actor_of(patient.account), patient, text, now=NOW)
    assert text_of_digest(Purpose.REMINDERS, given.text_digest) == text
    assert has_consent(patient, "reminders")


def test_agreeing_twice_is_agreeing_once(patient):
    actor, text = actor_of(patient.account), current_text(Purpose.REMINDERS, "en")
    first = give(actor, patient, text, now=NOW)
    assert give(actor, patient, text, now=NOW + timedelta(hours=1)).pk == first.pk
    assert AuditRow.objects.filter(action="consent.give").count() == 1


def test_words_that_are_no_longer_current_are_not_agreed_to(patient):
    old = replace(current_text(Purpose.REMINDERS, "en"), version="0")
    with pytest.raises(ConsentError):
        give(actor_of(patient.account), patient, old, now=NOW)
    assert not has_consent(patient, Purpose.REMINDERS)


def test_a_newer_version_takes_the_place_of_an_older_one(patient):
    Consent.objects.filter(patient=patient, purpose="diary").update(version="0")
    give(actor_of(patient.account), patient, current_text(Purpose.DIARY, "en"), now=NOW)
    assert consents_of(patient)[Purpose.DIARY].version == "1"
    assert Consent.objects.filter(patient=patient, purpose="diary").count() == 2


def test_without_consent_nothing_is_written_into_the_diary(patient):
    episode, actor = make_episode(patient), actor_of(patient.account)
    withdraw(actor, patient, Purpose.DIARY, now=NOW)
    with pytest.raises(ConsentError):
        write_entry(actor, episode, entry_now(episode, 4, NOW), key=uuid4(), now=NOW)
    assert not Record.objects.exists()


def test_taking_back_reminders_stops_them(patient):
    agree(patient, Purpose.REMINDERS)
    ReminderPlan.objects.create(patient=patient, hours=[20])
    withdraw(actor_of(patient.account), patient, Purpose.REMINDERS, now=NOW)
    assert ReminderPlan.objects.get(patient=patient).stopped_at == NOW


def test_taking_back_the_doctors_link_ends_links_that_are_open(patient):
    consent = agree(patient, Purpose.DOCTOR_LINK)
    link = DoctorLink.objects.create(
        episode=make_episode(patient),
        token_digest="a" * 64,
        consent=consent,
        made_by=make_member(patient.clinic),
        made_at=NOW,
        expires_at=NOW + timedelta(days=14),
        question=b"sealed",
    )
    withdraw(actor_of(patient.account), patient, Purpose.DOCTOR_LINK, now=NOW)
    link.refresh_from_db()
    assert link.revoked_at == NOW


def test_nobody_agrees_for_somebody_else(patient):
    practitioner = actor_of(make_member(patient.clinic))
    with pytest.raises(RefusedError):
        give(practitioner, patient, current_text(Purpose.REMINDERS, "en"), now=NOW)


@pytest.mark.parametrize("purpose", Purpose)
def test_every_consent_says_what_follows_when_it_is_taken_back(purpose):
    texts = [current_text(purpose, language) for language in LANGUAGES]
    assert len({text.version for text in texts}) == 1
    assert len({len(text.paragraphs) for text in texts}) == 1
    assert all(text.if_withdrawn for text in texts)

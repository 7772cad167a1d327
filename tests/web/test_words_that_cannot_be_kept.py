"""A character that no file can carry is said beside its field, and everything written stays."""

from __future__ import annotations

from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from deqi.store.consent_texts import Purpose
from deqi.store.models import AuditRow, Record
from tests.web.courses import keep_example
from tests.web.people import (
    agree,
    logged_in,
    make_clinic,
    make_episode,
    make_licensed,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db
BELL = "a bell \x07 rings"


@pytest.fixture
def episode():
    clinic = make_clinic()
    episode = make_episode(make_patient(clinic), make_licensed(clinic))
    agree(episode.patient, Purpose.DOCTOR_LINK)
    keep_example(episode)
    return episode


FORMS = {
    "doctor_page": ("question", {"days": "14"}),
    "other_care": ("what", {"from_on": "2026-11-01"}),
    "screening": ("cannot_come", {"why": "a reason that stays"}),
    "patient_new": ("name", {"code": "P-77", "year_of_birth": "1980"}),
    "patient_edit": ("telephone", {"name": "Kim Example", "why": "a reason that stays"}),
    "visit_new": ("note", {"pain_before": "5", "anything_new": "no"}),
    "point_sets": ("name", {"points": "BL23"}),
    "episode_close": ("why", {}),
}


def _address(name, episode):
    clinic, patient = episode.patient.clinic_id, episode.patient_id
    if name in ("patient_new", "point_sets"):
        return reverse(name, args=[clinic])
    return reverse(name, args=[clinic, patient if name == "patient_edit" else episode.pk])


@pytest.mark.parametrize("name", FORMS)
def test_the_field_says_it_and_nothing_that_was_written_is_lost(episode, name):
    field, others = FORMS[name]
    client = logged_in(episode.practitioner)
    n_records, n_acts = Record.objects.count(), AuditRow.objects.exclude(action__endswith=".read")
    before = n_acts.count()
    page = client.post(_address(name, episode), {"key": uuid4(), field: BELL, **others})
    text = unescape(page.content.decode())
    assert page.status_code in (200, 400)
    assert f'id="id_{field}_error"' in text
    assert text.count("cannot be printed") == 1
    assert BELL in text
    assert all(value in text for value in others.values())
    assert (Record.objects.count(), n_acts.count()) == (n_records, before)


def test_a_visit_is_not_taken_back_for_a_reason_that_cannot_be_kept(episode):
    key = Record.objects.filter(kind="visit").first().key
    address = reverse("record_withdraw", args=[episode.patient.clinic_id, episode.pk, key])
    text = unescape(logged_in(episode.practitioner).post(address, {"why": BELL}).content.decode())
    assert BELL in text
    assert "cannot be printed" in text
    assert Record.objects.filter(key=key, is_current=True).exists()


def test_the_name_of_a_clinic_is_kept_in_its_form_too():
    clinic = make_clinic()
    manager = logged_in(make_member(clinic, "manager"))
    address = reverse("clinic_settings", args=[clinic.pk])
    text = unescape(manager.post(address, {"name": BELL}).content.decode())
    assert BELL in text
    assert "cannot be printed" in text

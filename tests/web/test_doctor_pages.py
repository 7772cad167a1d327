"""The doctor's page, on both sides of its link."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deqi.report import stylesheet
from deqi.store.consent_texts import Purpose
from deqi.store.courses import course_of
from deqi.store.models import AuditRow, DoctorLink
from deqi.web.settings import HERE
from tests.web.courses import keep_answered, keep_example
from tests.web.people import (
    NOW,
    agree,
    logged_in,
    make_clinic,
    make_episode,
    make_licensed,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode():
    clinic = make_clinic()
    patient = make_patient(clinic, account=True)
    agree(patient, Purpose.DOCTOR_LINK)
    episode = make_episode(patient, make_licensed(clinic))
    keep_answered(episode, timezone.now())
    return episode


@pytest.fixture
def practitioner(episode):
    return logged_in(episode.practitioner)


def _page(episode):
    return reverse("doctor_page", args=[episode.patient.clinic_id, episode.pk])


def _link(practitioner, episode, **fields):
    """The address of a new link, as it is shown once."""
    form = {"key": uuid4(), "question": "", "days": 14} | fields
    page = practitioner.post(_page(episode), form).content.decode()
    return re.search(r"http://testserver(/doctor/[\w-]{43}/)", page)[1]


def _answer(**fields):
    return {"may_needle": "yes", "words": "", "name": "Dr. Okafor"} | fields


def test_the_practitioner_sees_the_sheet_and_no_link_yet(practitioner, episode):
    page = practitioner.get(_page(episode))
    assert page.status_code == 200
    assert "What is asked of you" in page.content.decode()
    assert "No doctor has been asked" in page.content.decode()


def test_the_address_is_shown_once_and_then_no_more(practitioner, episode):
    address = _link(practitioner, episode)
    assert address not in practitioner.get(_page(episode)).content.decode()


def test_a_form_that_is_sent_again_makes_no_second_link(practitioner, episode):
    key = uuid4()
    _link(practitioner, episode, key=key)
    again = practitioner.post(_page(episode), {"key": key, "question": "", "days": 14})
    assert again.status_code == 302
    assert DoctorLink.objects.count() == 1


def test_the_doctor_reads_and_answers_without_an_account(practitioner, episode):
    doctor, address = Client(), _link(practitioner, episode, question="Anything against it?")
    page = doctor.get(address).content.decode()
    assert "What is asked of you" in page
    assert "Anything against it?" in page
    assert "Kim Example" not in page
    assert doctor.post(address, _answer(words="No electrical stimulation")).status_code == 302
    assert "Your answer is in the record" in doctor.get(address).content.decode()
    assert course_of(episode).doctor.agrees == "yes"
    assert "No electrical stimulation" in practitioner.get(_page(episode)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"may_needle": ""}, "Choose yes, not yet or no"),
        ({"name": ""}, "Write who answers"),
        ({"may_needle": "not_yet", "words": ""}, "Write what is needed first"),
        ({"words": "x" * 2001}, "2000"),
    ],
)
def test_what_is_missing_is_said_and_what_was_written_is_kept(practitioner, episode, wrong, said):
    form = _answer(words="Keep the needles flat") | wrong
    page = Client().post(_link(practitioner, episode), form)
    assert page.status_code == 400
    assert said in page.content.decode()
    assert form["words"][:21] in page.content.decode()
    assert course_of(episode).doctor.asked == "not asked"


def test_links_that_do_not_open_look_alike(practitioner, episode):
    revoked = _link(practitioner, episode)
    link = DoctorLink.objects.get()
    revoke = reverse("doctor_link_revoke", args=[episode.patient.clinic_id, episode.pk, link.pk])
    practitioner.post(revoke)
    expired = _link(practitioner, episode)
    DoctorLink.objects.exclude(pk=link.pk).update(expires_at=NOW.replace(year=2020))
    pages = [Client().get(address) for address in (revoked, expired, "/doctor/nonsense/")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_the_token_goes_to_no_other_site_and_into_no_cache(practitioner, episode):
    page = Client().get(_link(practitioner, episode))
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "no-store"


def test_a_doctors_link_opens_no_other_page(practitioner, episode):
    doctor = Client()
    doctor.get(_link(practitioner, episode))
    page = doctor.get(_page(episode))
    assert page.status_code == 302
    assert reverse("account_login") in page.headers["Location"]


def test_answering_at_random_is_slowed_down(episode):
    pages = [Client().post(f"/doctor/{k}/", _answer()).status_code for k in range(31)]
    assert (pages[0], pages[-1]) == (404, 429)


def test_without_consent_the_page_says_what_to_do_instead_of_offering_a_link(episode):
    patient = make_patient(episode.patient.clinic, "P-2")
    page = logged_in(episode.practitioner).get(_page(make_episode(patient)))
    assert "has not agreed" in page.content.decode()
    assert "Make the link" not in page.content.decode()


def test_another_clinics_practitioner_finds_nothing(episode):
    stranger = logged_in(make_member(make_clinic("South")))
    assert stranger.get(_page(episode)).status_code == 404
    assert stranger.post(_page(episode), {"days": 14, "key": uuid4()}).status_code == 404


def test_the_sheet_can_be_taken_along_as_one_page_of_pdf(practitioner, episode):
    keep_example(episode)
    page = practitioner.get(reverse("doctor_pdf", args=[episode.patient.clinic_id, episode.pk]))
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.content.startswith(b"%PDF")
    assert AuditRow.objects.filter(action="doctor_pdf.read").count() == 1


def test_a_sheet_that_is_not_drawn_up_yet_is_announced(practitioner, episode):
    other = make_episode(episode.patient, episode.practitioner)
    assert "is being drawn up" in practitioner.get(_page(other)).content.decode()


def test_the_stylesheet_of_reports_is_the_one_of_the_room_that_draws_them():
    assert (HERE / "static" / "report.css").read_text(encoding="utf-8") == stylesheet()


def test_the_doctor_reads_who_says_whom_it_is_about(practitioner, episode):
    page = Client().get(_link(practitioner, episode)).content.decode()
    assert f"only the code {episode.course_id}" in page

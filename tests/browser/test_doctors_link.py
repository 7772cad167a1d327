"""A doctor is asked and answers, each in a browser of their own."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from deqi.store.consent_texts import Purpose
from deqi.store.courses import course_of
from tests.browser.looking import WIDTHS, faults_of, page_of
from tests.web.courses import keep_answered, keep_example
from tests.web.people import agree, make_clinic, make_episode, make_licensed, make_patient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def episode():
    cache.clear()
    clinic = make_clinic()
    patient = make_patient(clinic, account=True)
    agree(patient, Purpose.DOCTOR_LINK)
    episode = make_episode(patient, make_licensed(clinic))
    keep_example(episode)
    keep_answered(episode, timezone.now())
    return episode


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_question_to_the_answer_in_the_record(browser, live_server, episode, width):
    path = reverse("doctor_page", args=[episode.patient.clinic_id, episode.pk])
    with page_of(browser, live_server.url, episode.practitioner, width=width) as desk:
        desk.goto(path)
        assert faults_of(desk) == []
        desk.get_by_text("Make a link for a doctor").click()
        desk.get_by_label("Your question").fill("Is anything against needling the low back?")
        desk.get_by_role("button", name="Make the link").click()
        assert faults_of(desk) == []
        address = desk.get_by_label("Address").input_value()
        with page_of(browser, live_server.url, width=width) as doctor:
            _answer(doctor, address)
        desk.get_by_role("link", name="Done").click()
        assert desk.get_by_text("Flat over the chest").is_visible()
        assert desk.locator(".badge", has_text="answered").is_visible()
        assert faults_of(desk) == []
    assert course_of(episode).doctor.agrees == "yes"


def _answer(doctor, address):
    doctor.goto(address)
    assert faults_of(doctor) == []
    doctor.get_by_role("button", name="Send the answer").click()
    assert doctor.get_by_label("Your name").evaluate("field => field.validity.valueMissing")
    doctor.get_by_label("Yes", exact=True).check()
    doctor.get_by_label("Limits").fill("Flat over the chest")
    doctor.get_by_label("Your name").fill("Dr. Ada Okafor")
    doctor.get_by_role("button", name="Send the answer").click()
    doctor.get_by_text("Thank you").wait_for()
    assert faults_of(doctor) == []


def test_a_doctor_needs_neither_a_mouse_nor_a_script(browser, live_server, episode):
    path = reverse("doctor_page", args=[episode.patient.clinic_id, episode.pk])
    with page_of(browser, live_server.url, episode.practitioner, java_script_enabled=False) as desk:
        desk.goto(path)
        desk.get_by_text("Make a link for a doctor").focus()
        desk.keyboard.press("Enter")
        desk.get_by_role("button", name="Make the link").focus()
        desk.keyboard.press("Enter")
        assert "/doctor/" in desk.get_by_label("Address").input_value()

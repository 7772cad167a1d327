"""A visit in a real browser: few taps, no page wider than its window, and stops that stop."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Locator

from deqi.actions.acting import actor_of
from deqi.actions.alarm import resolve_alarm
from deqi.records import Answer, Needling, Side, Visit
from deqi.store.courses import course_of
from deqi.store.models import Alarm
from deqi.store.records import add_record
from tests.browser.looking import WIDTHS, faults_of, page_of
from tests.web.people import make_clinic, make_episode, make_licensed, make_patient

pytestmark = pytest.mark.django_db(transaction=True)
MOST_TAPS = 5
DONE = Needling(
    ("BL23", "BL52", "GV3"),
    sides=(Side.BOTH, Side.BOTH, Side.MIDLINE),
    depths_mm=(20.0,),
    n_needles=5,
    is_electrical=True,
    frequency_hz=2.0,
    retention_min=25.0,
    needle_type="0.25 x 40 mm steel",
)


@pytest.fixture
def mara():
    return make_licensed(make_clinic())


@pytest.fixture
def episode(mara):
    clinic = mara.memberships.get().clinic
    made = make_episode(make_patient(clinic), mara)
    at = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(days=7)
    made.opened_at = at - timedelta(days=30)
    made.save()
    visit = Visit(at, at.date(), True, 6.0, 4.0, DONE, anything_new=Answer.NO, also_given="none")
    add_record(made, visit, at=at, on=at.date(), by=mara, now=at)
    return made


def _address(name, episode):
    return reverse(name, args=[episode.patient.clinic_id, episode.pk])


def _look(page, name):
    """Keep a picture where somebody asked for one."""
    if folder := os.environ.get("DEQI_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def _tap(*things: Locator) -> int:
    """Tap each; how many taps that were."""
    for thing in things:
        thing.click()
    return len(things)


def _box(page, legend, words):
    group = page.get_by_role("group", name=legend, exact=True)
    return group.get_by_text(words, exact=True)


@pytest.mark.parametrize("has_script", [True, False])
def test_an_unchanged_repeat_takes_few_taps(browser, live_server, mara, episode, has_script):
    with page_of(browser, live_server.url, mara, 1024, java_script_enabled=has_script) as page:
        page.goto(_address("course", episode))
        n_taps = _tap(
            page.get_by_role("link", name="Record a visit"),
            _box(page, "Is anything new since last time?", "No, nothing new"),
            _box(page, "Pain just before needling", "5"),
            page.get_by_role("button", name="Save", exact=True),
        )
        page.get_by_text("Visit recorded").wait_for()
    assert n_taps <= MOST_TAPS
    first, again = course_of(episode).visits
    assert again.needling == replace(first.needling, de_qi=Answer.NOT_ASKED)
    assert (again.pain_before_nrs, again.anything_new) == (5.0, Answer.NO)


@pytest.mark.parametrize("width", [*WIDTHS, 768, 1024])
def test_the_pages_of_visits_hold_at_every_width(browser, live_server, mara, episode, width):
    with page_of(browser, live_server.url, mara, width) as page:
        page.goto(_address("visit_new", episode))
        _look(page, f"visit-new-{width}")
        assert not faults_of(page)
        _tap(_box(page, "Is anything new since last time?", "Yes, something is new"))
        page.get_by_text("What came of it").first.click()
        _box(page, "What was felt or happened afterwards?", "something:").click()
        _box(page, "Pain just before needling", "…").click()
        _look(page, f"visit-open-{width}")
        assert not faults_of(page)
        page.goto(_address("visits", episode))
        _look(page, f"visits-{width}")
        assert not faults_of(page)
        page.get_by_role("rowheader").get_by_role("link").click()
        page.get_by_text("Care at").click()
        _look(page, f"visit-{width}")
        assert not faults_of(page)
        page.get_by_role("link", name="Amend").click()
        _look(page, f"visit-amend-{width}")
        assert not faults_of(page)
        page.goto(reverse("point_sets", args=[episode.patient.clinic_id]))
        assert not faults_of(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_warning_sign_stops_the_visit(browser, live_server, mara, episode, width):
    with page_of(browser, live_server.url, mara, width) as page:
        page.goto(_address("visit_new", episode))
        sign = page.get_by_role("group", name="Is there numbness or tingling between the legs")
        assert not sign.is_visible()
        _box(page, "Is anything new since last time?", "Yes, something is new").click()
        page.get_by_label("What is new?").fill("numb since Monday")
        sign.get_by_text("Yes", exact=True).click()
        page.get_by_role("button", name="A warning sign is there").click()
        page.get_by_role("heading", name="No visit can be recorded now").wait_for()
        _look(page, f"visit-stop-{width}")
        assert not faults_of(page)
        assert page.get_by_label("What is new?").input_value() == "numb since Monday"
        page.goto(_address("visit_new", episode))
        assert page.get_by_role("button", name="Save", exact=True).count() == 0
    assert Alarm.objects.count() == 1
    assert len(course_of(episode).visits) == 1


def test_after_the_alarm_is_resolved_the_visit_is_recorded(browser, live_server, mara, episode):
    with page_of(browser, live_server.url, mara, 1024) as page:
        page.goto(_address("visit_new", episode))
        _box(page, "Is anything new since last time?", "Yes, something is new").click()
        fever = page.get_by_role("group", name="Is there fever, shivering or chills?")
        fever.get_by_text("Yes", exact=True).click()
        page.get_by_role("button", name="A warning sign is there").click()
        page.get_by_role("link", name="See and resolve the alarm").click()
        _look(page, "visit-alarm-1024")
        alarm = Alarm.objects.get()
        gone = {"fever_or_chills": Answer.NO}
        resolve_alarm(actor_of(mara), alarm, "a cold", gone, now=datetime.now(UTC))
        page.goto(_address("visit_new", episode))
        _box(page, "Pain just before needling", "5").click()
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("link", name="See it, add pain after").wait_for()
        _look(page, "visit-saved-1024")
        page.get_by_role("link", name="See it, add pain after").click()
        page.get_by_role("link", name="Add pain after").click()
        _box(page, "Pain just after", "3").click()
        _box(page, "What was felt or happened afterwards?", "nothing unwanted").click()
        _look(page, "visit-complete-1024")
        page.get_by_role("button", name="Save").click()
        page.get_by_text("completed on the same day").wait_for()
        _look(page, "visit-history-1024")
        assert not faults_of(page)
    assert course_of(episode).visits[-1].pain_after_nrs == 3.0


def test_a_slip_in_a_point_shows_while_it_is_typed(browser, live_server, mara, episode):
    with page_of(browser, live_server.url, mara) as page:
        page.goto(_address("visit_new", episode))
        page.get_by_label("Points:", exact=True).fill("BL23, BL255")
        page.get_by_label("Needles, all together").focus()
        page.get_by_text("Did you mean").wait_for()


def test_the_questions_left_open_are_answered_with_one_tap(browser, live_server, mara, episode):
    with page_of(browser, live_server.url, mara) as page:
        page.goto(_address("visit_new", episode))
        _box(page, "Is anything new since last time?", "Yes, something is new").click()
        page.get_by_label("What is new?").fill("a cold")
        page.get_by_role("button", name="I asked all of these").click()
        _box(page, "Pain just before needling", "5").click()
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("Visit recorded").wait_for()
    assert course_of(episode).visits[-1].note == "a cold"

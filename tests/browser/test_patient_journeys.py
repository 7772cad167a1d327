"""A patient on a phone: two taps, an amendment, an alarm, no more reminders."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from deqi.actions.diary import entry_now
from deqi.records import Visit
from deqi.store.courses import course_of
from deqi.store.letters import Contents, put_letter
from deqi.store.models import Account, Alarm, Patient, ReminderPlan
from deqi.store.records import add_record
from deqi.store.tokens import new_token
from tests.browser.looking import WIDTHS, faults_of, page_of
from tests.web.people import agree, make_clinic, make_episode, make_member, make_patient

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 390
SHOTS = os.environ.get("DEQI_SHOTS")


@pytest.fixture
def episode():
    """Three weeks of a diary, with visits."""
    episode = make_episode(make_patient(make_clinic(), account=True))
    agree(episode.patient, "reminders")
    now = timezone.now()
    for k in range(1, 22):
        at = now - timedelta(days=k)
        if k % 6:
            entry = entry_now(episode, 3 + k % 4, at)
            add_record(episode, entry, at=entry.at, on=entry.on, by=None, now=at)
        if k % 5 == 0:
            visit = Visit(at=at, on=at.date(), has_time=True)
            add_record(episode, visit, at=at, on=at.date(), by=None, now=at)
    return episode


@pytest.fixture
def kim(episode):
    return episode.patient.account


def look(page, name: str) -> list[str]:
    """Faults of a page; its picture, where somebody wants to look themselves."""
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    return faults_of(page)


def test_an_entry_is_two_taps_without_scrolling(browser, live_server, episode, kim):
    n_before = len(course_of(episode).entries)
    with page_of(browser, live_server.url, kim, PHONE) as page:
        page.goto(reverse("diary"))
        for target in (page.get_by_label("7", exact=True), page.locator("button").first):
            box = target.bounding_box()
            assert box["y"] + box["height"] <= 900
        page.get_by_label("7", exact=True).check()
        page.get_by_role("button", name="Save").first.click()
        assert page.get_by_role("status").inner_text() == "Saved."
    entries = course_of(episode).entries
    assert (len(entries), entries[-1].pain_nrs) == (n_before + 1, 7)


def test_an_entry_is_amended(browser, live_server, episode, kim):
    with page_of(browser, live_server.url, kim, PHONE) as page:
        page.goto(reverse("diary"))
        page.get_by_role("link", name="Change").first.click()
        page.get_by_label("9", exact=True).check()
        page.get_by_label("Why do you change it?").fill("mistyped")
        assert look(page, "entry") == []
        page.get_by_role("button", name="Save").click()
        assert "mistyped" in page.locator("ol").inner_text()
    assert course_of(episode).entries[-1].pain_nrs == 9


def test_an_alarm_shows_first_what_to_do(browser, live_server, episode, kim):
    make_member(episode.patient.clinic)
    with page_of(browser, live_server.url, kim, PHONE) as page:
        page.goto(reverse("diary"))
        page.get_by_role("link", name="Something new or alarming?").click()
        assert look(page, "alarm") == []
        assert page.locator(".alarm a[href='tel:112']").bounding_box()["y"] < 600
        page.get_by_label("Numbness or tingling between the legs").check()
        page.get_by_role("button", name="Show what to do").click()
        assert look(page, "alarm-raised") == []
        first = page.locator("main section").first
        assert "Go to an emergency department now" in first.inner_text()
    assert Alarm.objects.get().episode == episode


def test_a_practitioner_resolves_it(browser, live_server, episode, kim):
    mara = make_member(episode.patient.clinic)
    with page_of(browser, live_server.url, kim, PHONE) as page:
        page.goto(reverse("alarm_new"))
        page.get_by_label("Fever, shivering or chills").check()
        page.get_by_role("button", name="Show what to do").click()
    address = reverse("alarm", args=[episode.patient.clinic_id, episode.pk])
    for width in WIDTHS:
        with page_of(browser, live_server.url, mara, width) as page:
            page.goto(address)
            assert look(page, "clinic-alarm") == []
    with page_of(browser, live_server.url, mara) as page:
        page.goto(address)
        page.get_by_label("no, it is not there").check()
        page.get_by_label("What came of it?").fill("Seen by Dr Ito today: a cold.")
        page.get_by_role("button", name="Resolve").click()
        assert "No alarm is open." in page.locator("main").inner_text()
        assert look(page, "clinic-alarm-past") == []


def test_reminders_are_chosen_and_stopped_with_one_tap(browser, live_server, episode, kim):
    with page_of(browser, live_server.url, kim, PHONE) as page:
        page.goto(reverse("settings"))
        page.get_by_label("20:00").check()
        page.get_by_role("button", name="Save the reminders").click()
    assert ReminderPlan.objects.get().hours == [20]
    token, digest = new_token()
    put_letter(
        "reminder", "r", now=timezone.now(), account=kim, patient=episode.patient,
        contents=Contents(values={"token": token}), token_digest=digest,
    )  # fmt: skip
    with page_of(browser, live_server.url, width=PHONE) as page:
        page.goto(reverse("reminder_stop", args=[token]))
        assert look(page, "stop") == []
        page.get_by_role("button", name="Stop the reminders").click()
        assert "Stopped." in page.get_by_role("status").inner_text()
    assert ReminderPlan.objects.get().stopped_at is not None


PAGES = {
    "diary": ("diary",),
    "entries": ("entries",),
    "consent": ("consent",),
    "settings": ("settings",),
    "peg": ("questionnaire", "peg"),
    "rmdq24": ("questionnaire", "rmdq24"),
    "not found": ("questionnaire", "odi"),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_has_a_fault(browser, live_server, episode, kim, width, language):
    Patient.objects.update(language=language)
    Account.objects.update(language=language)
    with page_of(browser, live_server.url, kim, width) as page:
        for name, (view, *args) in PAGES.items():
            page.goto(reverse(view, args=args))
            page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
            assert look(page, f"{name}-{language}") == [], name


def test_a_page_at_twice_its_size_does_not_scroll_sideways(browser, live_server, kim, episode):
    with page_of(browser, live_server.url, kim, PHONE // 2) as page:
        for view, *args in PAGES.values():
            page.goto(reverse(view, args=args))
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), view


def test_an_entry_by_keyboard_alone(browser, live_server, episode, kim):
    n_before = len(course_of(episode).entries)
    with page_of(browser, live_server.url, kim, PHONE) as page:
        page.goto(reverse("diary"))
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == "pain_nrs":
                break
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=status]")
    assert len(course_of(episode).entries) == n_before + 1

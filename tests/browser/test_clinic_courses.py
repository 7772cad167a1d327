"""Today's list and the page of one course, as a practitioner sees them."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from deqi.report.practice import Need
from deqi.store.models import Alarm, Fit
from deqi.web.worker import run_worker
from tests.browser.looking import WIDTHS, faults_of, page_of
from tests.web.courses import keep_answered, keep_example
from tests.web.people import make_clinic, make_episode, make_licensed, make_patient

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 4, 12, 21, 0, tzinfo=UTC)
EVERYTHING = "This is the answer on everything recorded"
LONG = "Wolfeschlegelsteinhausenbergerdorff-Nguyễn Thị Minh Khai of the Upper Northern Valley"


@pytest.fixture
def clinic():
    return make_clinic()


def make_courses(clinic, n):
    """One with an answer, one with an alarm, one without an answer, and many that go on."""
    names = [LONG, "Kim Example", "Ana"]
    made = [make_episode(make_patient(clinic, f"P-{k:03}", name=names[k % 3])) for k in range(n)]
    keep_example(made[0])
    keep_answered(made[0], AT)
    Alarm.objects.create(episode=made[1], raised_at=AT, content=b"")
    for k, episode in enumerate(made[3:]):
        Fit.objects.create(episode=episode, need_rank=k % len(Need), as_of=AT.date())
    return made


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("n", [0, 3, 60])
def test_the_list_has_no_serious_fault_with_none_few_and_many(
    browser, live_server, clinic, width, n, looked_at
):
    if n:
        make_courses(clinic, n)
    with page_of(browser, live_server.url, make_licensed(clinic), width=width) as page:
        page.goto(reverse("today", args=[clinic.pk]))
        looked_at(page, f"today-{n}-{width}")
        assert faults_of(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_course_its_records_and_a_course_without_answer_have_no_serious_fault(
    browser, live_server, clinic, width, looked_at
):
    made = make_courses(clinic, 3)
    with page_of(browser, live_server.url, make_licensed(clinic), width=width) as page:
        for k, (name, episode) in enumerate(
            [("course", made[0]), ("course", made[1]), ("course_history", made[0])]
        ):
            page.goto(reverse(name, args=[clinic.pk, episode.pk]))
            looked_at(page, f"{name}-{k}-{width}")
            assert faults_of(page) == []


def test_everything_on_the_list_is_reached_with_the_keyboard(browser, live_server, clinic):
    made = make_courses(clinic, 3)
    with page_of(browser, live_server.url, make_licensed(clinic)) as page:
        page.goto(reverse("today", args=[clinic.pk]))
        wanted = reverse("course", args=[clinic.pk, made[0].pk])
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('href')") == wanted:
                break
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{wanted}")


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_seldom_needed_of_a_course_is_opened_with_the_keyboard(
    browser, live_server, clinic, width, looked_at
):
    (episode,) = make_courses(clinic, 2)[:1]
    with page_of(browser, live_server.url, make_licensed(clinic), width=width) as page:
        page.goto(reverse("course", args=[clinic.pk, episode.pk]))
        export = page.get_by_role("link", name="Export")
        assert not export.is_visible()
        shown = page.locator("main .actions").first.locator(":scope > a, :scope > details")
        assert shown.count() == 4
        page.locator(".more > summary").focus()
        page.keyboard.press("Enter")
        assert export.is_visible()
        looked_at(page, f"course-more-{width}")
        assert faults_of(page) == []
        for _ in range(2):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/doctor/")


def test_at_200_per_cent_nothing_is_cut_off(browser, live_server, clinic):
    made = make_courses(clinic, 3)
    with page_of(browser, live_server.url, make_licensed(clinic), width=640) as page:
        for address in (
            reverse("today", args=[clinic.pk]),
            reverse("course", args=[clinic.pk, made[0].pk]),
        ):
            page.goto(address)
            assert faults_of(page) == []


@pytest.fixture
def worker():
    """The background worker, as a thread of this process."""
    stop = threading.Event()

    def work():
        try:
            run_worker(stop, jobs=())
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield thread
    stop.set()
    thread.join()


def test_a_person_asks_for_the_answer_and_it_appears_by_itself(
    browser, live_server, clinic, worker
):
    episode = make_episode(make_patient(clinic))
    keep_example(episode)
    with page_of(browser, live_server.url, make_licensed(clinic)) as page:
        page.goto(reverse("course", args=[clinic.pk, episode.pk]))
        assert page.get_by_text("There is no answer yet").is_visible()
        page.get_by_role("button", name="Compute now").click()
        page.get_by_role("heading", name="The course in a picture").wait_for(timeout=30_000)
        assert page.get_by_text(EVERYTHING).is_visible()
    assert Fit.objects.get().answered_at > timezone.now() - timedelta(minutes=1)


def test_the_neediest_is_found_a_visit_recorded_and_the_answer_on_it_read(
    browser, live_server, clinic, worker
):
    well = make_episode(make_patient(clinic, "P-001", name="Ana"))
    Fit.objects.create(episode=well, need_rank=Need.GOING_ON.rank)
    other = make_episode(make_patient(clinic, "P-002", name="Kim Example"))
    keep_example(other)
    Fit.objects.create(episode=other, need_rank=Need.SILENT.rank)
    with page_of(browser, live_server.url, make_licensed(clinic)) as page:
        page.goto(reverse("today", args=[clinic.pk]))
        page.locator(".courses").first.get_by_role("link").first.click()
        assert page.get_by_role("heading", name="Kim Example").is_visible()
        page.get_by_role("link", name="Record a visit").click()
        for question, answer in (
            ("Is anything new since last time?", "No, nothing new"),
            ("Pain just before needling", "5"),
        ):
            group = page.get_by_role("group", name=question, exact=True)
            group.get_by_text(answer, exact=True).click()
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("Visit recorded").wait_for()
        page.goto(reverse("course", args=[clinic.pk, other.pk]))
        page.get_by_text(EVERYTHING).wait_for(timeout=30_000)
        assert page.get_by_text(re.compile("; 12 in all")).is_visible()

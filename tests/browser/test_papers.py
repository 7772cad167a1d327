"""The papers in a real browser: readable at both widths, and no fault that axe finds."""

from __future__ import annotations

import pytest

import deqi
from deqi.report import assemble_report
from deqi.report.before import draw_up_outlook, write_before_html
from deqi.report.blank_diary import write_blank_diary_html
from deqi.report.doctor import write_doctor_html
from tests.unit.nasty_courses import FIRST_ON, NASTY

WIDTHS_PX = (390, 1280)


def _doctor(name: str) -> str:
    course = NASTY[name]()
    last_on = max((e.on for e in course.entries), default=FIRST_ON)
    return write_doctor_html(assemble_report(course, today=last_on))


PAGES = {
    "doctor": lambda: write_doctor_html(deqi.report(deqi.example_course("builds-up"))),
    "doctor, emergency": lambda: _doctor("emergency"),
    "doctor, long names": lambda: _doctor("long names"),
    "doctor, empty": lambda: _doctor("empty"),
    "before": lambda: write_before_html(draw_up_outlook()),
    "blank diary": write_blank_diary_html,
}


@pytest.fixture(scope="module", params=PAGES)
def page_file(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("papers") / "page.html"
    path.write_text(PAGES[request.param](), encoding="utf-8")
    return path


@pytest.mark.parametrize("width_px", WIDTHS_PX)
def test_a_page_fits_its_width_and_axe_finds_no_fault(browser, page_file, width_px):
    from axe_playwright_python.sync_playwright import Axe

    # Axe is a script; the pages forbid scripts, and the browser is told to let this one through.
    context = browser.new_context(viewport={"width": width_px, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    found = Axe().run(page)
    faults = [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]]
    assert faults == []
    context.close()


def test_nothing_is_refused_by_the_pages_own_policy(browser, page_file):
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(page_file.as_uri())
    assert told == []
    context.close()


def test_the_answer_is_in_the_first_screenful_of_a_phone(browser, page_file):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(page_file.as_uri())
    box = page.locator("h1").bounding_box()
    assert box is not None
    assert box["y"] < 844
    context.close()

"""A report under a payer's rules in a real browser, at both widths: no fault that axe finds."""

from __future__ import annotations

import pytest

import deqi
from deqi.report import write_html

WIDTHS_PX = (390, 1280)


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    """The report of a course under US Medicare's rule."""
    path = tmp_path_factory.mktemp("policies") / "report.html"
    answer = deqi.report(deqi.example_course("builds-up"), policy="us-medicare")
    path.write_text(write_html(answer), encoding="utf-8")
    return path


@pytest.mark.parametrize("width_px", WIDTHS_PX)
def test_the_page_fits_its_width_and_axe_finds_no_fault(browser, page_file, width_px):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width_px, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    assert page.locator("#coverage").is_visible()
    found = Axe().run(page)
    faults = [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]]
    assert faults == []
    context.close()

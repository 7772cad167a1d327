"""The page on blocks in a real browser: readable at both widths, and no fault that axe finds."""

from __future__ import annotations

from datetime import date

import pytest

from deqi.report.n_of_1 import assemble_blocks_report, write_blocks_html
from deqi.simulate import example_course

WIDTHS_PX = (390, 1280)
EXAMPLES = ("on-and-off", "drawn-start")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A page for each example, by name."""
    folder = tmp_path_factory.mktemp("blocks")
    for name in EXAMPLES:
        report = assemble_blocks_report(example_course(name), today=date(2026, 7, 6))
        (folder / f"{name}.html").write_text(write_blocks_html(report), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in EXAMPLES}


@pytest.mark.parametrize("width_px", WIDTHS_PX)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_fits_its_width_and_axe_finds_no_fault(browser, pages, name, width_px):
    from axe_playwright_python.sync_playwright import Axe

    # Axe is a script; the page forbids scripts, and the browser is told to let this one through.
    context = browser.new_context(viewport={"width": width_px, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    faults = [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]]
    assert faults == []
    context.close()

"""The pages of evidence in a real browser: readable at both widths, and no fault that axe finds."""

from __future__ import annotations

import pytest

from deqi.evidence import read_arms
from deqi.evidence.claims import weigh_claims
from deqi.evidence.pooling import PoolQuestion, pool
from deqi.report.claims import write_claims_html
from deqi.report.mechanism import write_mechanism_html
from deqi.report.pool import write_pool_html

WIDTHS_PX = (390, 1280)
PAGES = ("claims", "mechanism", "pool")
WIDE_FROM_PX = 704  # 44rem, as in the style


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The files of the pages, by name."""
    folder = tmp_path_factory.mktemp("evidence")
    trials = pool(read_arms(), PoolQuestion(outcome="pain", by="comparator"))
    written = {
        "claims": write_claims_html(weigh_claims()),
        "mechanism": write_mechanism_html(),
        "pool": write_pool_html(trials, "trials.csv"),
    }
    for name, page in written.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in written}


@pytest.mark.parametrize("width_px", WIDTHS_PX)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_width_and_axe_finds_no_fault(browser, pages, name, width_px):
    from axe_playwright_python.sync_playwright import Axe

    # Axe is a script; the pages forbid scripts, and the browser is told to let this one through.
    context = browser.new_context(viewport={"width": width_px, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    found = Axe().run(page)
    faults = [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]]
    assert faults == []
    context.close()


@pytest.mark.parametrize("width_px", WIDTHS_PX)
@pytest.mark.parametrize("name", PAGES)
def test_one_picture_of_each_pair_is_shown(browser, pages, name, width_px):
    context = browser.new_context(viewport={"width": width_px, "height": 900})
    page = context.new_page()
    page.goto(pages[name].as_uri())
    n_pictures = page.locator("figure .wide-only").count()
    shown, hidden = ("wide", "narrow") if width_px >= WIDE_FROM_PX else ("narrow", "wide")
    assert n_pictures > 1
    assert page.locator(f"figure .{shown}-only:visible").count() == n_pictures
    assert page.locator(f"figure .{hidden}-only:visible").count() == 0
    context.close()

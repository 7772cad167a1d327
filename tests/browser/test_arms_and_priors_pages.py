"""The pages of foretold arms and of the priors in a real browser, at both widths."""

from __future__ import annotations

import pytest

from deqi.evidence.pedigree import (
    Tables,
    cohort_curves,
    expected_beside_published,
    rebuild_informed,
)
from deqi.report.arms import write_arms_html
from deqi.report.priors import write_pedigree_html
from deqi.simulate.arms import foretell_own_trials

PAGES = ("arms", "priors")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The files of both pages, by name."""
    folder = tmp_path_factory.mktemp("pages")
    tables = Tables.shipped()
    found = rebuild_informed(tables)
    written = {
        "arms": write_arms_html(foretell_own_trials()),
        "priors": write_pedigree_html(
            found, expected_beside_published(found, tables), cohort_curves(found, tables)
        ),
    }
    for name, page in written.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in written}


@pytest.mark.parametrize("width_px", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_width_and_axe_finds_no_fault(browser, pages, name, width_px):
    from axe_playwright_python.sync_playwright import Axe

    # Axe is a script; the pages forbid scripts, and the browser is told to let this one through.
    context = browser.new_context(viewport={"width": width_px, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    found = Axe().run(page)
    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []
    wide, narrow = (page.locator(f".picture-{kind}:visible").count() for kind in ("wide", "narrow"))
    assert (wide > 0, narrow > 0) == (width_px > 700, width_px < 700)
    context.close()

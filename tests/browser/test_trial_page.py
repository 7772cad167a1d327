"""The page of simulated trials in a real browser: readable at both widths, no fault found."""

from __future__ import annotations

import pytest

from deqi.report.trial import write_trial_page
from deqi.simulate.study import study_from_text
from deqi.simulate.trial import run_trial

SCENARIO = """
title = "An arm with a name that goes on and on, against another with no end to its name either"
[[arms]]
name = "acupuncture-by-everybody-who-may-and-much-besides-without-a-space"
visits = "weekly"
[[arms]]
name = "usual care"
[[arms]]
name = "sham"
needling = 0
visits = "weekly"
[trial]
n_trials = 40
n_per_arm = [20, 40, 60]

"""


def page_of(text: str) -> str:
    return write_trial_page(run_trial(study_from_text(text)), "test")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A page as usual, and one of which nothing can be told, by name."""
    folder = tmp_path_factory.mktemp("trial")
    usual = SCENARIO
    texts = {"usual": usual, "nothing told": usual + "[diary]\ndropout_per_day = 1\n"}
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(page_of(text), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.mark.parametrize("width_px", [390, 1280])
@pytest.mark.parametrize("name", ["usual", "nothing told"])
def test_a_page_fits_its_width_and_axe_finds_no_fault(browser, pages, name, width_px):
    from axe_playwright_python.sync_playwright import Axe

    # Axe is a script; the pages forbid scripts, and the browser is told to let this one through.
    context = browser.new_context(viewport={"width": width_px, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    found = Axe().run(page)
    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []
    context.close()


@pytest.mark.parametrize(("width_px", "shown"), [(390, "narrow"), (1280, "wide")])
def test_one_picture_of_each_pair_is_shown(browser, pages, width_px, shown):
    context = browser.new_context(viewport={"width": width_px, "height": 900})
    page = context.new_page()
    page.goto(pages["usual"].as_uri())
    assert page.locator("figure").count() == 3
    assert page.locator("figure svg:visible").count() == 3
    assert page.locator(f"figure .{shown}-only:visible").count() == 3
    context.close()

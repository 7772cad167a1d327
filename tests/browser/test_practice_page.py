"""The page of the morning in a real browser: it fits both widths, and axe finds no fault."""

from __future__ import annotations

from datetime import date

import pytest

from deqi.report.practice import About, Line, line_of_failure, write_index
from deqi.report.practice.needs import Need

WIDTHS_PX = (390, 1280)
N_LINES = 1000
LONG_KEY = "Doe, Jane <b>" + "x" * 120


def line(k: int) -> Line:
    need = list(Need)[k % len(Need)]
    numbers = {"median": -2.1, "lo80": -3.0, "hi80": 0.4}
    return Line(
        patient=LONG_KEY if k == 0 else f"P-{k:04d}",
        outcome="answered",
        need=need.value,
        reasons=["After 6 visits in 31 days no important improvement has been shown."],
        problems=[],
        sort_key=[float(k)],
        kind="No clear change",
        level={"median": 4.0, "lo80": 3.2, "hi80": 4.9},
        change=numbers,
        n_visits=6,
        last_score_on="2026-05-01",
        recent=" ".join(f"{day}:{day * k % 11}" for day in range(0, 84, 1 + k % 3)),
    )


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    """A page of a thousand patients in every group, one of them without an answer."""
    lines = [line_of_failure("P-bad", "bad_input", ["diary.csv, row 3, pain: given '11'."])]
    lines += [line(k) for k in range(N_LINES)]
    hrefs = {one.patient: "P-0001.html" for one in lines}
    about = About("practice", date(2026, 5, 3), ["diary.csv: columns not used: mood."], 2)
    file = tmp_path_factory.mktemp("practice") / "index.html"
    file.write_text(write_index(lines, hrefs, about), encoding="utf-8")
    return file


@pytest.mark.parametrize("width_px", WIDTHS_PX)
def test_the_page_fits_its_width_and_axe_finds_no_fault(browser, page_file, width_px):
    from axe_playwright_python.sync_playwright import Axe

    # Axe is a script; the page forbids scripts, and the browser is told to let this one through.
    context = browser.new_context(viewport={"width": width_px, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    # Axe needs minutes for a thousand rows that are all alike: two of each group are looked at.
    page.eval_on_selector_all(
        ".patients", "all => all.forEach(ol => [...ol.children].slice(2).forEach(c => c.remove()))"
    )
    page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
    found = Axe().run(page)
    faults = [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]]
    assert faults == []
    context.close()


def test_the_counts_lead_to_their_groups(browser, page_file):
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(page_file.as_uri())
    for need in Need:
        link = page.locator(f".counts a[href='#{need.value}']")
        n_rows = page.locator(f"section.need-{need.value} .patients > li").count()
        assert link.inner_text().split()[0] == str(n_rows)
        assert page.locator(f"h2#{need.value}").count() == 1
    assert page.locator("h3:has-text('<b>')").count() == 1
    context.close()

"""Parts of a report on somebody else's page, in a browser that refuses every style but files."""

from __future__ import annotations

import pytest

import deqi
from deqi.report import assemble_report, stylesheet, write_doctor_fragment, write_fragment
from deqi.report.patient import observation, patient_chart, patient_table
from tests.unit.nasty_courses import FIRST_ON, NASTY
from tests.unit.own_diary import TODAY, diary

WIDTHS_PX = (390, 1280)
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'"
)
OTHERS_STYLE = """
body { font: 15px/1.4 serif; margin: 0; background: #fffdf8; color: #222; }
main { padding: 1rem; max-width: 60rem; margin: 0 auto; }
h1 { font-size: 31px; margin: 7px; } h2 { font-size: 23px; margin: 5px; color: #800000; }
table { border: 2px solid #333; } .note { color: #004400; } ul { padding-left: 3px; }
"""
OTHERS_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Clinic</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/clinic.css">{link}</head><body><header><p>Clinic</p></header><main>
<h1 id="picture">A patient</h1><h2>Notes</h2><p class="note">Note</p><ul><li>One</li></ul>
<table><caption>Rows</caption><tr><th scope="row">a</th><td>b</td></tr></table>
{parts}</main><footer><p>Clinic</p></footer></body></html>"""
LOOKS = """() => [...document.querySelectorAll('body, main, header, footer, h1, h2, p, ul, td, th')]
    .filter(tag => !tag.closest('article'))
    .map(tag => { const style = getComputedStyle(tag);
        return [tag.tagName, style.font, style.color, style.margin, style.padding, style.border,
            style.backgroundColor, style.boxSizing, style.maxWidth].join('; '); })"""


def _parts(name: str) -> str:
    if name == "usual":
        report = deqi.report(deqi.example_course("builds-up"))
    else:
        course = NASTY[name]()
        last_on = max((e.on for e in course.entries), default=FIRST_ON)
        report = assemble_report(course, today=last_on)
    return write_fragment(report), write_doctor_fragment(report)


@pytest.fixture(scope="module", params=["usual", "emergency", "long names", "empty"])
def parts(request):
    """Both parts of one report."""
    return _parts(request.param)


@pytest.fixture
def show(browser):
    """Open the clinic's page around parts, under its policy: the page, and what was refused."""
    contexts = []

    def open_page(*parts, width_px=1280, link='<link rel="stylesheet" href="/deqi.css">', **more):
        context = browser.new_context(viewport={"width": width_px, "height": 900}, **more)
        contexts.append(context)
        texts = {
            "/": ("text/html", OTHERS_PAGE.format(link=link, parts="".join(parts))),
            "/clinic.css": ("text/css", OTHERS_STYLE),
            "/deqi.css": ("text/css", stylesheet()),
        }

        def answer(route):
            kind, text = texts.get("/" + route.request.url.split("/", 3)[3], ("text/plain", ""))
            headers = {"content-type": f"{kind}; charset=utf-8", "content-security-policy": POLICY}
            route.fulfill(body=text, headers=headers)

        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.route("**/*", answer)
        page.goto("http://clinic.test/")
        return page, told

    yield open_page
    for context in contexts:
        context.close()


def test_nothing_is_refused_by_a_policy_that_allows_files_only(show, parts):
    _, told = show(*parts)
    assert told == []


def test_a_style_in_the_markup_would_be_refused(show):
    _, told = show('<p style="color: red">x</p>')
    assert "Content Security Policy" in told[0]


def test_the_page_around_looks_as_it_did(show, parts):
    with_style, _ = show(*parts)
    without, _ = show(*parts, link="")
    looks = with_style.evaluate(LOOKS)
    assert len(looks) > 10
    assert looks == without.evaluate(LOOKS)


def test_the_parts_look_as_on_their_own_page(show):
    page, _ = show(*_parts("usual"), width_px=390)
    assert page.locator(".deqi-report .picture-wide").first.is_hidden()
    assert page.locator(".deqi-report .picture-narrow").first.is_visible()
    heading = page.locator("article h2").first
    assert heading.evaluate("h => getComputedStyle(h).color") == "rgb(27, 31, 36)"
    assert heading.evaluate("h => getComputedStyle(h).fontWeight") == "650"


@pytest.mark.parametrize("width_px", WIDTHS_PX)
@pytest.mark.parametrize("which", [0, 1], ids=["report", "doctor"])
def test_a_page_with_a_part_fits_its_width_and_axe_finds_no_fault(show, parts, which, width_px):
    from axe_playwright_python.sync_playwright import Axe

    # Axe is a script of its own; the browser is told to let this one through.
    page, _ = show(parts[which], width_px=width_px, bypass_csp=True)
    page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    found = Axe().run(page)
    faults = [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]]
    assert faults == []


@pytest.mark.parametrize("width_px", WIDTHS_PX)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scores", [{}, {k: k % 11 for k in range(28) if k % 6}])
def test_what_a_patient_sees_fits_and_axe_finds_no_fault(show, scores, language, width_px):
    from axe_playwright_python.sync_playwright import Axe

    course = diary(scores, visits=(2, 9) if scores else ())
    seen = [write(course, TODAY, language) for write in (observation, patient_chart, patient_table)]
    page, told = show(*seen, width_px=width_px)
    assert told == []
    box = page.locator(".deqi-patient").bounding_box()
    assert box is not None
    assert 300 < box["width"] <= min(width_px, 480)
    assert page.evaluate("document.documentElement.scrollWidth") <= width_px
    page, _ = show(*seen, width_px=width_px, bypass_csp=True)
    assert Axe().run(page).response["violations"] == []

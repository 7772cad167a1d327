"""The page: one file, nothing fetched, readable by everybody, verdict first."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from deqi.report import Report, chart_marks, write_html
from tests.unit.markup import Page

ReportOf = Callable[[str], Report]
CLAIMS = re.compile(r"\b(works|effective|proves?|proven|cures?|guarantee[ds]?)\b", re.IGNORECASE)


@pytest.fixture(scope="session")
def page(any_report: Report) -> tuple[str, Page]:
    text = write_html(any_report)
    return text, Page(text)


def test_every_tag_is_closed_in_order(page: tuple[str, Page]) -> None:
    assert page[1].open == []


def test_nothing_runs_and_nothing_is_fetched(page: tuple[str, Page]) -> None:
    text, parsed = page
    names = {tag for tag, _ in parsed.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "form", "image", "use"}
    for _, attributes in parsed.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
        assert not {"src", "style", "xlink:href"} & set(attributes)
    assert "@import" not in text
    assert "url(" not in re.sub(r"url\(#", "", text)


def test_the_security_policy_allows_exactly_its_own_style(page: tuple[str, Page]) -> None:
    text, parsed = page
    style = text.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(a for a in parsed.all("meta") if "http-equiv" in a)["content"] or ""
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy


def test_the_verdict_is_the_only_first_heading_and_headings_descend_by_one(
    page: tuple[str, Page],
) -> None:
    levels = [int(tag[1]) for tag, _ in page[1].tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_page_says_verdict_then_picture_then_numbers(report_of: ReportOf) -> None:
    text = write_html(report_of("usual"))
    places = [text.index(mark) for mark in ("<h1>", "<svg", 'id="change"', 'id="next"')]
    assert places == sorted(places)


def test_a_failed_screen_gives_its_reasons_before_everything_else(report_of: ReportOf) -> None:
    report = report_of("failed screen")
    text = write_html(report)
    reason = text.index(report.verdict.reasons[0].sentence.split(":")[0])
    assert text.index("<h1>") < reason < text.index('class="top"') < text.index("<svg")


def test_language_landmarks_and_names_are_there(page: tuple[str, Page]) -> None:
    parsed = page[1]
    assert parsed.all("html")[0]["lang"] == "en"
    assert all(len(parsed.all(tag)) == 1 for tag in ("header", "main", "footer"))
    ids = [a["id"] for _, a in parsed.tags if "id" in a]
    assert [name for name, n in Counter(ids).items() if n > 1] == []
    for section in parsed.all("section"):
        assert section["aria-labelledby"] in ids


def test_every_reference_leads_to_a_source_on_the_page(page: tuple[str, Page]) -> None:
    ids = {a["id"] for _, a in page[1].tags if "id" in a}
    assert {(a["href"] or "").removeprefix("#") for a in page[1].all("a")} <= ids


def test_tables_have_captions_and_heads_that_say_what_they_head(page: tuple[str, Page]) -> None:
    parsed = page[1]
    assert len(parsed.all("caption")) == len(parsed.all("table"))
    assert all(head["scope"] in ("row", "col") for head in parsed.all("th"))


def test_pictures_have_words_or_are_hidden_from_readers(page: tuple[str, Page]) -> None:
    ids = {a["id"] for _, a in page[1].tags if "id" in a}
    for svg in page[1].all("svg"):
        named = set((svg.get("aria-labelledby") or "").split())
        has_words = svg.get("role") == "img" and bool(named) and named <= ids
        assert has_words or svg.get("aria-hidden") == "true"


def test_the_page_claims_nothing(page: tuple[str, Page]) -> None:
    assert CLAIMS.findall(" ".join(page[1].words)) == []


def test_patients_words_cannot_become_markup(report_of: ReportOf) -> None:
    text = write_html(report_of("rude"))
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "<b>&lt;script&gt;alert(&#39;x&#39;)" in text


def test_what_needling_itself_does_stands_beside_every_visits_part(report_of: ReportOf) -> None:
    told = "about a fifth of what acupuncture adds"
    assert write_html(report_of("usual")).count(told) == 3  # picture, change, relief
    assert told not in write_html(report_of("without scores before"))


def test_a_record_without_anything_still_gives_a_page(report_of: ReportOf) -> None:
    text = write_html(report_of("empty"))
    assert "There is no pain score yet." in text
    assert "There is nothing to draw" in text


def test_each_left_out_row_is_on_the_page(report_of: ReportOf) -> None:
    text = write_html(report_of("rude"))
    assert all(f"diary.csv, row {k}:" in text for k in range(20))


def test_the_same_report_gives_the_same_page(report_of: ReportOf) -> None:
    assert write_html(report_of("usual")) == write_html(report_of("usual"))


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    lo, hi = sorted((luminance(one), luminance(other)))
    return (hi + 0.05) / (lo + 0.05)


def test_words_stand_out_from_white_by_wcag_aa() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    words = {"--ink": "#1b1f24", "--quiet": "#59636e", "--link": "#00558c", "--alert": "#a83200"}
    style = write_html_style()
    for name, colour in words.items():
        assert f"{name}: {colour}" in style
        assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(chart_marks.QUIET, chart_marks.AHEAD) >= 4.5


def test_lines_and_marks_stand_out_from_white_by_wcag_aa() -> None:
    marks = (
        chart_marks.LEVEL,
        chart_marks.WITHOUT_LINE,
        chart_marks.FORECAST,
        chart_marks.PLANNED,
        chart_marks.ALERT,
        chart_marks.OTHER_CARE,
    )
    assert all(contrast(mark, "#ffffff") >= 3 for mark in marks)


def write_html_style() -> str:
    from importlib.resources import files

    return (files("deqi.report") / "frame.css").read_text(encoding="utf-8")

"""Parts of somebody else's page: the page's own numbers, nothing that a strict policy forbids."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
import vl_convert

from deqi.report import (
    Report,
    answer_parts,
    renderer,
    stylesheet,
    write_doctor_fragment,
    write_fragment,
    write_html,
    write_json,
)
from deqi.report.doctor import write_doctor_html
from tests.unit.markup import Page

ReportOf = Callable[[str], Report]
WRITERS = {
    "report": (write_fragment, write_html),
    "doctor": (write_doctor_fragment, write_doctor_html),
}


@pytest.fixture(scope="session", params=WRITERS)
def part_and_page(request: pytest.FixtureRequest, any_report: Report) -> tuple[str, Page, Page]:
    write_part, write_page = WRITERS[request.param]
    part = write_part(any_report)
    return part, Page(part), Page(write_page(any_report))


def test_every_word_and_number_is_that_of_the_page(part_and_page: tuple[str, Page, Page]) -> None:
    _, part, page = part_and_page
    assert len(part.words) > 100
    assert part.words == page.words


def test_every_line_and_dot_is_drawn_where_the_page_draws_it(
    part_and_page: tuple[str, Page, Page],
) -> None:
    _, part, page = part_and_page
    for tag, where in (("path", "d"), ("text", "transform"), ("line", "x1"), ("circle", "cx")):
        drawn = [mark.get(where) for mark in page.all(tag)]
        assert [mark.get(where) for mark in part.all(tag)] == drawn


def test_a_part_is_closed_and_holds_nothing_that_a_page_holds_once(
    part_and_page: tuple[str, Page, Page],
) -> None:
    _, part, _ = part_and_page
    once = {"html", "head", "body", "main", "meta", "h1", "style", "script"}
    assert part.open == []
    assert not {tag for tag, _ in part.tags} & once


def test_headings_begin_at_the_second_level_and_descend_by_one(
    part_and_page: tuple[str, Page, Page],
) -> None:
    _, part, page = part_and_page
    levels = part.heading_levels
    assert [level - 1 for level in levels] == page.heading_levels
    assert min(levels) == 2
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_no_style_stands_in_the_markup(part_and_page: tuple[str, Page, Page]) -> None:
    text, part, _ = part_and_page
    for _, attributes in part.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert not {"style", "src", "xlink:href"} & set(attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in re.sub(r"url\(#", "", text)


def test_both_parts_on_one_page_have_no_id_twice_and_lead_nowhere_else(any_report: Report) -> None:
    both = Page(write_fragment(any_report) + write_doctor_fragment(any_report))
    assert [name for name, n in Counter(both.ids).items() if n > 1] == []
    assert {id.split("-")[0] for id in both.ids} == {"report", "doctor"}
    led_to = {(a["href"] or "").removeprefix("#") for a in both.all("a")}
    named = {id for _, a in both.tags for id in (a.get("aria-labelledby") or "").split()}
    assert led_to | named <= set(both.ids)


def test_patients_words_cannot_become_markup_in_a_part(report_of: ReportOf) -> None:
    for write in (write_fragment, write_doctor_fragment):
        text = write(report_of("rude"))
        assert "<script" not in text
        assert "&lt;script&gt;" in text


def outer_selectors(style: str) -> list[str]:
    """What stands before each brace that is inside no other."""
    selectors, depth, start = [], 0, 0
    for k, letter in enumerate(style):
        if letter == "{":
            if depth == 0:
                selectors.append(style[start:k].strip())
            depth += 1
        elif letter == "}":
            depth -= 1
            start = k + 1
    assert depth == 0
    return selectors


def test_no_rule_of_the_style_reaches_outside() -> None:
    assert set(outer_selectors(stylesheet())) == {".deqi-report", ".deqi-doctor", ".deqi-patient"}
    assert not re.search(r"\b(html|body|main|h1)\b|:root|@page|@import|url\(", stylesheet())


def test_one_answer_in_all_its_forms_says_one_thing(report_of: ReportOf) -> None:
    report = report_of("usual")
    parts = answer_parts(report)
    assert parts.json == write_json(report)
    assert parts.fragment == write_fragment(report)
    assert parts.doctor_fragment == write_doctor_fragment(report)
    assert parts.line.verdict == report.verdict.code.value
    change = report.beliefs.change
    assert change is not None
    assert parts.line.change is not None
    assert parts.line.change["median"] == change.total.median


def test_no_picture_of_an_answer_is_drawn_twice(
    report_of: ReportOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = vl_convert.vegalite_to_svg

    def noted(spec: str, **how: object) -> str:
        drawn.append(spec)
        return draw(spec, **how)

    report = report_of("usual")
    renderer._render.cache_clear()
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", noted)
    parts = answer_parts(report)
    assert parts.fragment.count("<svg") == parts.fragment_without_plan.count("<svg") > 0
    assert 0 < len(drawn) == len(set(drawn))


ANSWER = """
import hashlib, deqi
from deqi.report.in_parts import answer_parts
parts = answer_parts(deqi.report(deqi.example_course("builds-up"), seed=3))
print(hashlib.sha256(repr(parts).encode()).hexdigest())
"""


def test_the_same_course_gives_the_same_bytes_in_every_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", ANSWER],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1

"""The empty diary on paper asks what diary.csv holds, and becomes one."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

import deqi
from deqi.cli.main import main
from deqi.exchange.template import blank_diary_csv
from deqi.report.blank_diary import (
    write_blank_diary_html,
    write_blank_diary_pdf,
    write_blank_diary_text,
)
from deqi.report.blank_diary.contents import COLUMNS, N_DAYS

MONDAY = date(2026, 3, 2)


def test_paper_and_file_have_the_same_fields():
    headings = blank_diary_csv().strip().split(",")
    assert headings == ["date", *(column.field for column in COLUMNS)]


def test_there_is_a_row_for_each_of_28_days():
    page = write_blank_diary_html()
    assert page.count('<th scope="row">') == N_DAYS == 28
    assert len([x for x in write_blank_diary_text(80).splitlines() if "__________" in x]) == 28


@pytest.mark.parametrize("said", ["This diary is not watched", "Loss of bowel control"])
def test_it_says_that_nobody_watches_and_when_to_get_help(said):
    assert said in write_blank_diary_html()
    assert said.lower() in write_blank_diary_text(400).lower()


def test_no_line_of_the_text_is_wider_than_the_terminal():
    assert max(len(line) for line in write_blank_diary_text(80, MONDAY).splitlines()) <= 80


def test_it_takes_two_sides_of_a4_with_tagged_heads():
    reader = PdfReader(io.BytesIO(write_blank_diary_pdf()))
    assert len(reader.pages) == 2
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Days 15 to 28" in reader.pages[1].extract_text()


def test_the_same_diary_gives_the_same_bytes():
    assert write_blank_diary_pdf(MONDAY) == write_blank_diary_pdf(MONDAY)


def test_what_is_entered_by_hand_is_read_and_empty_days_stay_gaps(tmp_path):
    rows = blank_diary_csv(MONDAY).splitlines()
    rows[1] = "2026-03-02,20:30,6,2,8,5,ibuprofen 400,no,4,yes,"
    rows[3] = "2026-03-04,,5,,,,,,,,"
    path = tmp_path / "diary.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    course = deqi.read_course_csv(diary=path, today=date(2026, 4, 1))
    scored = [(e.on.day, e.pain_nrs) for e in course.entries if e.pain_nrs is not None]
    assert scored == [(2, 6.0), (4, 5.0)]
    assert course.entries[0].medicine == "ibuprofen 400"
    assert course.entries[0].flare is True


def test_every_form_is_written_where_it_was_asked_for(tmp_path, capsys):
    words = []
    for kind in ("html", "pdf", "csv"):
        words += [f"--{kind}", str(tmp_path / f"diary.{kind}")]
    assert main(["report", "--blank-diary", "--first-day", "2026-03-02", *words]) == 0
    assert (tmp_path / "diary.csv").read_text(encoding="utf-8") == blank_diary_csv(MONDAY)
    assert (tmp_path / "diary.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert capsys.readouterr().out == ""

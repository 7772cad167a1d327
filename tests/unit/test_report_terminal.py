"""The report as text: 80 columns, verdict first, nothing that steers the terminal."""

from __future__ import annotations

from collections.abc import Callable

from deqi.report import Report, write_terminal
from deqi.report.text_width import display_width

ReportOf = Callable[[str], Report]


def test_no_line_is_wider_than_80_columns(any_report: Report) -> None:
    assert max(display_width(line) for line in write_terminal(any_report).splitlines()) <= 80


def test_no_line_is_wider_than_asked_for(any_report: Report) -> None:
    lines = write_terminal(any_report, width=50).splitlines()
    assert max(display_width(line) for line in lines) <= 50


def test_the_verdict_comes_first_then_the_picture_then_the_numbers(report_of: ReportOf) -> None:
    report = report_of("usual")
    text = " ".join(write_terminal(report).split())
    marks = (report.verdict.sentence, "Pain, 0 to 10", "WHAT CHANGED SINCE THE START", "WHAT NEXT")
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_a_failed_screen_gives_its_reasons_before_the_numbers(report_of: ReportOf) -> None:
    report = report_of("failed screen")
    lines = write_terminal(report).splitlines()
    assert lines[0] == "STOP AND REFER"
    reason = next(k for k, line in enumerate(lines) if line.startswith("- "))
    assert reason < next(k for k, line in enumerate(lines) if line.startswith("Pain now"))


def test_a_record_in_plain_letters_gives_plain_letters(report_of: ReportOf) -> None:
    for name in ("usual", "early", "no scores", "empty", "failed screen", "years"):
        report = report_of(name)
        body = write_terminal(report).split("\nSOURCES\n")[0]  # authors keep their names' letters
        assert body.isascii(), [c for c in body if not c.isascii()]


def test_control_letters_of_the_record_do_not_reach_the_terminal(report_of: ReportOf) -> None:
    text = write_terminal(report_of("rude"))
    assert "\x1b" not in text
    assert "warning 0" in text


def test_the_picture_has_a_row_for_each_score_and_marks_what_it_says(report_of: ReportOf) -> None:
    text = write_terminal(report_of("usual"))
    assert all(f"{nrs:>2} |" in text for nrs in range(11))
    assert "vis:" in text
    assert "~ level expected without visits" in " ".join(text.split())


def test_without_scores_before_no_course_without_visits_is_drawn(report_of: ReportOf) -> None:
    assert "~" not in write_terminal(report_of("without scores before")).split("WHAT CHANGED")[0]


def test_printing_a_report_prints_its_text(report_of: ReportOf) -> None:
    assert str(report_of("early")) == write_terminal(report_of("early"))

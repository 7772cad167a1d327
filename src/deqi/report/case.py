"""What a published case report shows of a course: the picture and the change, without advice."""

from __future__ import annotations

from dataclasses import replace

from deqi.report.chart import chart_svg
from deqi.report.chart_layout import NARROW
from deqi.report.contents import Report
from deqi.report.page_parts import picture_words
from deqi.report.picture import draw_up_picture
from deqi.report.statements import change_statements, level_now


def case_sentences(report: Report) -> list[str]:
    """The verdict, the level at the end, and the change with its parts, each with its sources.

    Examples
    --------
    >>> from datetime import date
    >>> from deqi.records import Course
    >>> from deqi.report.assemble import assemble_report
    >>> case_sentences(assemble_report(Course(id="a"), today=date(2026, 5, 1)))[0]
    'It is too early to say: the record holds 0 pain scores over 0 days, and an answer needs at
    least 5 over 14 days.'
    """
    said = [(level_now(report)), *change_statements(report)]
    cited = (one.sentence + "".join(f" [{key}]" for key in one.sources) for one in said)
    return [report.verdict.sentence, *cited]


def case_svg(report: Report) -> str:
    """The picture, narrow enough for a phone; empty if there is nothing to draw."""
    picture = draw_up_picture(_what_was(report))
    if picture is None:
        return ""
    title, description = picture_words(report)
    return chart_svg(picture, NARROW, title, description, "case-")


def _what_was(report: Report) -> Report:
    """Without plan and forecast: a case report tells what was."""
    beliefs = replace(report.beliefs, forecast=None, forecast_with_plan=None)
    return replace(report, plan=None, beliefs=beliefs)

"""A report as one self-contained page: no script, nothing fetched, readable on a phone."""

from __future__ import annotations

from typing import Any

from deqi.report import page_parts as parts
from deqi.report.chart import chart_svg
from deqi.report.chart_layout import NARROW, WIDE
from deqi.report.contents import Report
from deqi.report.page_tables import picture_tables
from deqi.report.picture import Picture, draw_up_picture
from deqi.report.shell import render_page

TEMPLATE = "page.html.j2"


def write_html(report: Report) -> str:
    """The report as one HTML page.

    The page holds its style and pictures; a strict content security policy forbids everything
    else. The pictures are drawn twice, for a phone and for a wide page, and the style shows one.

    Examples
    --------
    >>> from datetime import date
    >>> from deqi.records import Course
    >>> from deqi.report.assemble import assemble_report
    >>> page = write_html(assemble_report(Course(id="a"), today=date(2026, 5, 1)))
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page
    (True, False)
    """
    return render_page(TEMPLATE, page_values(report))


def page_values(report: Report, own: str = "") -> dict[str, Any]:
    """What the template names; `own` begins the ids of the pictures."""
    picture = draw_up_picture(report)
    return {
        "report": report,
        "pictures": _pictures(picture, report, own) if picture else (),
        "tables": picture_tables(picture, report) if picture else (),
        "key": parts.key_of(picture) if picture else (),
        **parts.page_parts(report),
    }


def _pictures(picture: Picture, report: Report, own: str) -> tuple[str, ...]:
    title, description = parts.picture_words(report)
    return tuple(chart_svg(picture, layout, title, description, own) for layout in (WIDE, NARROW))

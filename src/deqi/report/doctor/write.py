"""The doctor's page as HTML and as a PDF of one sheet, from one template."""

from __future__ import annotations

from functools import partial
from typing import Any

from deqi.report.contents import Report
from deqi.report.doctor.contents import doctors_page
from deqi.report.doctor.shortening import ROOMS, Room
from deqi.report.pdf import first_that_fits
from deqi.report.shell import render_page

TEMPLATE = "doctor/page.html.j2"
PARTS = "doctor/page.css"
STYLES = (PARTS, "doctor/sheet.css")


def write_doctor_html(report: Report, room: Room = ROOMS[0]) -> str:
    """The doctor's page for a screen; a browser prints it on about one sheet.

    Examples
    --------
    >>> from datetime import date
    >>> from deqi.records import Course
    >>> from deqi.report.assemble import assemble_report
    >>> page = write_doctor_html(assemble_report(Course(id="a"), today=date(2026, 5, 1)))
    >>> "What is asked of you" in page
    True
    """
    return render_page(TEMPLATE, sheet_values(report, room), STYLES)


def sheet_values(report: Report, room: Room = ROOMS[0], own: str = "") -> dict[str, Any]:
    """What the template names; `own` begins the ids of the pictures."""
    page = doctors_page(report, room, own)
    return {
        "title": f"For the doctor: course {page.course_id}",
        "page": page,
        "numbers": {source.key: k for k, source in enumerate(page.sources, start=1)},
    }


def write_doctor_pdf(report: Report) -> bytes:
    """The doctor's page as one tagged sheet of A4, the same bytes for the same report.

    What does not fit is cut by priority, and the sheet says so.

    Raises
    ------
    NoPdfError
        If WeasyPrint or Pango is missing.
    """
    return first_that_fits([partial(write_doctor_html, report, room) for room in ROOMS])

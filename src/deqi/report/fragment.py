"""A report and the doctor's page as parts of somebody else's page, and the style they need there.

The page around them has its own head, first heading and landmarks, and may forbid every style that
is not in a file of its own. So nothing here is styled but by classes, and `stylesheet` is a file.
"""

from __future__ import annotations

import re

from deqi.report import as_html
from deqi.report.contents import Report
from deqi.report.doctor import write as doctor
from deqi.report.shell import FRAME, PARTS, read_text, render_fragment

SCOPE = "deqi-report"
DOCTOR_SCOPE = "deqi-doctor"


def write_fragment(report: Report) -> str:
    """The report as an `<article>`, from the same values as its page.

    Examples
    --------
    >>> from datetime import date
    >>> from deqi.records import Course
    >>> from deqi.report.assemble import assemble_report
    >>> part = write_fragment(assemble_report(Course(id="a"), today=date(2026, 5, 1)))
    >>> part.startswith('<article class="deqi-report"'), "<h1" in part, "style=" in part
    (True, False, False)
    """
    own = "report-"
    return render_fragment(as_html.TEMPLATE, as_html.page_values(report, own), SCOPE, own)


def write_doctor_fragment(report: Report) -> str:
    """The doctor's page as an `<article>`; it may stand on one page with the report.

    Examples
    --------
    >>> from datetime import date
    >>> from deqi.records import Course
    >>> from deqi.report.assemble import assemble_report
    >>> part = write_doctor_fragment(assemble_report(Course(id="a"), today=date(2026, 5, 1)))
    >>> '<h3 id="doctor-asked">What is asked of you</h3>' in part
    True
    """
    own = "doctor-"
    values = doctor.sheet_values(report, own=own)
    return render_fragment(doctor.TEMPLATE, values, f"{SCOPE} {DOCTOR_SCOPE}", own)


def stylesheet() -> str:
    """The style of both, and of the patient's picture, as one file; no rule reaches anything else.

    It uses nested rules, which browsers know since 2023. Paper and its margins are left to the page
    around the article.

    Examples
    --------
    >>> stylesheet().startswith(".deqi-report {"), "@page" in stylesheet()
    (True, False)
    """
    rules = _within(SCOPE, PARTS) + _within(DOCTOR_SCOPE, doctor.PARTS)
    return read_text(FRAME) + rules + read_text("patient/picture.css")


def _within(scope: str, name: str) -> str:
    """The rules of a page's style under a class, each heading one level lower than on that page."""
    rules = re.sub(r"\bh([1-5])\b", lambda found: f"h{int(found[1]) + 1}", read_text(name))
    return f".{scope} {{\n{rules}}}\n"

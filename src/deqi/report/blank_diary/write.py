"""The empty diary as page, as PDF of two sides, and as text."""

from __future__ import annotations

from datetime import date

from deqi.report.blank_diary.contents import (
    COLUMNS,
    DAYS_A_SHEET,
    HOW_TO_WRITE,
    N_DAYS,
    NOT_WATCHED,
    alarm_signs,
    diary_days,
)
from deqi.report.pdf import write_pdf
from deqi.report.shell import render_page
from deqi.report.text_width import wrapped
from deqi.report.wording import listed

TITLE = "Pain diary, four weeks"
TEXT_HEADS = ("pain", "leg", "worst", "sleep", "work_lost", "work_hindered", "flare")


def write_blank_diary_html(first_on: date | None = None) -> str:
    """The empty diary as a page: what is asked, when to get help, and two sheets of two weeks.

    Parameters
    ----------
    first_on : day of the first row; without it the dates are filled in by hand.

    Examples
    --------
    >>> "This diary is not watched" in write_blank_diary_html()
    True
    """
    days = diary_days(first_on)
    sheets = [days[k : k + DAYS_A_SHEET] for k in range(0, N_DAYS, DAYS_A_SHEET)]
    values = {
        "title": TITLE,
        "columns": COLUMNS,
        "sheets": sheets,
        "how": HOW_TO_WRITE,
        "not_watched": NOT_WATCHED,
        "alarms": alarm_signs(),
    }
    return render_page("blank_diary/page.html.j2", values, ("blank_diary/page.css",))


def write_blank_diary_pdf(first_on: date | None = None) -> bytes:
    """The empty diary as tagged PDF: two sides of A4.

    Raises
    ------
    NoPdfError
        If WeasyPrint or Pango is missing.
    """
    return write_pdf(write_blank_diary_html(first_on))


def write_blank_diary_text(width: int, first_on: date | None = None) -> str:
    """The empty diary as text, for a printer without PDF.

    >>> print(write_blank_diary_text(80).splitlines()[0])
    PAIN DIARY, FOUR WEEKS
    """
    lines = [TITLE.upper(), ""]
    for sentence in HOW_TO_WRITE:
        lines += wrapped(sentence, width, "- ")
    lines += ["", *wrapped(NOT_WATCHED, width)]
    lines += wrapped(f"Get help at once for: {listed(list(alarm_signs()))}.", width)
    heads = "".join(f"{name.replace('work_', ''):>9}" for name in TEXT_HEADS)
    lines += ["", f"{'day':<16}{heads}"]
    boxes = "".join(f"{'[   ]':>9}" for _ in TEXT_HEADS)
    for day in diary_days(first_on):
        lines += [f"{day.number:>2} {day.date or '__________':<13}{boxes}"]
    lines += ["", *wrapped("lost: work lost, yes or no. hindered: work hindered, 0-10. "
                           "Medicine and notes: on the back, with the day.", width)]  # fmt: skip
    return "\n".join(lines) + "\n"

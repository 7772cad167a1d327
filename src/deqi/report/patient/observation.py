"""One sentence on the last week: what was written, never why, and never what to do."""

from __future__ import annotations

from datetime import date

from deqi.records import Course
from deqi.report.patient.own_days import OwnDays, last_written_on, own_days
from deqi.report.patient.words import Words, words_in

WEEK_D = 7


def observation(course: Course, today: date, language: str = "en") -> str:
    """What the diary says of the last seven days, in one sentence.

    Parameters
    ----------
    course : the records; only the diary's own scores are used, not those taken at visits.
    today : local date; the last of the seven days. What is dated later is left aside.
    language : "en" or "es".

    Raises
    ------
    OutsideMeaningError
        If `language` is another one.

    Examples
    --------
    >>> observation(Course(id="a"), date(2026, 5, 3))
    'Nothing written yet.'
    """
    words = words_in(language)
    last_on = last_written_on(course, today)
    if last_on is None:
        return words.nothing
    week = own_days(course, today, WEEK_D)
    if not week.scores:
        return words.silent.format(n_days=WEEK_D, day=words.day(last_on))
    return _of_week(week, words)


def _of_week(week: OwnDays, words: Words) -> str:
    lo, hi = week.range_nrs
    sentence = words.between if lo < hi else words.always if len(week.scores) > 1 else words.once
    return sentence.format(
        n_days=week.n_days,
        n_written=week.n_written,
        lo=words.number(lo),
        hi=words.number(hi),
        middle=words.number(week.middle_nrs),
    )

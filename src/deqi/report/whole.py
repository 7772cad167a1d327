"""The report of the public face: one call, one answer."""

from __future__ import annotations

from datetime import date

from deqi.plan import USUAL, Policy
from deqi.records import Course, OutsideMeaningError
from deqi.report.assemble import assemble_report
from deqi.report.contents import Report


def report(
    course: Course,
    as_of: date | None = None,
    *,
    today: date | None = None,
    seed: int = 0,
    policy: Policy | str = USUAL,
) -> Report:
    """The whole answer on one course: `print` it, or hand it to `write_html` or `report_json`.

    Parameters
    ----------
    course : the records.
    as_of : local date of the last record that counts, inclusive. Default: the last record's date.
    today : local date for the safety check and for planning. Default: the last record's date, or
        `as_of` if that is later, since only the command line reads the clock.
    seed : fixes every number.
    policy : how the practice spaces visits, or the name of a policy that ships with deqi.

    Raises
    ------
    OutsideMeaningError
        If `as_of` lies before the first record, the phase contradicts the onset, or there is no
        record and no `today`.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from deqi.records import Entry
    >>> at = datetime(2026, 3, 1, 20, tzinfo=UTC)
    >>> answer = report(Course(id="a", entries=(Entry(at, at.date(), True, 6.0),)))
    >>> answer.verdict.code.value
    'too_early'
    """
    if today is None:
        today = _last_record_on(course, as_of)
    return assemble_report(course, as_of=as_of, today=today, seed=seed, policy=policy)


def _last_record_on(course: Course, as_of: date | None) -> date:
    known_on = [e.on for e in course.entries] + [v.on for v in course.visits]
    known_on += [as_of] if as_of else []
    if not known_on:
        raise OutsideMeaningError(
            f"Course {course.id} holds no record, so there is no date to go by. Give `today`."
        )
    return max(known_on)

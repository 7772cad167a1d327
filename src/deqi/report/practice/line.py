"""One patient's line: what the summary and the index page need of a whole report."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

ANSWERED = "answered"
NO_ANSWER = "no_answer"
Numbers = dict[str, float]  # median, lo80, hi80


@dataclass(frozen=True, slots=True)
class Line:
    """Plain values only, so that a line can be kept in a file and is the same when it comes back.

    Attributes
    ----------
    patient : key.
    outcome : `answered`, or the code of what went wrong; `problems` says it in words.
    need, reasons : the group on the index page, see `deqi.report.practice.needs`, and why.
    sort_key : within the group, the lowest first.
    screen, verdict, kind, recommendation : codes of the report, and its verdict in a few words.
    level, change, natural, visits, gain : intervals, negative change is less pain; None if unknown.
    next_visit_on, n_planned, n_visits, n_visits_90_d : the proposal; visits so far, and of the last
        90 days.
    first_on, as_of, last_score_on, days_since_score : ISO dates, and days up to today.
    n_entries, days_with_entry, days_without_entry, share_before, quality : the record.
    n_warnings, n_left_out : to read on the report itself.
    fit, ess : how the computation ended.
    recent : `day:NRS` of the last 12 weeks for a small picture, such as `0:6 1:5.5`; one text, as
        ten thousand lines are kept at once.
    """

    patient: str
    outcome: str
    need: str
    reasons: list[str]
    problems: list[str]
    sort_key: list[float]
    screen: str | None = None
    verdict: str | None = None
    kind: str | None = None
    recommendation: str | None = None
    level: Numbers | None = None
    change: Numbers | None = None
    natural: Numbers | None = None
    visits: Numbers | None = None
    gain: Numbers | None = None
    p_important: float | None = None
    next_visit_on: str | None = None
    n_planned: int | None = None
    n_visits: int | None = None
    n_visits_90_d: int | None = None
    first_on: str | None = None
    as_of: str | None = None
    last_score_on: str | None = None
    days_since_score: int | None = None
    n_entries: int | None = None
    days_with_entry: int | None = None
    days_without_entry: int | None = None
    share_before: float | None = None
    quality: str | None = None
    n_warnings: int | None = None
    n_left_out: int | None = None
    fit: str | None = None
    ess: float | None = None
    recent: str | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """Back from JSON; raises TypeError if it is a line of another version."""
        if set(plain) != {field.name for field in fields(cls)}:
            raise TypeError("a line with other fields")
        return cls(**plain)


def line_of_failure(patient: str, code: str, problems: list[str]) -> Line:
    """The line of a patient for whom there is no report.

    >>> line_of_failure("A", "bad_input", ["diary.csv, row 3, pain: given '11'"]).need
    'no_answer'
    """
    return Line(patient, code, NO_ANSWER, [], problems, [0.0])

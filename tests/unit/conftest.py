"""Courses that a report has to cope with, and their reports, each made once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from deqi.records import Answer, Course, Entry, Needling, Score, Treatment, Visit
from deqi.report import Report, assemble_report

FIRST_ON = date(2026, 3, 2)
FIRST_VISIT_DAY = 14
RUDE = "<script>alert('x')</script> & \"more\""


def _at(day: int, hour: int) -> datetime:
    on = FIRST_ON + timedelta(days=day)
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


def _entry(day: int, nrs: float, **parts: object) -> Entry:
    return Entry(_at(day, 19), FIRST_ON + timedelta(days=day), True, nrs, **parts)


def _visit(day: int, before: float | None, after: float | None, reaction: str | None) -> Visit:
    on = FIRST_ON + timedelta(days=day)
    return Visit(_at(day, 10), on, True, before, after, Needling(reaction=reaction))


def _usual() -> Course:
    """Six weeks that ease from 7 to 4, five visits, a questionnaire, a painkiller."""
    entries = tuple(
        _entry(day, float(7 - day // 14 + (day * 7 % 5 == 0)), work_lost=day in (3, 4))
        for day in range(45)
        if day % 9 != 5
    )
    visits = tuple(
        _visit(FIRST_VISIT_DAY + 5 * k, 6.0 - k // 2, 4.0, "bruise" if k == 1 else "none")
        for k in range(5)
    )
    return Course(
        id="usual",
        entries=entries,
        visits=visits,
        scores=(
            Score(FIRST_ON, "RMDQ-24", total=14),
            Score(FIRST_ON + timedelta(days=40), "RMDQ-24", total=8),
            Score(FIRST_ON, "PEG", answers=(6, 5, 7)),
        ),
        treatments=(Treatment("ibuprofen", FIRST_ON + timedelta(days=20)),),
        time_zone="Europe/Madrid",
        time_zone_given=True,
        duration_weeks=60,
    )


def _without_scores_before() -> Course:
    course = _usual()
    return replace(course, visits=tuple(replace(v, pain_before_nrs=None) for v in course.visits))


def _early() -> Course:
    return replace(_usual(), entries=_usual().entries[:3], visits=(), scores=(), treatments=())


def _no_scores() -> Course:
    visits = tuple(_visit(day, None, None, None) for day in (0, 4))
    return Course(id="no scores", visits=visits)


def _failed_screen() -> Course:
    return replace(_usual(), red_flags={"saddle_numbness": Answer.YES})


def _rude() -> Course:
    """Long and wide words, markup in every free text, many problems."""
    course = _without_scores_before()
    long = "疼痛" * 60
    return replace(
        course,
        id=f"{RUDE} {long}",
        visits=tuple(
            replace(v, needling=Needling(reaction=f"{RUDE} {long}")) for v in course.visits
        ),
        treatments=tuple(Treatment(f"{RUDE} {k} {long}", FIRST_ON) for k in range(8)),
        left_out=tuple(f"diary.csv, row {k}: given '{long}' {RUDE}" for k in range(20)),
        warnings=tuple(f"\x1b[31mwarning {k} {'x' * 150}" for k in range(10)),
    )


def _years() -> Course:
    return replace(
        _usual(),
        entries=tuple(_entry(day, float(4 + day % 3)) for day in range(0, 900, 4)),
        scores=(),
    )


COURSES: dict[str, Callable[[], Course]] = {
    "usual": _usual,
    "without scores before": _without_scores_before,
    "early": _early,
    "no scores": _no_scores,
    "empty": lambda: Course(id="empty"),
    "failed screen": _failed_screen,
    "rude": _rude,
    "years": _years,
}


@cache
def _report_of(name: str) -> Report:
    course = COURSES[name]()
    last_on = max((e.on for e in course.entries), default=FIRST_ON + timedelta(days=6))
    return assemble_report(course, today=last_on + timedelta(days=1))


@pytest.fixture(scope="session")
def report_of() -> Callable[[str], Report]:
    """The report on one of the courses above, by name."""
    return _report_of


@pytest.fixture(scope="session", params=list(COURSES))
def any_report(request: pytest.FixtureRequest) -> Report:
    """The report on each of the courses above in turn."""
    return _report_of(request.param)

"""Courses to put into an episode, and the answers that belong to them."""

from __future__ import annotations

from datetime import UTC, datetime, time

import deqi
from deqi.records import Course
from deqi.store.facts import CourseFacts
from deqi.store.fits import take_fit, want_fit
from deqi.store.models import Episode
from deqi.store.records import add_record
from deqi.web.worker import refresh_fit
from tests.web.people import NOW


def keep_course(episode: Episode, course: Course) -> None:
    """Write the records of a course as if they had been written one by one."""
    for record in (*course.entries, *course.visits, *course.scores, *course.treatments):
        at = getattr(record, "at", None) or datetime.combine(record.on, time(12), UTC)
        add_record(episode, record, at=at, on=record.on, by=None, now=at)
    names = CourseFacts.__dataclass_fields__
    facts = CourseFacts(**{name: getattr(course, name) for name in names})
    at = min((record.at for record in (*course.entries, *course.visits)), default=NOW)
    add_record(episode, facts, at=at, on=at.date(), by=None, now=at)


def keep_example(episode: Episode, name: str = "builds-up") -> None:
    keep_course(episode, deqi.example_course(name))


def keep_answered(episode: Episode, now: datetime) -> None:
    """Have the answer computed, as the worker does."""
    want_fit(episode, now, at_once=True)
    while (fit := take_fit(now)) is not None:
        assert refresh_fit(fit, now)

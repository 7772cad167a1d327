"""A person's own diary by the day, counted back from `TODAY`, for tests of what they see of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from deqi.records import Course, Entry, Visit

TODAY = date(2026, 5, 3)


def moment(days_ago: int, hour: int) -> datetime:
    on = TODAY - timedelta(days=days_ago)
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


def entry(days_ago: int, nrs: float | None, hour: int = 19) -> Entry:
    at = moment(days_ago, hour)
    return Entry(at, at.date(), True, nrs)


def diary(scores: Mapping[int, float | None], visits: tuple[int, ...] = ()) -> Course:
    """One entry for each of the days ago; visits at noon, each with scores of its own."""
    return Course(
        id="own",
        entries=tuple(entry(days_ago, nrs) for days_ago, nrs in scores.items()),
        visits=tuple(Visit(moment(k, 12), moment(k, 12).date(), True, 9.0, 1.0) for k in visits),
    )

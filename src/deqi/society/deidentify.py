"""A course as it may be published: nothing in it leads back to the person by itself.

Free text, names, place, medicines and other conditions are left out; dates are moved; hours, age
and the time of pain are made coarser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from deqi.records import (
    Block,
    Course,
    Entry,
    Needling,
    Score,
    Visit,
)

SHIFTS_WEEKS = range(53, 261)  # one to five years back
STEP = timedelta(minutes=10)
LONGEST_WEEKS = 104  # a longer time of pain is rare enough to be somebody's mark
WORDS_LEFT_OUT = "words left out"
_CODE = re.compile(r"[A-Z]{2}\d{1,2}|ashi", re.IGNORECASE)
Timed = TypeVar("Timed", Entry, Visit)


def deidentify(course: Course, shift_weeks: int) -> Course:
    """The course that may be published, with everything that the numbers are computed from.

    Parameters
    ----------
    shift_weeks : one of `SHIFTS_WEEKS`, drawn by chance and kept nowhere. Whole weeks, so that a
        Monday stays one.

    Examples
    --------
    >>> noon = datetime(2026, 3, 2, 12, 3, tzinfo=UTC)
    >>> course = Course("P-014", (Entry(noon, noon.date(), True, 5.0, note="at my sister's"),))
    >>> (entry,) = deidentify(course, 60).entries
    >>> entry.at.isoformat(), entry.note
    ('2025-01-06T12:00:00+00:00', None)
    """
    zone, back = ZoneInfo(course.time_zone), timedelta(weeks=shift_weeks)
    entries = (_entry(_moved(one, zone, back)) for one in course.entries)
    visits = (_visit(_moved(one, zone, back)) for one in course.visits)
    return Course(
        id="case",
        entries=_said_once(entries),
        visits=_said_once(visits),
        scores=tuple(_score(one, back) for one in course.scores),
        blocks=tuple(_block(one, back) for one in course.blocks),
        time_zone="UTC",
        time_zone_given=True,
        duration_weeks=_weeks(course),
        declared_phase=course.declared_phase,
        diagnosis=course.diagnosis,
        radiating=course.radiating,
        red_flags=course.red_flags,
        expectation=course.expectation,
        visits_recorded=course.visits_recorded,
    )


def age_band(course: Course) -> str:
    """Ten years of age at the first record; empty if the year of birth is not known.

    >>> first = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> entries = (Entry(first, first.date(), True, 5.0),)
    >>> age_band(Course("P-014", entries, year_of_birth=1979))
    '40 to 49'
    """
    first_on = _first_on(course)
    if course.year_of_birth is None or first_on is None:
        return ""
    tens = (first_on.year - course.year_of_birth) // 10 * 10
    if tens < 20:
        return "under 20"
    return "80 and over" if tens >= 80 else f"{tens} to {tens + 9}"


def _moved(one: Timed, zone: ZoneInfo, back: timedelta) -> Timed:
    """Local time becomes UTC, which hides where it was; minutes are rounded down to tens."""
    local = one.at.astimezone(zone).replace(tzinfo=UTC)
    rounded = local - (local - datetime.min.replace(tzinfo=UTC)) % STEP
    return replace(one, at=rounded - back, on=one.on - back, row=0)


def _entry(entry: Entry) -> Entry:
    return replace(entry, medicine=None, note=None)


def _visit(visit: Visit) -> Visit:
    return replace(visit, needling=_needling(visit.needling), also_given=None, note=None)


def _needling(done: Needling) -> Needling:
    points = [point for point in done.each_point() if _CODE.fullmatch(point.name)]
    reaction = done.reaction
    return replace(
        done,
        points=tuple(point.name for point in points),
        sides=tuple(point.side for point in points) if done.sides else (),
        depths_mm=tuple(point.depth_mm for point in points) if done.depths_mm else (),
        reaction=reaction if reaction in (None, "none") else WORDS_LEFT_OUT,
        needle_type=None,
    )


def _score(score: Score, back: timedelta) -> Score:
    return replace(score, on=score.on - back, row=0)


def _block(block: Block, back: timedelta) -> Block:
    return replace(
        block,
        from_on=block.from_on - back,
        to_on=block.to_on - back,
        start_choices=tuple(on - back for on in block.start_choices),
        seed=None,
        row=0,
    )


def _said_once(records: Iterable[Timed]) -> tuple[Timed, ...]:
    """Two that became the same by rounding are one."""
    return tuple(dict.fromkeys(records))


def _weeks(course: Course) -> float | None:
    """Whole weeks of pain before the first record, rounded down so that the phase stays."""
    first_on = _first_on(course)
    if course.onset_on is not None and first_on is not None:
        weeks = (first_on - course.onset_on).days // 7
    elif course.duration_weeks is not None:
        weeks = int(course.duration_weeks)
    else:
        return None
    return float(min(weeks, LONGEST_WEEKS))


def _first_on(course: Course) -> date | None:
    days = [entry.on for entry in course.entries] + [visit.on for visit in course.visits]
    return min(days, default=None)

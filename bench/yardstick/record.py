"""A record as plain numbers: what the slow ways read, and what is stored beside their answers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deqi.records import Course, Entry, Phase, Visit

Array = NDArray[np.float64]
HOUR = timedelta(hours=1)
DAY_H = 24.0
WEEK = 7


@dataclass(frozen=True)
class Record:
    """Scores and visits, in hours since the first day's midnight (UTC); whole-point answers.

    Attributes
    ----------
    first_on : ISO date of the first day.
    entries : (hours, nrs) of the diary, in order.
    visits : (hours, nrs just before needling or None), in order.
    """

    first_on: str
    entries: tuple[tuple[float, float], ...]
    visits: tuple[tuple[float, float | None], ...]

    @classmethod
    def of(cls, course: Course) -> Record:
        """The record of a made-up course: UTC, all times known, nothing after needling."""
        first = min([e.on for e in course.entries] + [v.on for v in course.visits])
        midnight = _midnight(first)
        assert all(v.pain_after_nrs is None and v.has_time for v in course.visits)
        return cls(
            first.isoformat(),
            tuple(((e.at - midnight) / HOUR, float(e.pain_nrs or 0.0)) for e in course.entries),
            tuple(((v.at - midnight) / HOUR, v.pain_before_nrs) for v in course.visits),
        )

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Record:
        """Read what `to_json` wrote."""
        entries = tuple((hours, nrs) for hours, nrs in row["entries"])
        visits = tuple((hours, nrs) for hours, nrs in row["visits"])
        return cls(row["first_on"], entries, visits)

    def to_json(self) -> dict[str, Any]:
        """Plain lists."""
        return asdict(self)

    def course(self) -> Course:
        """The record as the program reads it: a chronic course."""
        midnight = _midnight(date.fromisoformat(self.first_on))
        entries = [(midnight + hours * HOUR, nrs) for hours, nrs in self.entries]
        visits = [(midnight + hours * HOUR, nrs) for hours, nrs in self.visits]
        return Course(
            id="yardstick",
            entries=tuple(Entry(at, at.date(), True, nrs) for at, nrs in entries),
            visits=tuple(Visit(at, at.date(), True, pain_before_nrs=nrs) for at, nrs in visits),
            time_zone="UTC",
            time_zone_given=True,
            declared_phase=Phase.CHRONIC,
        )

    def scores(self) -> tuple[Array, Array]:
        """Times (days since the first score or visit) and answers, in order of time."""
        rows = list(self.entries) + [(at, nrs) for at, nrs in self.visits if nrs is not None]
        rows.sort()
        table = np.array(rows, float).reshape(-1, 2)
        return (table[:, 0] - self._origin_h) / DAY_H, table[:, 1]

    def visit_d(self) -> Array:
        """Times of visits in days since the first score or visit."""
        return (np.array([at for at, _ in self.visits], float) - self._origin_h) / DAY_H

    def start_d(self) -> float:
        """The start: just before the first needling, or the first score."""
        return float(self.visit_d()[0]) if self.visits else 0.0

    def now_d(self) -> Array:
        """The usual hour of the last seven days to the last record's date, after the start."""
        usual = median(at % DAY_H for at, _ in self.entries)
        last_day = int(max(at for at, _ in (*self.entries, *self.visits)) // DAY_H)
        days = np.arange(last_day - WEEK + 1, last_day + 1)
        marks = (days * DAY_H + usual - self._origin_h) / DAY_H
        return marks[marks > self.start_d()]

    @property
    def _origin_h(self) -> float:
        return min(at for at, _ in (*self.entries, *self.visits))


def _midnight(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=UTC)

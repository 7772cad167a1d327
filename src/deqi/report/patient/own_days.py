"""The last days of a person's own diary: what was written, and when there were visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from deqi.records import Course


@dataclass(frozen=True, slots=True)
class OwnScore:
    """One score that the person wrote: local date, hour of the day (0 to 24), pain (0 to 10)."""

    on: date
    hour: float
    nrs: float


@dataclass(frozen=True, slots=True)
class OwnDays:
    """The days from `first_on` to `last_on`, both included; a gap stays a gap.

    Attributes
    ----------
    scores : of the diary alone, in order of time; those taken at visits are not among them.
    visits_on : local date of each visit, in order.
    """

    first_on: date
    last_on: date
    scores: tuple[OwnScore, ...]
    visits_on: tuple[date, ...]

    @property
    def n_days(self) -> int:
        """Days in all."""
        return (self.last_on - self.first_on).days + 1

    @property
    def n_written(self) -> int:
        """Days with a score."""
        return len({score.on for score in self.scores})

    @property
    def middle_nrs(self) -> float:
        """Half of the scores are at or below it, half at or above. Needs a score."""
        return median(score.nrs for score in self.scores)

    @property
    def range_nrs(self) -> tuple[float, float]:
        """The lowest and the highest score. Needs a score."""
        found = [score.nrs for score in self.scores]
        return min(found), max(found)


def own_days(course: Course, today: date, n_days: int) -> OwnDays:
    """What a person wrote on the last `n_days` days, `today` included.

    Examples
    --------
    >>> own_days(Course(id="a"), date(2026, 5, 3), 7).first_on
    datetime.date(2026, 4, 27)
    """
    first_on = today - timedelta(days=n_days - 1)
    zone = ZoneInfo(course.time_zone)
    scores = sorted(
        (entry.on, entry.at, entry.pain_nrs)
        for entry in course.entries
        if entry.pain_nrs is not None and first_on <= entry.on <= today
    )
    visits_on = sorted(visit.on for visit in course.visits if first_on <= visit.on <= today)
    return OwnDays(
        first_on,
        today,
        tuple(OwnScore(on, _hour(at.astimezone(zone)), nrs) for on, at, nrs in scores),
        tuple(visits_on),
    )


def last_written_on(course: Course, today: date) -> date | None:
    """The last local date, up to `today`, on which a score was written; None without one."""
    written = (entry.on for entry in course.entries if entry.pain_nrs is not None)
    return max((on for on in written if on <= today), default=None)


def _hour(at: datetime) -> float:
    return at.hour + at.minute / 60

"""Which local dates are open for a visit: the practice's week, closed days, the person, limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from deqi.plan.policy import Policy
from deqi.plan.reasons import Reason, counted
from deqi.records import DaySpan
from deqi.track.timeline import local_moment

CAP_WINDOW_D = 90
NOON_H = 12.0


class Closed(StrEnum):
    """Why a day is not open, in the words of a plan."""

    WEEK = "Moved to the next working day."
    PRACTICE = "Moved on: the practice is closed."
    PERSON = "Moved on: the person cannot come."
    NO_DAY = "Moved on: the clocks of this time zone skip that day."


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many visits in any stretch of time, past and planned ones together.

    Attributes
    ----------
    n_visits : at most so many.
    window_d : in any so many days running; None: in any twelve months running.
    sources : keys of evidence sources.
    note : what to add when it moves a visit.
    """

    n_visits: int
    window_d: int | None
    sources: tuple[str, ...] = ()
    note: str = ""

    def window_from(self, on: date) -> date:
        """The first day of the stretch that ends on a day.

        >>> Limit(12, 90).window_from(date(2026, 3, 31)).isoformat()
        '2026-01-01'
        >>> Limit(20, None).window_from(date(2028, 2, 29)).isoformat()
        '2027-03-01'
        """
        if self.window_d is not None:
            return on - timedelta(days=self.window_d - 1)
        return _a_year_before(on) + timedelta(days=1)

    def used(self, on: date, visits: Iterable[date]) -> int:
        """Visits in the stretch that ends on a day, that day included."""
        first = self.window_from(on)
        return sum(first <= visit <= on for visit in visits)

    def allows(self, on: date, visits: Iterable[date]) -> bool:
        """Whether one more visit on a day keeps to the limit."""
        return self.used(on, visits) < self.n_visits

    def next_free(self, after: date, visits: Sequence[date]) -> date:
        """The first day after a date on which one more visit keeps to the limit."""
        on = after + timedelta(days=1)
        while not self.allows(on, visits):
            on += timedelta(days=1)
        return on

    @property
    def words(self) -> str:
        """The limit in words."""
        window = "any twelve months" if self.window_d is None else f"{self.window_d} days"
        return f"no more than {counted(self.n_visits, 'visit')} in {window}{self.note}"


def _a_year_before(on: date) -> date:
    """The same day one year before; 28 February for the 29th."""
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return on.replace(year=on.year - 1, day=28)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are open at all, whatever was planned before.

    >>> from deqi.plan.policy import USUAL
    >>> Calendar(USUAL, (), "UTC").why_closed(date(2026, 5, 2)).name
    'WEEK'
    """

    policy: Policy
    cannot_come: tuple[DaySpan, ...]
    time_zone: str

    def is_open(self, on: date) -> bool:
        """Whether a visit may lie on this day."""
        return self.why_closed(on) is None

    def why_closed(self, on: date) -> Closed | None:
        """Why no visit may lie on this day; None if it is open."""
        if on.isoweekday() not in self.policy.work_days:
            return Closed.WEEK
        if any(span.holds(on) for span in self.policy.closed):
            return Closed.PRACTICE
        if any(span.holds(on) for span in self.cannot_come):
            return Closed.PERSON
        return None if _has_this_day(on, self.time_zone) else Closed.NO_DAY


def _has_this_day(on: date, time_zone: str) -> bool:
    """A zone that moved across the date line has left out a day."""
    moment = local_moment(on, NOON_H, time_zone)
    return moment.astimezone(ZoneInfo(time_zone)).date() == on


def own_cap(policy: Policy) -> Limit:
    """The practice's own cap, less what is kept free for a flare."""
    reserve = policy.flare_reserve if policy.spacing == "flare" else 0
    cited = () if reserve else policy.sources.get("max_visits_in_90_d", ())
    note = f"; {reserve} more are kept free for a flare" if reserve else ""
    return Limit(policy.max_visits_in_90_d - reserve, CAP_WINDOW_D, cited, note)


def told_moves(closed: Iterable[Closed]) -> tuple[Reason, ...]:
    """Why a date was moved, each reason once."""
    return tuple(Reason(why.value) for why in dict.fromkeys(closed))

"""On which local dates and at which hour the next visits may lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from deqi.plan.calendar import Calendar, Limit, own_cap, told_moves
from deqi.plan.policy import Policy
from deqi.plan.reasons import Reason, counted, day
from deqi.track.timeline import Timeline, local_moment

RECENT_GAPS = 4  # courses begin closely spaced and widen; the latest gaps are the habit now
HALF_HOURS = 2  # planned visits begin on the half hour
LONGEST_MOVE_D = 180  # a cap of 90 days and a long holiday; a later date is no plan any more


@dataclass(frozen=True, slots=True)
class DateChoice:
    """A date for a visit and why it is this one."""

    on: date
    at: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When this course's visits lie.

    Attributes
    ----------
    past : local dates of the visits so far, in order.
    after : no visit on or before this date: the later of the last record and today.
    record_age_d : days from the last record to `after`.
    gap_d : days from one visit to the next, median of the latest few, within the policy's bounds.
    is_own_gap : whether `gap_d` is this course's own and not the policy's default.
    hour : local hour of a planned visit.
    calendar : which days are open.
    limits : how many visits in how many days: the practice's own cap first.
    """

    past: tuple[date, ...]
    after: date
    record_age_d: int
    gap_d: int
    is_own_gap: bool
    hour: float
    time_zone: str
    policy: Policy
    calendar: Calendar
    limits: tuple[Limit, ...]

    @property
    def is_record_old(self) -> bool:
        """Whether the record ends so long ago that a new score should come before a plan."""
        return self.record_age_d > self.policy.max_record_age_d

    def next_choice(self, planned: Sequence[date] = ()) -> DateChoice | None:
        """The first open date at the usual gap after all past and planned visits.

        None when the days are closed, or the limits reached, for half a year on end.
        """
        visits = (*self.past, *planned)
        wished = self._wished(visits)
        on = self.first_open(wished, visits)
        if on is None:
            return None
        reasons = (self._why_wished(visits, wished), *self.why_moved(wished, on, visits))
        return DateChoice(on, self.moment(on), reasons)

    def first_open(self, wished: date, visits: Sequence[date]) -> date | None:
        """The first day from `wished` on that is open and within the limits."""
        days = (wished + timedelta(days=k) for k in range(LONGEST_MOVE_D + 1))
        return next((on for on in days if self._is_allowed(on, visits)), None)

    def moment(self, on: date) -> datetime:
        """The usual hour of a day, in UTC."""
        return local_moment(on, self.hour, self.time_zone)

    def why_moved(self, wished: date, on: date, visits: Sequence[date]) -> tuple[Reason, ...]:
        """Why a visit lies later than wished."""
        reached = [limit for limit in self.limits if not limit.allows(wished, visits)]
        skipped = (wished + timedelta(days=k) for k in range((on - wished).days))
        closed = [why for why in map(self.calendar.why_closed, skipped) if why is not None]
        caps = (Reason(f"Moved on: {limit.words}.", limit.sources) for limit in reached)
        return (*caps, *told_moves(closed))

    def _is_allowed(self, on: date, visits: Sequence[date]) -> bool:
        is_within = all(limit.allows(on, visits) for limit in self.limits)
        return is_within and self.calendar.is_open(on)

    def _wished(self, visits: Sequence[date]) -> date:
        tomorrow = self.after + timedelta(days=1)
        return max(tomorrow, visits[-1] + timedelta(days=self.gap_d)) if visits else tomorrow

    def _why_wished(self, visits: Sequence[date], wished: date) -> Reason:
        if not visits:
            return Reason(f"{day(wished)} is the first day that can be planned.")
        gap = counted(self.gap_d, "day")
        due = visits[-1] + timedelta(days=self.gap_d)
        whose = "this course's latest usual gap" if self.is_own_gap else "the policy's gap"
        why = f"{gap} after the visit of {day(visits[-1])}, {whose}"
        if wished > due:
            return Reason(f"{why}, would be {day(due)}; that is past, so the next day is taken.")
        return Reason(f"{why[0].upper()}{why[1:]}.")


def rhythm_of(
    timeline: Timeline, today: date, policy: Policy, payers: tuple[Limit, ...] = ()
) -> Rhythm:
    """The rhythm of a course: its own where it has one, else the policy's.

    `payers` are limits that hold beside the practice's own cap.
    """
    past = tuple(visit.on for visit in timeline.visits)
    gaps = [(b - a).days for a, b in pairwise(past) if b > a]
    if policy.spacing == "flare":  # visits on days running are no habit
        gaps = [gap for gap in gaps if gap >= policy.min_gap_d]
    usual = round(median(gaps[-RECENT_GAPS:])) if gaps else policy.default_gap_d
    gap_d = min(max(usual, policy.min_gap_d), policy.max_gap_d)
    after = max(timeline.as_of, today)
    return Rhythm(
        past=past,
        after=after,
        record_age_d=(after - timeline.as_of).days,
        gap_d=gap_d,
        is_own_gap=bool(gaps) and gap_d == usual,
        hour=_usual_hour(timeline, policy),
        time_zone=timeline.time_zone,
        policy=policy,
        calendar=Calendar(policy, timeline.cannot_come, timeline.time_zone),
        limits=(own_cap(policy), *payers),
    )


def _usual_hour(timeline: Timeline, policy: Policy) -> float:
    """Median local hour of the visits that have a time, on the half hour, at practical hours."""
    zone = ZoneInfo(timeline.time_zone)
    clocks = [visit.at.astimezone(zone).time() for visit in timeline.visits if visit.has_time]
    if not clocks:
        return policy.default_hour
    usual = round(HALF_HOURS * median(map(_hour, clocks))) / HALF_HOURS
    return min(max(usual, policy.earliest_hour), policy.latest_hour)


def _hour(clock: time) -> float:
    return clock.hour + clock.minute / 60

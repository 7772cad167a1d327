"""The next visits, one by one, for as long as one more is expected to add enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Protocol

from deqi.infer.results import Interval
from deqi.plan.needs import FitNeeded
from deqi.plan.policy import Policy
from deqi.plan.reasons import Reason, counted, day, points, points_with_interval
from deqi.plan.rhythm import DateChoice, Rhythm


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A proposed visit; a person decides.

    Attributes
    ----------
    at : aware UTC time. on : local date.
    gain_nrs : mean pain lower by, over the policy's horizon from the day on which the visit is
        decided: today for the first, the visit before for the others, but never more than a usual
        gap before the visit itself. Positive is better.
    reasons : why this date, and what it is expected to add.
    """

    at: datetime
    on: date
    gain_nrs: Interval
    reasons: tuple[Reason, ...]


class Dates(Protocol):
    """Chooses the dates of visits one by one."""

    def next_choice(self, planned: Sequence[date] = ()) -> DateChoice | None:
        """The next date after all past and planned visits; None if no day is open."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a plan may reach: at most `n_visits` visits, none but the first after `until`.

    `then` says what follows when the plan reaches that far.
    """

    n_visits: int
    until: date
    then: str


@dataclass(frozen=True, slots=True)
class Block:
    """Proposed visits, and why there are no more of them."""

    visits: tuple[PlannedVisit, ...]
    ending: Reason


def propose_block(
    fit: FitNeeded, rhythm: Rhythm, bounds: Bounds, first: PlannedVisit, dates: Dates
) -> Block:
    """The first visit and those that follow while each adds enough."""
    visits = [first]
    while len(visits) < bounds.n_visits:
        visit = propose_next(fit, rhythm, dates, visits)
        if visit is None or visit.on > bounds.until:
            break
        if visit.gain_nrs.median < rhythm.policy.min_gain_nrs:
            return Block(tuple(visits), _told_ending(visit, rhythm.policy))
        visits.append(visit)
    return Block(tuple(visits), Reason(bounds.then))


def _told_ending(visit: PlannedVisit, policy: Policy) -> Reason:
    return Reason(
        f"A further visit on {day(visit.on)} is expected to add {points(visit.gain_nrs.median)} "
        f"points, under the threshold of {policy.min_gain_nrs:g}: read the record again."
    )


def propose_next(
    fit: FitNeeded, rhythm: Rhythm, dates: Dates, planned: Sequence[PlannedVisit] = ()
) -> PlannedVisit | None:
    """The next allowed visit after past and planned ones, with what it is expected to add."""
    choice = dates.next_choice([visit.on for visit in planned])
    if choice is None:
        return None
    decided_on = _decided_on(choice.on, planned[-1].on if planned else rhythm.after, rhythm)
    planned_at = [visit.at for visit in planned]
    gain = expected_gain(fit, choice.at, planned_at, decided_on, rhythm.policy.horizon_d)
    told = told_gain(gain, decided_on, rhythm.policy)
    return PlannedVisit(choice.at, choice.on, gain, (*choice.reasons, told))


def _decided_on(on: date, earliest: date, rhythm: Rhythm) -> date:
    """The visit before, or today; a usual gap ahead when the cap moved the visit far beyond it."""
    return max(earliest, on - timedelta(days=rhythm.gap_d))


def expected_gain(
    fit: FitNeeded, at: datetime, planned: Sequence[datetime], decided_on: date, horizon_d: int
) -> Interval:
    """How much lower a visit brings mean pain over the `horizon_d` days after `decided_on`.

    Before the visit it adds nothing, so the mean from the day after `as_of` on, times the number of
    its days, is the same sum of points as that over the horizon.
    """
    lead_d = (decided_on - fit.timeline.as_of).days
    n_days = lead_d + horizon_d
    gain = fit.visit_gain_nrs(at, planned, n_days)
    if lead_d == 0:
        return gain
    return Interval(*(getattr(gain, end.name) * n_days / horizon_d for end in fields(Interval)))


def told_gain(gain: Interval, decided_on: date, policy: Policy) -> Reason:
    """What a visit is expected to add, beside the threshold."""
    until = day(decided_on + timedelta(days=policy.horizon_d))
    return Reason(
        f"Expected to lower mean pain over the {counted(policy.horizon_d, 'day')} to {until} by "
        f"{points_with_interval(gain)}; the threshold is {policy.min_gain_nrs:g}."
    )

"""The moments of a protocol: evenings, and the hours of visits, in whole half hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from deqi.simulate.cohort.protocol import Protocol
from deqi.simulate.course import AFTER_H, EVENING_H, MORNING_H, VISIT_H

PER_DAY = 48  # half hours: every hour of the course is one of them


class What(Enum):
    """What a moment is for."""

    MORNING = MORNING_H
    VISIT = VISIT_H
    AFTER = AFTER_H
    EVENING = EVENING_H


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment: its day, what it is for, and half hours since the moment before.

    `natural` counts only from the record's beginning: before it, the natural course rests.
    """

    day: int
    what: What
    at: int
    step: int
    natural: int


def moments_of(protocol: Protocol) -> tuple[Moment, ...]:
    """All moments in order.

    >>> [(m.what.name, m.step) for m in moments_of(Protocol(n_days=2, visit_days=(1,)))]
    [('EVENING', 0), ('VISIT', 28), ('EVENING', 20)]
    """
    origin = origin_of(protocol)
    moments = []
    before: int | None = None
    for day, what in _places(protocol):
        at = day * PER_DAY + round(what.value * PER_DAY / 24)
        last = at if before is None else before
        natural = max(at, origin) - max(last, origin)
        moments.append(Moment(day, what, at, at - last, natural))
        before = at
    return tuple(moments)


def origin_of(protocol: Protocol) -> int:
    """When the record begins: the first evening, or a visit on the first day before it."""
    has_first_visit = 0 in (protocol.grid_days or protocol.visit_days)
    return round((VISIT_H if has_first_visit else EVENING_H) * PER_DAY / 24)


def _places(protocol: Protocol) -> Iterator[tuple[int, What]]:
    days = protocol.visit_days if protocol.grid_days is None else protocol.grid_days
    may_visit = set(days)
    has_mornings = protocol.trigger is not None or protocol.grid_has_mornings
    for day in range(protocol.n_days):
        if has_mornings:
            yield day, What.MORNING
        if day in may_visit or has_mornings:
            yield day, What.VISIT
            if protocol.scores_at_visits == "both":
                yield day, What.AFTER
        yield day, What.EVENING

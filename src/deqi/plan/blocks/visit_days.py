"""On which days of an on block visits may lie: the policy's gap, on open days, under its cap."""

from __future__ import annotations

from datetime import date, timedelta

from deqi.plan.calendar import CAP_WINDOW_D, Calendar, Limit
from deqi.plan.policy import USUAL
from deqi.records import Block

USUAL_CALENDAR = Calendar(USUAL, (), "UTC")


def visit_days(block: Block, calendar: Calendar = USUAL_CALENDAR) -> tuple[date, ...]:
    """Proposed days of visits, from the block's first day on; none in an off block.

    >>> first = date(2026, 1, 5)
    >>> [on.day for on in visit_days(Block(first, first + timedelta(days=20), True))]
    [5, 12, 19]
    """
    policy = calendar.policy
    cap = Limit(policy.max_visits_in_90_d, CAP_WINDOW_D)
    days: list[date] = []
    on = block.from_on
    while block.is_on and on <= block.to_on:
        if calendar.is_open(on) and cap.allows(on, days):
            days.append(on)
            on += timedelta(days=policy.default_gap_d)
        else:
            on += timedelta(days=1)
    return tuple(days)

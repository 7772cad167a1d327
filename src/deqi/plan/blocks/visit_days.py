"""On which days of an on block the visits may lie: the policy's gap, on its working days."""

from __future__ import annotations

from datetime import date, timedelta

from deqi.plan.calendar import CAP_WINDOW_D, Limit
from deqi.plan.policy import USUAL, Policy
from deqi.records import Block


def visit_days(block: Block, policy: Policy = USUAL) -> tuple[date, ...]:
    """Proposed days of visits, from the block's first day on, under the policy's cap.

    >>> first = date(2026, 1, 5)
    >>> [on.day for on in visit_days(Block(first, first + timedelta(days=20), True))]
    [5, 12, 19]
    """
    cap = Limit(policy.max_visits_in_90_d, CAP_WINDOW_D)
    days: list[date] = []
    on = block.from_on
    while block.is_on and on <= block.to_on:
        is_closed = any(span.holds(on) for span in policy.closed)
        is_open = on.isoweekday() in policy.work_days and not is_closed
        if is_open and cap.allows(on, days):
            days.append(on)
            on += timedelta(days=policy.default_gap_d)
        else:
            on += timedelta(days=1)
    return tuple(days)

"""On which days of an on block the visits may lie: the policy's gap, on its working days."""

from __future__ import annotations

from datetime import date, timedelta

from deqi.plan.policy import USUAL, Policy
from deqi.plan.rhythm import CAP_WINDOW_D
from deqi.records import Block


def visit_days(block: Block, policy: Policy = USUAL) -> tuple[date, ...]:
    """Proposed days of visits, from the block's first day on, under the policy's cap.

    >>> first = date(2026, 1, 5)
    >>> [on.day for on in visit_days(Block(first, first + timedelta(days=20), True))]
    [5, 12, 19]
    """
    days: list[date] = []
    on = block.from_on
    while block.is_on and on <= block.to_on:
        window_from = on - timedelta(days=CAP_WINDOW_D - 1)
        is_under_cap = sum(day >= window_from for day in days) < policy.max_visits_in_90_d
        if on.isoweekday() in policy.work_days and is_under_cap:
            days.append(on)
            on += timedelta(days=policy.default_gap_d)
        else:
            on += timedelta(days=1)
    return tuple(days)

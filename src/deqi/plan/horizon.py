"""What another horizon would change. It decides more than any way of choosing dates."""

from __future__ import annotations

from datetime import timedelta

from deqi.plan.best import BestDates, best_dates
from deqi.plan.needs import FitNeeded
from deqi.plan.proposal import Bounds, Dates, expected_gain
from deqi.plan.reasons import Reason, counted, day, points
from deqi.plan.rhythm import Rhythm

SHORT_D, LONG_D = 28, 90  # what a forecast looks ahead, and what a cap counts over
LONG_FROM_D = 60  # a horizon from here on is compared with the short one


def tell_other_horizon(
    fit: FitNeeded, rhythm: Rhythm, dates: Dates, bounds: Bounds
) -> Reason | None:
    """What the next visit, or the best dates, would be over another number of days."""
    horizon_d = rhythm.policy.horizon_d
    other_d = SHORT_D if horizon_d >= LONG_FROM_D else LONG_D
    if isinstance(dates, BestDates):
        return _other_dates(fit, dates, bounds, other_d)
    return _other_gain(fit, rhythm, dates, other_d)


def _other_dates(fit: FitNeeded, dates: BestDates, bounds: Bounds, other_d: int) -> Reason:
    other = best_dates(fit, dates.rhythm, bounds.n_visits, bounds.until, other_d)
    return Reason(
        f"Over {counted(other_d, 'day')} instead of {dates.horizon_d}, the best choice would be "
        f"{_told_dates(other)}; over {dates.horizon_d} it is {_told_dates(dates)}."
    )


def _told_dates(dates: BestDates) -> str:
    found = dates.dates
    if not found:
        return "no visit"
    visits = f"{counted(len(found), 'visit')}, the first on {day(found[0])}"
    if len(found) == 1:
        return visits
    gap = (found[-1] - found[0]).days / (len(found) - 1)
    return f"{visits}, then every {gap:.1f} days on average"


def _other_gain(fit: FitNeeded, rhythm: Rhythm, dates: Dates, other_d: int) -> Reason | None:
    choice = dates.next_choice()
    if choice is None:
        return None
    decided_on = max(rhythm.after, choice.on - timedelta(days=rhythm.gap_d))
    gain = expected_gain(fit, choice.at, (), decided_on, other_d).median
    least = rhythm.policy.min_gain_nrs
    side = "at or above" if gain >= least else "under"
    return Reason(
        f"Counted over {counted(other_d, 'day')} instead of {rhythm.policy.horizon_d}, the next "
        f"visit would be expected to lower mean pain by {points(gain)} points, {side} the "
        f"threshold of {least:g}."
    )

"""Dates on the time axis: as many as fit, at round places, the year said where it begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from deqi.report.wording import SHORT_MONTHS, short_day

DAY_STEPS = (1, 2, 3, 7, 14)
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
MONDAY = datetime(2024, 1, 1)  # steps of weeks are counted from a Monday


@dataclass(frozen=True, slots=True)
class Tick:
    """One place on the time axis: its label, and the year in a second line where it is news."""

    at: datetime
    label: str
    year: str


def choose_ticks(starts_at: datetime, ends_at: datetime, n_at_most: int) -> tuple[Tick, ...]:
    """The finest round steps that give no more than `n_at_most` labels.

    >>> [t.label for t in choose_ticks(datetime(2026, 1, 1), datetime(2026, 3, 1), 5)]
    ['12 Jan', '26 Jan', '9 Feb', '23 Feb']
    """
    candidates = [_daily(starts_at, ends_at, step) for step in DAY_STEPS]
    candidates += [_monthly(starts_at, ends_at, step) for step in MONTH_STEPS]
    places = next((c for c in candidates if len(c) <= n_at_most), candidates[-1])
    is_monthly = all(at.day == 1 for at in places) and len(places) > 1
    return _labelled(places, is_monthly)


def _daily(starts_at: datetime, ends_at: datetime, step: int) -> list[datetime]:
    first = starts_at + timedelta(days=-(starts_at - MONDAY).days % step)
    n = max(0, (ends_at - first).days // step + 1) if first < ends_at else 0
    return [first + k * timedelta(days=step) for k in range(n)]


def _monthly(starts_at: datetime, ends_at: datetime, step: int) -> list[datetime]:
    first = starts_at.year * 12 + starts_at.month - 1
    months = range(first, ends_at.year * 12 + ends_at.month)
    places = [datetime(m // 12, m % 12 + 1, 1) for m in months if m % step == 0]
    return [at for at in places if starts_at <= at <= ends_at]


def _labelled(places: list[datetime], is_monthly: bool) -> tuple[Tick, ...]:
    ticks: list[Tick] = []
    for k, at in enumerate(places):
        label = SHORT_MONTHS[at.month - 1] if is_monthly else short_day(at.date())
        is_news = k == 0 or at.year != places[k - 1].year
        ticks.append(Tick(at, label, str(at.year) if is_news else ""))
    return tuple(ticks)

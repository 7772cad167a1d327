"""Stand-ins that tests of several rooms share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pytest
from hypothesis import settings

from deqi.infer import Change, FitOutcome, Interval
from deqi.records import Course
from deqi.track import Timeline, build_timeline

# The same invented inputs every time, and no time limit on a busy machine. To look further:
# pytest --hypothesis-profile=default
settings.register_profile("seeded", derandomize=True, deadline=None)
settings.load_profile("seeded")


def point(nrs: float) -> Interval:
    """An interval without width."""
    return Interval(nrs, nrs, nrs, nrs, nrs, nrs, nrs)


NO_NEWS = Change(
    total=point(0.0),
    natural=point(0.0),
    visits=point(0.0),
    start_nrs=point(6.0),
    now_nrs=point(6.0),
    p_important=0.1,
    p_worse=0.1,
    p_recovered=0.0,
    p_visits_below_0=0.5,
    p_visits_below_minus_1=0.1,
)


@dataclass(frozen=True)
class StandInFit:
    """A fit whose beliefs are given. A visit's gain is so many points on each day after it."""

    timeline: Timeline
    believed: Change = NO_NEWS
    gain_nrs: float = 0.2
    gain_after: dict[int, float] = field(default_factory=dict)
    outcome: FitOutcome = FitOutcome.ENOUGH

    def change(self) -> Change:
        return self.believed

    def visit_gain_nrs(
        self, visit_at: datetime, planned: Sequence[datetime] = (), n_days: int = 28
    ) -> Interval:
        days_felt = n_days - ((visit_at.date() - self.timeline.as_of).days - 1)
        a_day = self.gain_after.get(len(planned), self.gain_nrs)
        return point(a_day * max(days_felt, 0) / n_days)


@pytest.fixture(scope="session")
def stand_in_fit() -> Callable[..., StandInFit]:
    """Make a stand-in fit of a course; beliefs about the change are named as in `Change`."""

    def make(
        course: Course,
        as_of: date | None = None,
        *,
        gain_nrs: float = 0.2,
        gain_after: dict[int, float] | None = None,
        outcome: FitOutcome = FitOutcome.ENOUGH,
        **beliefs: float | None,
    ) -> StandInFit:
        timeline = build_timeline(course, as_of)
        believed = replace(NO_NEWS, **beliefs)
        return StandInFit(timeline, believed, gain_nrs, gain_after or {}, outcome)

    return make

"""Stand-ins that tests of several rooms share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import settings

from deqi.infer import Change, FitOutcome, Interval, VisitValues
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
    found_on: tuple[date, ...] = ()
    outcome: FitOutcome = FitOutcome.ENOUGH

    def change(self) -> Change:
        return self.believed

    def visit_gain_nrs(
        self, visit_at: datetime, planned: Sequence[datetime] = (), n_days: int = 28
    ) -> Interval:
        days_felt = n_days - ((visit_at.date() - self.timeline.as_of).days - 1)
        a_day = self.gain_after.get(len(planned), self.gain_nrs)
        return point(a_day * max(days_felt, 0) / n_days)

    def flare_days(self) -> tuple[date, ...]:
        reported = {entry.on for entry in self.timeline.entries if entry.flare}
        return tuple(sorted({*self.found_on, *reported}))

    def visit_values(self, visits_at: Sequence[datetime], n_days: int) -> VisitValues:
        felt = [self.visit_gain_nrs(at, (), n_days).median for at in visits_at]
        nothing = (0.0,) * len(felt)
        start = datetime.combine(self.timeline.as_of, datetime.min.time(), UTC)
        at_d = tuple((at - start).total_seconds() / 86400 for at in visits_at)
        past = [visit.at for visit in self.timeline.visits]
        last_d = (past[-1] - start).total_seconds() / 86400 if past else None
        return VisitValues(at_d, tuple(felt), nothing, nothing, len(past), last_d, 1.0, 4.0, 1.5)


@pytest.fixture(scope="session")
def stand_in_fit() -> Callable[..., StandInFit]:
    """Make a stand-in fit of a course; beliefs about the change are named as in `Change`."""

    def make(
        course: Course,
        as_of: date | None = None,
        *,
        gain_nrs: float = 0.2,
        gain_after: dict[int, float] | None = None,
        found_on: tuple[date, ...] = (),
        outcome: FitOutcome = FitOutcome.ENOUGH,
        **beliefs: float | None,
    ) -> StandInFit:
        timeline = build_timeline(course, as_of)
        believed = replace(NO_NEWS, **beliefs)
        return StandInFit(timeline, believed, gain_nrs, gain_after or {}, found_on, outcome)

    return make

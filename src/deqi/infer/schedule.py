"""A timeline as numbers: when each score, visit and mark lies, in days since the record began."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deqi.model import Doses, Prior, answer_bounds, growth_weights, relief_curves, spacing_weights
from deqi.records import Visit
from deqi.track import Timeline
from deqi.track.timeline import VISIT_HOURS, Kind, local_moment

Array = NDArray[np.float64]
EventKind = Literal["start", "clone", "score", "now"]
NOW_DAYS = 7  # "now" is the mean over the last week: one evening is not a state of health
DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class Event:
    """Something the filter meets, `at_d` days since the origin; `index` counts within its kind."""

    at_d: float
    kind: EventKind
    index: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that inference needs of a timeline; no dates, no names.

    Attributes
    ----------
    origin_at : UTC moment of the first score or visit.
    events : in order of time; marks stand before scores at the same moment.
    low, high : shape (n_scores,), bounds of each answer in NRS points.
    doses : visits as weights in time (a visit without a time is spread over the day).
    visit_d, fast_w, slow_w, growth_w : shape (n_visits,), time and weights of each visit.
    start_d, now_d : the marks for "at the start" and "now".
    end_d : when the record ends.
    dose_visit : shape (n_doses,), which visit each dose belongs to.
    own : for a score taken at a visit without a time: its place, and which visit it belongs to.
    """

    origin_at: datetime
    events: tuple[Event, ...]
    low: Array
    high: Array
    score_d: Array
    doses: Doses
    visit_d: Array
    fast_w: Array
    slow_w: Array
    growth_w: Array
    start_d: float
    now_d: Array
    end_d: float
    dose_visit: NDArray[np.int64]
    own: tuple[tuple[int, int, bool], ...]

    @property
    def last_visit_d(self) -> float:
        """Just after the latest visit, in days."""
        return float(self.doses.at_d[-1]) + 1e-9

    def days_since_origin(self, at: datetime) -> float:
        """A moment in days since the origin."""
        return (at - self.origin_at).total_seconds() / DAY_S

    @property
    def n_scores(self) -> int:
        """How many scores the filter meets."""
        return sum(e.kind == "score" for e in self.events)

    def thinned(self, every: int) -> Schedule:
        """Only every so-many-th score, without marks: the same record, seen coarsely."""
        scores = tuple(e for e in self.events if e.kind == "score")[::every]
        kept = {e.index for e in scores}
        return replace(self, events=scores, own=tuple(o for o in self.own if o[0] in kept))

    def with_visits(self, more_d: Array, prior: Prior) -> Schedule:
        """The same record with further visits after its end, `more_d` days since the origin."""
        visit_d = np.concatenate([self.visit_d, np.sort(more_d)])
        old = len(self.visit_d)
        fast_w = spacing_weights(visit_d, prior.t_ref_fast_d)
        slow_w = spacing_weights(visit_d, prior.t_ref_slow_d)
        growth_w = growth_weights(len(visit_d), prior.growth_visits)
        doses = Doses(
            np.concatenate([self.doses.at_d, visit_d[old:]]),
            np.concatenate([self.doses.fast, fast_w[old:]]),
            np.concatenate([self.doses.grown, (fast_w * growth_w)[old:]]),
            np.concatenate([self.doses.slow, slow_w[old:]]),
        )
        return replace(
            self, doses=doses, visit_d=visit_d, fast_w=fast_w, slow_w=slow_w, growth_w=growth_w
        )

    def just_after_last_visit(self, theta: dict[str, Array]) -> Array:
        """Relief curves just after the latest visit, shape (3, n_points).

        A visit without a time counts whole, although its doses are spread over the day: here it has
        just taken place.
        """
        latest = len(self.visit_d) - 1
        at_d = self.visit_d[latest] + 1e-9  # a visit at the same moment has taken place too
        earlier = self.dose_visit != latest
        doses = Doses(
            self.doses.at_d[earlier],
            self.doses.fast[earlier],
            self.doses.grown[earlier],
            self.doses.slow[earlier],
        )
        before = relief_curves(np.array([at_d]), doses, theta["tau_f"], theta["tau_s"])[0]
        fast = self.fast_w[latest]
        own = np.array([[fast], [fast * self.growth_w[latest]], [self.slow_w[latest]]])
        return np.asarray(before + own)

    def curves(self, at_d: Array, theta: dict[str, Array]) -> Array:
        """Relief curves at ordered times, shape (n_times, 3, n_points)."""
        return relief_curves(at_d, self.doses, theta["tau_f"], theta["tau_s"])


def build_schedule(timeline: Timeline, prior: Prior, clone_d: Array | None = None) -> Schedule:
    """Lay a timeline out for the filter.

    Parameters
    ----------
    timeline : the record, with at least one score or visit.
    prior : for the weights of visits.
    clone_d : optional ordered times, days since the origin, at which the level is to be remembered.
    """
    origin = _origin(timeline)
    days = _Days(origin)
    score_d = np.array([days(s.at) for s in timeline.scores])
    visit_d = np.array([days(v.at) for v in timeline.visits])
    fast_w = spacing_weights(visit_d, prior.t_ref_fast_d)
    slow_w = spacing_weights(visit_d, prior.t_ref_slow_d)
    growth_w = growth_weights(len(visit_d), prior.growth_visits)
    doses, dose_visit = _doses(timeline, days, fast_w, slow_w, growth_w)
    start_d = float(doses.at_d[0]) if len(visit_d) else 0.0
    now_d = _now_marks(timeline, days, start_d)
    events = [Event(start_d, "start", 0)]
    events += [
        Event(float(t), "clone", k) for k, t in enumerate(() if clone_d is None else clone_d)
    ]
    events += [Event(float(t), "now", k) for k, t in enumerate(now_d)]
    events += [Event(float(t), "score", k) for k, t in enumerate(score_d)]
    events.sort(key=lambda e: e.at_d)
    nrs = np.array([s.nrs for s in timeline.scores])
    low, high = answer_bounds(nrs, np.array([s.half_width_nrs for s in timeline.scores]))
    return Schedule(
        origin_at=origin,
        events=tuple(events),
        low=low,
        high=high,
        score_d=score_d,
        doses=doses,
        visit_d=visit_d,
        fast_w=fast_w,
        slow_w=slow_w,
        growth_w=growth_w,
        start_d=start_d,
        now_d=now_d,
        end_d=max(events[-1].at_d, float(doses.at_d[-1]) if len(visit_d) else 0.0),
        dose_visit=dose_visit,
        own=_scores_at_visits_without_time(timeline),
    )


class _Days:
    """Moments as days since an origin."""

    def __init__(self, origin: datetime) -> None:
        self.origin = origin

    def __call__(self, at: datetime) -> float:
        return (at - self.origin).total_seconds() / DAY_S


def _origin(timeline: Timeline) -> datetime:
    moments = [s.at for s in timeline.scores[:1]]
    moments += [_visit_moments(v, timeline.time_zone)[0] for v in timeline.visits[:1]]
    if not moments:
        return datetime.combine(timeline.as_of, datetime.min.time(), UTC)
    return min(moments)


def _visit_moments(visit: Visit, time_zone: str) -> list[datetime]:
    """When a visit may have been: its time, or one moment in each hour of a practice's day."""
    if visit.has_time:
        return [visit.at]
    hours = np.arange(VISIT_HOURS[0] + 0.5, VISIT_HOURS[1])
    return [local_moment(visit.on, float(h), time_zone) for h in hours]


def _doses(
    timeline: Timeline, days: _Days, fast_w: Array, slow_w: Array, growth_w: Array
) -> tuple[Doses, NDArray[np.int64]]:
    rows = []
    for k, visit in enumerate(timeline.visits):
        moments = _visit_moments(visit, timeline.time_zone)
        share = 1 / len(moments)
        weights = (fast_w[k] * share, fast_w[k] * growth_w[k] * share, slow_w[k] * share)
        rows += [(days(at), *weights, k) for at in moments]
    rows.sort()
    table = np.array(rows).reshape(-1, 5)
    doses = Doses(table[:, 0], table[:, 1], table[:, 2], table[:, 3])
    return doses, table[:, 4].astype(np.int64)


def _now_marks(timeline: Timeline, days: _Days, start_d: float) -> Array:
    """Usual hours of the last week that lie after the start, else the end of the record."""
    week = [timeline.as_of - timedelta(days=k) for k in reversed(range(NOW_DAYS))]
    marks = [days(timeline.at_usual_hour(on)) for on in week]
    marks = [t for t in marks if t > start_d]
    if not marks:
        last = [days(s.at) for s in timeline.scores[-1:]] + [start_d + 1e-6]
        marks = [max(last)]
    return np.array(marks)


def _scores_at_visits_without_time(timeline: Timeline) -> tuple[tuple[int, int, bool], ...]:
    return tuple(
        (i, s.visit, s.kind is Kind.AFTER)
        for i, s in enumerate(timeline.scores)
        if s.visit is not None and not timeline.visits[s.visit].has_time
    )

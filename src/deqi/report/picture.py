"""What the picture shows, in local time: read from a report once, drawn as SVG or as characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from deqi.infer.results import Array, Change, Forecast, Interval
from deqi.report.contents import Report
from deqi.report.wording import ahead_words
from deqi.track.timeline import Kind

IMPORTANT_NRS = 2.0  # [ostelo2008]; both are needed for an important improvement
IMPORTANT_SHARE = 0.30  # [ostelo2008]
SHORTEST_FORECAST_SHOWN_D = 7  # a short record is not drowned by a long forecast
QUANTILES = (0.5, 0.25, 0.75, 0.1, 0.9, 0.025, 0.975)  # in the order of Interval's fields


@dataclass(frozen=True, slots=True)
class Dot:
    """One pain score at a local moment."""

    at: datetime
    nrs: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Band:
    """Median and intervals of pain at a local moment."""

    at: datetime
    nrs: Interval


@dataclass(frozen=True, slots=True)
class Bar:
    """Other care, from one local date to another, inclusive; `goes_on` past the record."""

    what: str
    from_at: datetime
    to_at: datetime
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn. Moments are local and without a zone.

    Attributes
    ----------
    starts_at, record_ends_at, ends_at : midnights; the forecast lies between the last two.
    without_visits : empty when it cannot be told from the level, or there was no visit.
    ahead : under what condition the forecast holds.
    important_below_nrs : levels below are an important improvement; None if not reachable.
    """

    starts_at: datetime
    record_ends_at: datetime
    ends_at: datetime
    dots: tuple[Dot, ...]
    visits: tuple[datetime, ...]
    planned: tuple[datetime, ...]
    flare_days: tuple[date, ...]
    bars: tuple[Bar, ...]
    level: tuple[Band, ...]
    without_visits: tuple[Band, ...]
    forecast: tuple[Band, ...]
    forecast_with_plan: tuple[Band, ...]
    ahead: str
    important_below_nrs: float | None

    @property
    def n_days(self) -> float:
        """Days of record shown."""
        return (self.record_ends_at - self.starts_at) / timedelta(days=1)


def draw_up_picture(report: Report) -> Picture | None:
    """Collect what is drawn; None when there is neither a score nor a visit."""
    timeline = report.timeline
    if timeline.first_on is None:
        return None
    zone = ZoneInfo(timeline.time_zone)
    starts_at = _midnight(timeline.first_on)
    record_ends_at = _midnight(report.as_of + timedelta(days=1))
    n_ahead = max(SHORTEST_FORECAST_SHOWN_D, (record_ends_at - starts_at).days)
    forecast = _fan(report.beliefs.forecast, timeline.usual_hour, n_ahead)
    with_plan = _fan(report.beliefs.forecast_with_plan, timeline.usual_hour, n_ahead)
    ends_at = _midnight(forecast[-1].at.date() + timedelta(days=1)) if forecast else record_ends_at
    planned = tuple(_local(at, zone) for at in report.planned_at)
    level, without = _paths(report, zone)
    return Picture(
        starts_at=starts_at,
        record_ends_at=record_ends_at,
        ends_at=ends_at,
        dots=tuple(Dot(_local(s.at, zone), s.nrs, s.kind) for s in timeline.scores),
        visits=tuple(_local(v.at, zone) for v in timeline.visits),
        planned=tuple(at for at in planned if at < ends_at),
        flare_days=report.beliefs.flare_days or (),
        bars=_bars(report, starts_at, record_ends_at),
        level=level,
        without_visits=without,
        forecast=forecast,
        forecast_with_plan=with_plan if planned else (),
        ahead=ahead_words(timeline),
        important_below_nrs=important_below(report.beliefs.change),
    )


def important_below(change: Change | None) -> float | None:
    """The level that is both 2 points and 30 % under the modelled start; None if below 0."""
    if change is None:
        return None
    start = change.start_nrs.median
    below = start - max(IMPORTANT_NRS, IMPORTANT_SHARE * start)
    return below if below >= 0 else None


def smooth_interval(p_nrs: Array) -> Interval:
    """Quantiles of one day's answer, each whole score spread over its rounding width.

    Only for drawing: a fan made of whole scores would be a staircase.
    """
    edges = np.arange(-0.5, 11.0)
    cdf = np.concatenate([[0.0], np.cumsum(p_nrs)])
    ends = np.clip(np.interp(QUANTILES, cdf / cdf[-1], edges), 0.0, 10.0)
    return Interval(*(float(end) for end in ends))


def _fan(forecast: Forecast | None, usual_hour: float, n_days: int) -> tuple[Band, ...]:
    if forecast is None:
        return ()
    hour = timedelta(hours=usual_hour)
    return tuple(
        Band(_midnight(on) + hour, smooth_interval(p_nrs))
        for on, p_nrs in zip(forecast.on[:n_days], forecast.p_nrs, strict=False)
    )


def _paths(report: Report, zone: ZoneInfo) -> tuple[tuple[Band, ...], tuple[Band, ...]]:
    path = report.beliefs.path
    if path is None:
        return (), ()
    change = report.beliefs.change
    is_split = change is not None and change.visits is not None and report.timeline.n_visits > 0
    return (
        _bands(path.at, path.level, zone),
        _bands(path.at, path.without_visits, zone) if is_split else (),
    )


def _bands(at: Sequence[datetime], nrs: Sequence[Interval], zone: ZoneInfo) -> tuple[Band, ...]:
    return tuple(Band(_local(moment, zone), x) for moment, x in zip(at, nrs, strict=True))


def _bars(report: Report, starts_at: datetime, ends_at: datetime) -> tuple[Bar, ...]:
    """Other care that touches the record, clipped to it."""
    bars = []
    for treatment in sorted(report.timeline.treatments, key=lambda t: (t.from_on, t.what)):
        from_at = _midnight(treatment.from_on)
        goes_on = treatment.to_on is None or _midnight(treatment.to_on) >= ends_at
        to_at = ends_at if goes_on else _midnight(treatment.to_on) + timedelta(days=1)  # type: ignore[arg-type]
        if from_at < ends_at and to_at > starts_at:
            bars.append(Bar(treatment.what, max(from_at, starts_at), to_at, goes_on))
    return tuple(bars)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time())


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)

"""Looking back over the record: every moment judged with what came after it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from deqi.infer.filter import Clones, filter_record
from deqi.infer.mixture import LEVELS, mixture_quantile, sd_of
from deqi.infer.posterior import Posterior, phase_shares
from deqi.infer.results import Interval, LevelPath
from deqi.infer.schedule import build_schedule
from deqi.model import Prior
from deqi.track import Timeline
from deqi.track.timeline import TimedScore

Array = NDArray[np.float64]
N_PATH_POINTS = 64  # a picture needs no more; the numbers beside it use all points
MAX_GRID = 96
FLARE_NRS = 1.0
SUSPICIOUS = 0.05  # at its own score; later scores may raise or lower it
MAX_SUSPECTS = 60
LEVEL, WITHOUT_VISITS, FLARE = range(3)


@dataclass(frozen=True, slots=True)
class LookBack:
    """The level over the record if it was asked for, and the days with a likely or told flare."""

    path: LevelPath | None
    flare_days: tuple[date, ...]


def look_back(
    timeline: Timeline,
    priors: Sequence[Prior],
    posteriors: Sequence[Posterior],
    with_flares: bool = True,
    with_path: bool = True,
) -> LookBack:
    """One more pass of the filter, remembering about a hundred moments and every likely flare.

    Parameters
    ----------
    timeline : the record.
    priors, posteriors : one of each for every phase that was weighed.
    with_flares : whether the model has flares.
    with_path : False remembers the likely flares alone, which are the same: remembered moments do
        not touch one another.
    """
    bare = build_schedule(timeline, priors[0])
    grid = _grid(max(bare.end_d, 1e-3), bare.start_d) if with_path else np.empty(0)
    suspects = _suspects(timeline, posteriors) if with_flares else []
    # Just after the score itself, so that it counts too.
    flare_d = np.array([bare.days_since_origin(s.at) + 1e-7 for s in suspects])
    moments = np.unique(np.concatenate([grid, flare_d]))
    told = {entry.on for entry in timeline.entries if entry.flare}
    if not len(moments):
        return LookBack(None, tuple(sorted(told)))
    schedule = build_schedule(timeline, priors[0], moments)
    clones, weight = [], []
    for prior, posterior, part in zip(priors, posteriors, phase_shares(posteriors), strict=True):
        picked = _pick(posterior.weight, N_PATH_POINTS)
        theta = {name: value[picked] for name, value in posterior.theta.items()}
        clones.append(filter_record(schedule, theta, prior, len(moments), with_flares).clones)
        weight.append(np.full(N_PATH_POINTS, part / N_PATH_POINTS))
    seen = _Remembered(clones, np.concatenate(weight))
    on_grid, at_flare = np.searchsorted(moments, grid), np.searchsorted(moments, flare_d)
    path = LevelPath(
        tuple(schedule.origin_at + timedelta(days=float(t)) for t in grid),
        seen.intervals(LEVEL, on_grid),
        seen.intervals(WITHOUT_VISITS, on_grid),
    )
    likely = seen.chance_above(FLARE, FLARE_NRS, at_flare) > 0.5
    found = {s.on for s, is_likely in zip(suspects, likely, strict=True) if is_likely}
    return LookBack(path if with_path else None, tuple(sorted(found | told)))


class _Remembered:
    """Parts of the pain at remembered moments, as mixtures of normals over the points."""

    def __init__(self, clones: Sequence[Clones | None], weight: Array) -> None:
        kept = [c for c in clones if c is not None]
        self.mean = np.concatenate([c.mean for c in kept], axis=-1)
        self.sd = sd_of(np.concatenate([c.var for c in kept], axis=-1))
        self.weight = weight

    def intervals(self, part: int, places: NDArray[np.int64]) -> tuple[Interval, ...]:
        """Median and central intervals at some moments, inside the scale."""
        mean, sd = self.mean[part, places], self.sd[part, places]
        if not len(places):
            return ()
        columns = [np.clip(mixture_quantile(mean, sd, self.weight, q), 0.0, 10.0) for q in LEVELS]
        return tuple(Interval(*(float(v) for v in row)) for row in zip(*columns, strict=True))

    def chance_above(self, part: int, threshold: float, places: NDArray[np.int64]) -> Array:
        """Probability at some moments that a part is above a threshold."""
        z = (self.mean[part, places] - threshold) / self.sd[part, places]
        return np.asarray(ndtr(z) @ self.weight)


def _suspects(timeline: Timeline, posteriors: Sequence[Posterior]) -> list[TimedScore]:
    """Scores at which a flare looked possible, the likeliest ones if there are many."""
    chance = np.zeros(len(timeline.scores))
    for posterior, part in zip(posteriors, phase_shares(posteriors), strict=True):
        sd = sd_of(posterior.flare_var)
        chance += part * (ndtr((posterior.flare_mean - FLARE_NRS) / sd) @ posterior.weight)
    likely = np.flatnonzero(chance > SUSPICIOUS)
    likely = np.sort(likely[np.argsort(-chance[likely], kind="stable")[:MAX_SUSPECTS]])
    return [timeline.scores[i] for i in likely]


def _grid(end_d: float, start_d: float) -> Array:
    """Whole days (or coarser) over the record, with the start among them."""
    step = max(1.0, np.ceil(end_d / MAX_GRID))
    return np.unique(np.append(np.arange(0.0, end_d, step), [start_d, end_d]))


def _pick(weight: Array, n: int) -> NDArray[np.int64]:
    """Systematic resampling: the same points every time."""
    places = (np.arange(n) + 0.5) / n
    return np.minimum(np.searchsorted(np.cumsum(weight), places), len(weight) - 1)

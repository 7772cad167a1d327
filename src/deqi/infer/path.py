"""The level over the whole record, each moment judged with what came after it too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from deqi.infer.filter import Clones, filter_record
from deqi.infer.results import Interval, LevelPath
from deqi.infer.schedule import build_schedule
from deqi.track.timeline import TimedScore

if TYPE_CHECKING:
    from deqi.infer.fit import Fit

Array = NDArray[np.float64]
N_PATH_POINTS = 64  # a picture needs no more; the numbers beside it use all points
MAX_GRID = 96
FLARE_NRS = 1.0
SUSPICIOUS = 0.05  # at its own score; later scores may raise or lower it
MAX_SUSPECTS = 60
LEVEL, WITHOUT_VISITS, FLARE = range(3)
BISECTIONS = 24  # sixteen sd halved so often: far finer than the picture
LEVELS = (0.5, 0.25, 0.75, 0.1, 0.9, 0.025, 0.975)


def level_path(fit: Fit) -> LevelPath:
    """Level and course without visits at about a hundred moments."""
    schedule = fit.schedule
    grid = _grid(max(schedule.end_d, 1e-3), schedule.start_d)
    mean, sd, weight = _remembered(fit, grid)
    at = tuple(schedule.origin_at + timedelta(days=float(t)) for t in grid)
    return LevelPath(
        at,
        _intervals(mean[LEVEL], sd[LEVEL], weight),
        _intervals(mean[WITHOUT_VISITS], sd[WITHOUT_VISITS], weight),
    )


def flare_dates(fit: Fit) -> tuple[date, ...]:
    """Days with probability above one half of a flare above 1 point, or reported."""
    reported = {e.on for e in fit.timeline.entries if e.flare}
    suspects = _suspects(fit)
    if suspects:
        # Just after the score itself, so that it counts too.
        moments = np.array([fit.schedule.days_since_origin(s.at) + 1e-7 for s in suspects])
        mean, sd, weight = _remembered(fit, moments)
        chance = (1 - ndtr((FLARE_NRS - mean[FLARE]) / sd[FLARE])) @ weight
        reported |= {s.on for s, p in zip(suspects, chance, strict=True) if p > 0.5}
    return tuple(sorted(reported))


def _suspects(fit: Fit) -> list[TimedScore]:
    """Scores at which a flare looked possible, the likeliest ones if there are many."""
    if not fit.with_flares or not fit.timeline.scores:
        return []
    posterior = fit.sceptical
    sd = np.sqrt(np.maximum(posterior.flare_var, 1e-12))
    chance = (1 - ndtr((FLARE_NRS - posterior.flare_mean) / sd)) @ posterior.weight
    likely = np.flatnonzero(chance > SUSPICIOUS)
    likely = np.sort(likely[np.argsort(-chance[likely], kind="stable")[:MAX_SUSPECTS]])
    return [fit.timeline.scores[i] for i in likely]


def _grid(end_d: float, start_d: float) -> Array:
    """Whole days (or coarser) over the record, with the start among them."""
    step = max(1.0, np.ceil(end_d / MAX_GRID))
    grid = np.append(np.arange(0.0, end_d, step), [start_d, end_d])
    return np.unique(grid)


def _remembered(fit: Fit, clone_d: Array) -> tuple[Array, Array, Array]:
    """Mean and sd of level, level without visits, and flare, at ordered moments.

    Returns
    -------
    mean, sd : shape (3, n_moments, n_points); weight : shape (n_points,).
    """
    means, sds = [], []
    weights = []
    evidence = np.array([p.log_evidence for p in fit.components])
    share = np.exp(evidence - evidence.max())
    share /= share.sum()
    schedule = build_schedule(fit.timeline, fit.priors[0][0], clone_d)
    for (prior, _), posterior, part in zip(fit.priors, fit.components, share, strict=True):
        picked = _pick(posterior.weight, N_PATH_POINTS)
        theta = {k: v[picked] for k, v in posterior.theta.items()}
        clones = filter_record(schedule, theta, prior, len(clone_d), fit.with_flares).clones
        assert isinstance(clones, Clones)
        means.append(clones.mean)
        sds.append(np.sqrt(np.maximum(clones.var, 1e-12)))
        weights.append(np.full(N_PATH_POINTS, part / N_PATH_POINTS))
    return np.concatenate(means, axis=-1), np.concatenate(sds, axis=-1), np.concatenate(weights)


def _pick(weight: Array, n: int) -> NDArray[np.int64]:
    """Systematic resampling: the same points every time."""
    places = (np.arange(n) + 0.5) / n
    return np.minimum(np.searchsorted(np.cumsum(weight), places), len(weight) - 1)


def _intervals(mean: Array, sd: Array, weight: Array) -> tuple[Interval, ...]:
    """Quantiles of mixtures of normals, by bisection; mean and sd of shape (n_times, n_points)."""
    columns = [np.clip(mixture_quantile(mean, sd, weight, q), 0.0, 10.0) for q in LEVELS]
    return tuple(Interval(*(float(v) for v in row)) for row in zip(*columns, strict=True))


def mixture_quantile(mean: Array, sd: Array, weight: Array, level: float) -> Array:
    """Quantile of each row's mixture of normals.

    >>> one = np.ones((1, 1))
    >>> float(mixture_quantile(3.0 * one, 2.0 * one, np.ones(1), 0.975)[0].round(3))
    6.92
    """
    low = (mean - 8 * sd).min(axis=1)
    high = (mean + 8 * sd).max(axis=1)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        below = ndtr((middle[:, None] - mean) / sd) @ weight
        low = np.where(below < level, middle, low)
        high = np.where(below < level, high, middle)
    return np.asarray((low + high) / 2)

"""Bands for the mean pain of arms that nobody has shown to the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deqi.simulate.arms.group_model import (
    WEEKS_SHARE,
    GroupPosterior,
    expit,
    features,
    held_share,
    logit,
)
from deqi.simulate.arms.outcome import SD_ASSUMED_BASELINE, ArmOutcome

Array = NDArray[np.float64]
N_DRAWS = 20_000
UNINFORMATIVE_WIDTH = 40.0  # points of 100: a 95 % band wider than this says too little


@dataclass(frozen=True, slots=True)
class ArmPrediction:
    """What was expected of one arm at one follow-up: mean pain on 0-100, sampling error included.

    Attributes
    ----------
    arm : the arm; its `observed` was not used.
    median, lo50, hi50, lo95, hi95 : of the mean pain that `arm.n` people would report.
    draws : shape (n_draws,), sorted.
    """

    arm: ArmOutcome
    median: float
    lo50: float
    hi50: float
    lo95: float
    hi95: float
    draws: Array

    @property
    def width95(self) -> float:
        """Points from the lower to the upper end of the 95 % band."""
        return self.hi95 - self.lo95

    @property
    def is_informative(self) -> bool:
        """Whether the 95 % band is at most 40 points wide."""
        return self.width95 <= UNINFORMATIVE_WIDTH


def predict_arms(
    beliefs: GroupPosterior,
    arms: Sequence[ArmOutcome],
    rng: np.random.Generator,
    n_draws: int = N_DRAWS,
) -> tuple[ArmPrediction, ...]:
    """Predict arms of trials that had no part in `beliefs`, from start, week, visits and kind.

    Parameters
    ----------
    beliefs : from `fit_groups`, without the trials that are predicted.
    arms : what is to be predicted; their follow-up is not looked at.
    rng : chance. n_draws : at least 100.

    Returns
    -------
    tuple of ArmPrediction
        In the order of `arms`.
    """
    if not arms:
        return ()
    which = rng.choice(len(beliefs.weights), n_draws, p=beliefs.weights)
    roots = np.linalg.cholesky(beliefs.covariances)
    z = rng.standard_normal((n_draws, beliefs.means.shape[1]))
    effects = beliefs.means[which] + np.einsum("nij,nj->ni", roots[which], z)
    falls = _expected_falls(beliefs, which, effects, arms) + _spread(beliefs, which, arms, rng)
    draws = np.sort(_reported(falls, effects, arms, rng), axis=0)
    return tuple(_banded(arm, draws[:, k]) for k, arm in enumerate(arms))


def _expected_falls(
    beliefs: GroupPosterior, which: NDArray[np.intp], effects: Array, arms: Sequence[ArmOutcome]
) -> Array:
    """Falls by the effects alone; features are the same in all settings of one shape of relief."""
    shapes = [(setting.tau_s_d, setting.dose_power) for setting in beliefs.settings]
    distinct = list(dict.fromkeys(shapes))
    x = np.array([[features(arm, *shape) for arm in arms] for shape in distinct])
    of_draw = np.array([distinct.index(shape) for shape in shapes])[which]
    falls = np.empty((len(which), len(arms)))
    for k in range(len(distinct)):
        falls[of_draw == k] = effects[of_draw == k] @ x[k].T
    return falls


def _spread(
    beliefs: GroupPosterior,
    which: NDArray[np.intp],
    arms: Sequence[ArmOutcome],
    rng: np.random.Generator,
) -> Array:
    """What trial, trial at a week, arm, and arm at a week add to the falls: see `between_arms`."""
    sds = np.array([(setting.sd_trial, setting.sd_arm) for setting in beliefs.settings])[which]
    whole, part = np.sqrt(WEEKS_SHARE), np.sqrt(1 - WEEKS_SHARE)
    kinds: tuple[tuple[Array, list[tuple[object, ...]]], ...] = (
        (whole * sds[:, 0], [(arm.trial,) for arm in arms]),
        (part * sds[:, 0], [(arm.trial, arm.weeks) for arm in arms]),
        (whole * sds[:, 1], [(arm.trial, arm.arm) for arm in arms]),
        (part * sds[:, 1], [(k,) for k in range(len(arms))]),
    )
    total = np.zeros((len(which), len(arms)))
    for sd, keys in kinds:
        total += sd[:, None] * _by_key(keys, len(which), rng)
    return total


def _by_key(keys: Sequence[object], n: int, rng: np.random.Generator) -> Array:
    """Standard normals, one column for each key; equal keys have the same numbers."""
    distinct = list(dict.fromkeys(keys))
    return rng.standard_normal((n, len(distinct)))[:, [distinct.index(key) for key in keys]]


def _reported(
    falls: Array, effects: Array, arms: Sequence[ArmOutcome], rng: np.random.Generator
) -> Array:
    """Means that so many people would report, on 0-100, for falls in logits."""
    starts = np.array([arm.baseline for arm in arms]) / 100
    moved = expit(logit(starts) - falls)
    # A start that is only assumed is off for a whole trial; the change is what was observed.
    assumed = np.array([arm.baseline_from == "assumed" for arm in arms])
    off = SD_ASSUMED_BASELINE * assumed * _by_key([arm.trial for arm in arms], len(falls), rng)
    held = held_share(starts)
    leverage = (1 - effects[:, -1:]) * moved * (1 - moved) / (held * (1 - held)) - 1
    error = rng.standard_normal(falls.shape) * [arm.sd / np.sqrt(arm.n) for arm in arms]
    return np.asarray(np.clip(100 * moved + leverage * off + error, 0, 100))


def _banded(arm: ArmOutcome, draws: Array) -> ArmPrediction:
    lo95, lo50, median, hi50, hi95 = np.quantile(draws, [0.025, 0.25, 0.5, 0.75, 0.975])
    return ArmPrediction(
        arm, float(median), float(lo50), float(hi50), float(lo95), float(hi95), draws
    )

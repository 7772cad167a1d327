"""Bands for the mean pain of arms that nobody has shown to the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deqi.simulate.arms.group_model import (
    GroupPosterior,
    Setting,
    between_arms,
    expit,
    feature_rows,
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
    draws = np.empty((n_draws, len(arms)))
    counts = rng.multinomial(n_draws, beliefs.weights)
    done = 0
    for k in np.flatnonzero(counts):
        until = done + int(counts[k])
        effects = rng.multivariate_normal(
            beliefs.means[k], beliefs.covariances[k], until - done, method="cholesky"
        )
        draws[done:until] = _future(effects, beliefs.settings[k], arms, rng)
        done = until
    return tuple(_banded(arm, np.sort(draws[:, i])) for i, arm in enumerate(arms))


def _future(
    effects: Array, setting: Setting, arms: Sequence[ArmOutcome], rng: np.random.Generator
) -> Array:
    """Means of the arms of new trials, one for each draw of the effects."""
    n, k = len(effects), len(arms)
    x = feature_rows(arms, setting)
    spread = rng.multivariate_normal(np.zeros(k), between_arms(arms, setting), n)
    starts = np.array([arm.baseline for arm in arms])
    off = _start_error(arms, n, rng)
    moved = expit(logit(starts / 100) - effects @ x.T - spread)
    start_slope = 1 - effects[:, -1:]
    # A start that is only assumed is off for a whole trial; the change is what was observed.
    leverage = start_slope * moved * (1 - moved) / (starts / 100 * (1 - starts / 100)) - 1
    error = rng.standard_normal((n, k)) * [arm.sd / np.sqrt(arm.n) for arm in arms]
    return np.asarray(np.clip(100 * moved + leverage * off + error, 0, 100))


def _start_error(arms: Sequence[ArmOutcome], n: int, rng: np.random.Generator) -> Array:
    trials = sorted({arm.trial for arm in arms})
    errors = SD_ASSUMED_BASELINE * rng.standard_normal((n, len(trials)))
    return np.asarray(
        np.column_stack(
            [errors[:, trials.index(arm.trial)] * (arm.baseline_from == "assumed") for arm in arms]
        )
    )


def _banded(arm: ArmOutcome, draws: Array) -> ArmPrediction:
    lo95, lo50, median, hi50, hi95 = np.quantile(draws, [0.025, 0.25, 0.5, 0.75, 0.975])
    return ArmPrediction(
        arm, float(median), float(lo50), float(hi50), float(lo95), float(hi95), draws
    )

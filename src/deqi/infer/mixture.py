"""Weighted mixtures of normals: what a linear part of the state is believed to be, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from deqi.infer.results import Interval

Array = NDArray[np.float64]
LEVELS = (0.5, 0.25, 0.75, 0.1, 0.9, 0.025, 0.975)  # in the order of `Interval`
BISECTIONS = 24  # sixteen sd halved so often: a millionth of an sd
SMALLEST_VAR = 1e-12  # a part that is known, such as an effect of no visits


@dataclass(frozen=True, slots=True)
class Mixture:
    """One normal for each parameter point, weighted: mean, sd and weight of shape (n_points,).

    Quantiles of draws would add a sampling error to every printed number; these have none.
    """

    mean: Array
    sd: Array
    weight: Array

    def interval(self) -> Interval:
        """Median and central intervals."""
        levels = np.array(LEVELS)
        values = mixture_quantile(self.mean[None], self.sd[None], self.weight, levels)
        return Interval(*(float(value) for value in values))

    def chance_below(self, threshold: float) -> float:
        """Probability of a value below a threshold."""
        return float(ndtr((threshold - self.mean) / self.sd) @ self.weight)


def sd_of(var: Array) -> Array:
    """Standard deviations of variances that rounding may have brought below nought."""
    return np.asarray(np.sqrt(np.maximum(var, SMALLEST_VAR)))


def mixture_quantile(mean: Array, sd: Array, weight: Array, level: float | Array) -> Array:
    """Quantile of each row's mixture of normals, by bisection.

    Parameters
    ----------
    mean, sd : shape (n_rows, n_points); one row serves several levels.
    weight : shape (n_points,), adding up to 1.
    level : of all rows, or one for each.

    >>> one = np.ones((1, 1))
    >>> mixture_quantile(3.0 * one, 2.0 * one, np.ones(1), np.array([0.5, 0.975])).round(3).tolist()
    [3.0, 6.92]
    """
    low = (mean - 8 * sd).min(axis=1)
    high = (mean + 8 * sd).max(axis=1)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        below = ndtr((middle[:, None] - mean) / sd) @ weight
        low, high = np.where(below < level, middle, low), np.where(below < level, high, middle)
    return np.asarray((low + high) / 2)

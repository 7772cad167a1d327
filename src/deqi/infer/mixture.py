"""Weighted mixtures of normals: what a linear part of the state is believed to be, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from deqi.infer.results import Interval

Array = NDArray[np.float64]
SQRT_2PI = float(np.sqrt(2 * np.pi))
LEVELS = (0.5, 0.25, 0.75, 0.1, 0.9, 0.025, 0.975)  # in the order of `Interval`
FAR = 8.0  # sd beyond which no quantile is looked for
MAX_STEPS = 60  # four or five do, unless parts lie far from one another
CLOSE_ENOUGH = 1e-9  # points; what is printed has one or two decimals
TINY_DENSITY = 1e-12
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
    """Quantile of each row's mixture of normals, by Newton's steps inside a shrinking bracket.

    Parameters
    ----------
    mean, sd : shape (n_rows, n_points); one row serves several levels.
    weight : shape (n_points,), adding up to 1.
    level : of all rows, or one for each.

    >>> one = np.ones((1, 1))
    >>> mixture_quantile(3.0 * one, 2.0 * one, np.ones(1), np.array([0.5, 0.975])).round(3).tolist()
    [3.0, 6.92]
    """
    low = (mean - FAR * sd).min(axis=1)
    high = (mean + FAR * sd).max(axis=1)
    centre = mean @ weight
    spread = np.sqrt((sd**2 + (mean - centre[:, None]) ** 2) @ weight)
    x = np.clip(centre + spread * ndtri(level), low, high)
    low, high = low + 0.0 * x, high + 0.0 * x  # one bracket for each level
    for _ in range(MAX_STEPS):
        z = (x[:, None] - mean) / sd
        over = ndtr(z) @ weight - level
        density = (np.exp(-0.5 * z * z) / sd) @ weight / SQRT_2PI
        low, high = np.where(over < 0, x, low), np.where(over < 0, high, x)
        # Far out the density is nought and a step leads nowhere: halve the bracket there.
        step = np.divide(over, density, out=np.full_like(x, np.inf), where=density > TINY_DENSITY)
        onward = x - step
        onward = np.where((onward >= low) & (onward <= high), onward, (low + high) / 2)
        moved = np.abs(onward - x).max()
        x = onward
        if moved < CLOSE_ENOUGH:
            break
    return np.asarray(x)

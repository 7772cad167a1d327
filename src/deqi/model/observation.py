"""How pain becomes an answer on a 0-10 scale: rounding, ends of the scale, now and then far off.

P(answer y | pain x) = sum over the two noise parts of
    weight * [Phi((y + h - x) / sd) - Phi((y - h - x) / sd)], open-ended at 0 and 10.

Equations: docs/explanation/pain-model.md, "Answers".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Array = NDArray[np.float64]
LOWEST_NRS, HIGHEST_NRS = 0.0, 10.0
OPEN_END = 1e3  # stands for infinity without making 0 * inf
TINY = 1e-280  # below this the tail is taken from its asymptote, a Gaussian at the answer
SQRT_2PI = float(np.sqrt(2 * np.pi))


def answer_bounds(nrs: Array, half_width_nrs: Array) -> tuple[Array, Array]:
    """Between which pains an answer lies, open at the ends of the scale.

    >>> low, high = answer_bounds(np.array([0.0, 4.0]), np.array([0.5, 0.5]))
    >>> high.tolist(), low[1]
    ([0.5, 4.5], np.float64(3.5))
    """
    low = np.where(nrs <= LOWEST_NRS, -OPEN_END, nrs - half_width_nrs)
    high = np.where(nrs >= HIGHEST_NRS, OPEN_END, nrs + half_width_nrs)
    return low, high


def interval_likelihood(
    low: float, high: float, mean: Array, var: Array, weight: Array
) -> tuple[Array, Array, Array]:
    """Chance that a mixture of normals falls between two bounds, with its first two derivatives.

    Parameters
    ----------
    low, high : bounds in NRS points.
    mean, var : shape (..., n_parts, n_points), of the answer before rounding.
    weight : broadcastable to them, adding up to 1 over the parts (axis -2).

    Returns
    -------
    p, slope, curvature : shape (..., n_points). Chance, and d log p / d mean and its derivative,
        taken for a shift of all parts together. By Tweedie's formula a normal state with
        covariance h to the answer moves by h * slope and its variance by h^2 * curvature.

    Examples
    --------
    All answers together are certain:

    >>> one = np.ones((1, 1))
    >>> total = sum(interval_likelihood(*b, 4.2 * one, one, one)[0][0]
    ...             for b in zip(*answer_bounds(np.arange(11.0), np.full(11, 0.5))))
    >>> round(float(total), 12)
    1.0
    """
    sd = np.sqrt(var)
    z = np.empty((2, *np.broadcast(mean, var).shape))
    np.divide(low - mean, sd, out=z[0])
    np.divide(high - mean, sd, out=z[1])
    density = np.exp(-0.5 * z * z)
    density /= sd * SQRT_2PI
    # In the upper tail 1 - Phi loses all digits; reflect to the lower one.
    z_density = z * density
    flip = z[0] + z[1] > 0
    np.negative(z, out=z, where=flip)
    cdf = ndtr(z)
    p_parts = np.abs(cdf[1] - cdf[0])
    p = np.add.reduce(weight * p_parts, axis=-2)
    first = np.add.reduce(weight * (density[0] - density[1]), axis=-2)
    second = np.add.reduce(weight * (z_density[0] - z_density[1]) / sd, axis=-2)
    if p.min() < TINY:
        return _with_far_tail(low, high, mean, var, p, first, second)
    slope = first / p
    curvature = second / p - slope * slope
    return p, slope, curvature


def _with_far_tail(
    low: float, high: float, mean: Array, var: Array, p: Array, first: Array, second: Array
) -> tuple[Array, Array, Array]:
    """Where p has underflowed, go on as if a Gaussian answer had been given: finite, hopeless."""
    far = p < TINY
    widest = np.broadcast_to(var, np.broadcast_shapes(mean.shape, var.shape)).max(axis=-2)
    centre = mean.mean(axis=-2)
    answer = np.clip(centre, max(low, LOWEST_NRS), min(high, HIGHEST_NRS))
    safe = np.where(far, 1.0, p)
    slope = np.where(far, (answer - centre) / widest, first / safe)
    curvature = np.where(far, -1 / widest, second / safe - slope * slope)
    return np.where(far, TINY, p), slope, curvature

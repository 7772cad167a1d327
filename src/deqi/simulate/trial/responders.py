"""Difference of the shares of responders, with Newcombe's interval, for many trials at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from deqi.simulate.trial.ancova import Estimates

Array = NDArray[np.floating]


def is_responder(baseline: Array, outcome: Array, percent: float) -> NDArray[np.bool_]:
    """Whether pain fell by so many percent of the baseline or more; unknown counts as no.

    >>> is_responder(np.array([6.0, 6.0, 6.0]), np.array([4.2, 4.3, np.nan]), 30).tolist()
    [True, False, False]
    """
    with np.errstate(invalid="ignore"):
        fall = (baseline - outcome) - percent / 100 * baseline
        return np.asarray((fall >= -1e-5) & (baseline > 0))  # 1e-5: means are kept in 32 bits


def risk_difference(first: Array, second: Array, alpha: float = 0.05) -> Estimates:
    """Share of the first arm minus share of the second, of people randomised.

    The interval is Newcombe's, from two score intervals; the test is the score test of equal
    shares, which is Pearson's chi-square. `se` is that of the plain difference.

    Parameters
    ----------
    first, second : true or false, each shape (..., n_people).

    Examples
    --------
    >>> both = np.arange(70) < 56, np.arange(80) < 48
    >>> rd = risk_difference(*both)
    >>> round(float(rd.value), 2), round(float(rd.lo), 3), round(float(rd.hi), 3)
    (0.2, 0.052, 0.334)
    """
    n1, n2 = (float(arm.shape[-1]) for arm in (first, second))
    p1, p2 = first.mean(axis=-1, dtype=np.float64), second.mean(axis=-1, dtype=np.float64)
    z = float(ndtri(1 - alpha / 2))
    (lo1, hi1), (lo2, hi2) = _score_interval(p1, n1, z), _score_interval(p2, n2, z)
    value = p1 - p2
    pooled = (n1 * p1 + n2 * p2) / (n1 + n2)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = value / np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return Estimates(
        value=value,
        se=np.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2),
        lo=value - np.sqrt((p1 - lo1) ** 2 + (hi2 - p2) ** 2),
        hi=value + np.sqrt((hi1 - p1) ** 2 + (p2 - lo2) ** 2),
        p=np.where(np.isnan(score), 1.0, 2 * ndtr(-np.abs(score))),
        n=np.full_like(value, n1 + n2),
    )


def _score_interval(p: Array, n: float, z: float) -> tuple[Array, Array]:
    """Wilson's interval of one share."""
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return centre - half, centre + half

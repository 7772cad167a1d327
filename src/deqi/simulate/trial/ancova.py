"""Analysis of covariance of two arms, in closed form and for many trials at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Array = NDArray[np.floating]
SLOPES_DF = 3  # two means and a slope
LEAST_SPREAD = 1e-9  # of the baselines: below it there is no slope to take out


@dataclass(frozen=True, slots=True)
class Estimates:
    """A difference of two arms in each of many trials; NaN where it cannot be told.

    Attributes
    ----------
    value : first arm minus second. se : its standard error. lo, hi : ends of its interval.
    p : two-sided. n : people analysed. All of shape (...,), without the axis of people.
    """

    value: Array
    se: Array
    lo: Array
    hi: Array
    p: Array
    n: Array

    def at(self, k: int) -> tuple[float, ...]:
        """The numbers of one trial."""
        columns = (self.value, self.se, self.lo, self.hi, self.p, self.n)
        return tuple(float(column[k]) for column in columns)


def ancova(
    baseline: tuple[Array, Array],
    outcome: tuple[Array, Array],
    alpha: float = 0.05,
    further: tuple[Array, Array] | None = None,
) -> Estimates:
    """Difference of outcomes, first arm minus second, for people with the same baseline.

    The ordinary least squares fit of outcome on arm and baseline, one slope for both arms. People
    without baseline or outcome (NaN) are left out. Where all baselines are alike, the plain
    difference of means.

    Parameters
    ----------
    baseline, outcome : of the first and the second arm, each shape (..., n_people); the arms may
        differ in size.
    alpha : 1 less the confidence of the interval.
    further : more covariates of both arms, each shape (..., n_people, n_covariates), such as age;
        people without one of them (NaN) are left out too.

    Examples
    --------
    >>> first = np.array([6.0, 5.0, 7.0, 8.0]), np.array([4.0, 4.0, 5.0, 5.0])
    >>> other = np.array([6.0, 7.0, 5.0, 8.0]), np.array([6.0, 6.0, 5.0, 7.0])
    >>> fit = ancova((first[0], other[0]), (first[1], other[1]))
    >>> float(fit.value), round(float(fit.se), 3)
    (-1.5, 0.224)
    """
    if further is not None:
        return _with_further(baseline, outcome, further, alpha)
    parts = [_Sums.of(x, y) for x, y in zip(baseline, outcome, strict=True)]
    one, two = parts
    sxx, sxy, syy = one.sxx + two.sxx, one.sxy + two.sxy, one.syy + two.syy
    n = one.n + two.n
    with np.errstate(invalid="ignore", divide="ignore"):
        has_slope = sxx > LEAST_SPREAD * np.maximum(n, 1)
        slope = np.where(has_slope, sxy / sxx, 0.0)
        apart = one.x - two.x
        value = one.y - two.y - slope * apart
        df = n - np.where(has_slope, SLOPES_DF, SLOPES_DF - 1)
        left = np.maximum(syy - slope * sxy, 0.0) / df
        leverage = np.where(has_slope, apart**2 / sxx, 0.0)
        se = np.sqrt(left * (1 / one.n + 1 / two.n + leverage))
        is_told = (df > 0) & (one.n > 0) & (two.n > 0) & (se > 0)
    return _with_interval(np.where(is_told, value, np.nan), se, np.where(is_told, df, 1), n, alpha)


def _with_interval(value: Array, se: Array, df: Array, n: Array, alpha: float) -> Estimates:
    safe = np.where(np.isnan(value), np.nan, se)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = 2 * stdtr(df, -np.abs(value / safe))
    half = stdtrit(df, 1 - alpha / 2) * safe
    return Estimates(value, safe, value - half, value + half, p, n)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Means, and sums of squares within one arm, over people with both values."""

    n: Array
    x: Array
    y: Array
    sxx: Array
    sxy: Array
    syy: Array

    @classmethod
    def of(cls, baseline: Array, outcome: Array) -> _Sums:
        x = np.asarray(baseline, np.float64)
        y = np.asarray(outcome, np.float64)
        is_both = ~(np.isnan(x) | np.isnan(y))
        n = is_both.sum(axis=-1).astype(np.float64)
        safe = np.maximum(n, 1)
        mean_x = np.where(is_both, x, 0).sum(axis=-1) / safe
        mean_y = np.where(is_both, y, 0).sum(axis=-1) / safe
        dx = np.where(is_both, x - mean_x[..., None], 0)
        dy = np.where(is_both, y - mean_y[..., None], 0)
        return cls(n, mean_x, mean_y, (dx * dx).sum(-1), (dx * dy).sum(-1), (dy * dy).sum(-1))


def _with_further(
    baseline: tuple[Array, Array],
    outcome: tuple[Array, Array],
    further: tuple[Array, Array],
    alpha: float,
) -> Estimates:
    """The same with several covariates: slopes from the sums of products within the arms."""
    covariates = [
        np.concatenate([np.asarray(x, np.float64)[..., None], np.asarray(z, np.float64)], axis=-1)
        for x, z in zip(baseline, further, strict=True)
    ]
    one, two = (_Products.of(x, y) for x, y in zip(covariates, outcome, strict=True))
    sxx, sxy, syy = one.sxx + two.sxx, one.sxy + two.sxy, one.syy + two.syy
    apart = (one.x - two.x)[..., None]
    slopes, far = (np.linalg.solve(sxx, side) for side in (sxy[..., None], apart))
    n, n_slopes = one.n + two.n, sxy.shape[-1]
    df = n - 2 - n_slopes
    left = np.maximum(syy - (slopes * sxy[..., None]).sum((-2, -1)), 0.0) / df
    se = np.sqrt(left * (1 / one.n + 1 / two.n + (far * apart).sum((-2, -1))))
    value = one.y - two.y - (slopes * apart).sum((-2, -1))
    return _with_interval(value, se, df, n, alpha)


@dataclass(frozen=True, slots=True)
class _Products:
    """Means, and sums of products within one arm, over people with every value."""

    n: Array
    x: Array
    y: Array
    sxx: Array
    sxy: Array
    syy: Array

    @classmethod
    def of(cls, covariates: Array, outcome: Array) -> _Products:
        y = np.asarray(outcome, np.float64)
        is_whole = ~(np.isnan(covariates).any(axis=-1) | np.isnan(y))
        n = is_whole.sum(axis=-1).astype(np.float64)
        x0, y0 = np.where(is_whole[..., None], covariates, 0), np.where(is_whole, y, 0)
        mean_x, mean_y = x0.sum(axis=-2) / n[..., None], y0.sum(axis=-1) / n
        dx = np.where(is_whole[..., None], covariates - mean_x[..., None, :], 0)
        dy = np.where(is_whole, y - mean_y[..., None], 0)
        sxx = np.einsum("...pi,...pj->...ij", dx, dx)
        return cls(n, mean_x, mean_y, sxx, np.einsum("...pi,...p->...i", dx, dy), (dy * dy).sum(-1))

"""Level, excess and time of recovery from the mean pain of cohorts, by weighted least squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from deqi.model import LogNormal, mean_left

TAU_LO_D, TAU_HI_D = 3.0, 1000.0
_GOLDEN = (sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """Mean pain of a group at one time: days, points of 0-10, and its standard error."""

    at_d: float
    mean_nrs: float
    se_nrs: float


@dataclass(frozen=True, slots=True)
class CourseFit:
    """c + a E[exp(-t / tau)] + slow part: `tau_d` is the median time, days."""

    c: float
    a: float
    tau_d: float
    misfit: float

    @property
    def tells_time(self) -> bool:
        """Whether the points say how fast: not when the best time is at an end of its range."""
        return TAU_LO_D * 1.01 < self.tau_d < TAU_HI_D / 1.01


def fit_course(
    points: Sequence[CoursePoint], log_sd_tau: float, slow_nrs: float, tau_slow: LogNormal
) -> CourseFit:
    """The level, the excess and its time that come nearest to the points.

    Parameters
    ----------
    points : three at least. log_sd_tau : how people's times differ; 0 for one time for all.
    slow_nrs, tau_slow : the slow part that begins high and fades, which is known beforehand.

    Examples
    --------
    >>> tau = LogNormal(20.0, 0.6)
    >>> seen = [CoursePoint(t, 2 + 3 * exp(-t / 40), 0.1) for t in (0.0, 42.0, 182.0, 364.0)]
    >>> found = fit_course(seen, 0.0, 0.0, tau)
    >>> round(found.c, 3), round(found.a, 3), round(found.tau_d, 1)
    (2.0, 3.0, 40.0)
    """

    def at(log_tau: float) -> CourseFit:
        return fit_course_given(points, LogNormal(exp(log_tau), log_sd_tau), slow_nrs, tau_slow)

    lo, hi = log(TAU_LO_D), log(TAU_HI_D)
    while hi - lo > 1e-7:
        left, right = hi - _GOLDEN * (hi - lo), lo + _GOLDEN * (hi - lo)
        if at(left).misfit < at(right).misfit:
            hi = right
        else:
            lo = left
    return at((lo + hi) / 2)


def fit_course_given(
    points: Sequence[CoursePoint], tau: LogNormal, slow_nrs: float, tau_slow: LogNormal
) -> CourseFit:
    """Level and excess when the time is known: weighted least squares in closed form."""
    left = [mean_left(tau, point.at_d) for point in points]
    seen = [p.mean_nrs - slow_nrs * mean_left(tau_slow, p.at_d) for p in points]
    weights = [p.se_nrs**-2 for p in points]
    total = sum(weights)
    mean_x = sum(w * x for w, x in zip(weights, left, strict=True)) / total
    mean_y = sum(w * y for w, y in zip(weights, seen, strict=True)) / total
    rows = list(zip(weights, left, seen, strict=True))
    a = sum(w * (x - mean_x) * (y - mean_y) for w, x, y in rows)
    a /= sum(w * (x - mean_x) ** 2 for w, x, _ in rows)
    c = mean_y - a * mean_x
    misfit = sum(w * (y - c - a * x) ** 2 for w, x, y in rows)
    return CourseFit(c, a, tau.median, misfit)

"""Two arms as one effect with its sampling variance, by the formulas of metafor's `escalc`.

Means: MD and SMD (Hedges g, exact correction). Events: RD, and logarithms of RR and OR; 1/2 is
added to all four cells of a comparison in which one is zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, lgamma, log, sqrt

from deqi.evidence.pooling.question import Measure

HALF = 0.5  # added to each cell where one is zero


@dataclass(frozen=True, slots=True)
class Side:
    """The people on one side of a comparison: means with SD, or events. `n` may be a part."""

    n: float
    mean: float = 0.0
    sd: float = 0.0
    events: float = 0.0


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect, its sampling variance, and whether 1/2 was added to its cells."""

    value: float
    variance: float
    is_corrected: bool = False


def combined(sides: Sequence[Side]) -> Side:
    """Several arms as one: means weighted, the SD of all people together, events added.

    >>> both = combined([Side(10, mean=4, sd=2), Side(10, mean=6, sd=2)])
    >>> both.n, both.mean, round(both.sd, 4)
    (20, 5.0, 2.2005)
    """
    if len(sides) == 1:
        return sides[0]
    n = sum(side.n for side in sides)
    mean = sum(side.n * side.mean for side in sides) / n
    squares = sum((s.n - 1) * s.sd**2 + s.n * (s.mean - mean) ** 2 for s in sides)
    return Side(n, mean, sqrt(squares / (n - 1)), sum(side.events for side in sides))


def split(side: Side, n_parts: int) -> Side:
    """One of so many equal parts of an arm: fewer people and events, the same mean and SD."""
    return replace(side, n=side.n / n_parts, events=side.events / n_parts)


def effect_of(measure: Measure, treated: Side, control: Side) -> Effect:
    """Treated against control; ratios as natural logarithms.

    >>> e = effect_of(Measure.SMD, Side(12, mean=5, sd=2), Side(9, mean=7, sd=3))
    >>> round(e.value, 8), round(e.variance, 8)
    (-0.77697756, 0.20881811)
    """
    if measure is Measure.MD:
        variance = treated.sd**2 / treated.n + control.sd**2 / control.n
        return Effect(treated.mean - control.mean, variance)
    if measure is Measure.SMD:
        g = hedges_g(treated, control)
        n = treated.n + control.n
        return Effect(g, 1 / treated.n + 1 / control.n + g**2 / (2 * n))
    return _effect_of_events(measure, treated, control)


def hedges_g(treated: Side, control: Side) -> float:
    """The mean difference in SDs pooled over the two arms, corrected for small samples."""
    df = treated.n + control.n - 2
    squares = (treated.n - 1) * treated.sd**2 + (control.n - 1) * control.sd**2
    return small_sample_factor(df) * (treated.mean - control.mean) / sqrt(squares / df)


def small_sample_factor(df: float) -> float:
    """Hedges' exact correction by gamma functions.

    >>> round(small_sample_factor(10), 6), round(small_sample_factor(400), 6)
    (0.922746, 0.998124)
    """
    return exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)


def shared_covariance(
    measure: Measure, shared: Side, effects: tuple[float, float], n_all: float
) -> float:
    """The covariance of two effects that share an arm (Gleser and Olkin's forms).

    `n_all` is the number of people in all arms of the two comparisons.
    """
    if measure is Measure.MD:
        return shared.sd**2 / shared.n
    if measure is Measure.SMD:
        return 1 / shared.n + effects[0] * effects[1] / (2 * n_all)
    n, x = shared.n, shared.events
    if x in (0, n):
        n, x = n + 2 * HALF, x + HALF
    if measure is Measure.RD:
        return x * (n - x) / n**3
    return 1 / x - 1 / n if measure is Measure.RR else 1 / x + 1 / (n - x)


def is_empty_of_events(measure: Measure, treated: Side, control: Side) -> bool:
    """Whether a ratio cannot be told: it happened to nobody, or to everybody, on both sides."""
    both = treated.events + control.events
    return measure.is_ratio and both in (0, treated.n + control.n)


def _effect_of_events(measure: Measure, treated: Side, control: Side) -> Effect:
    cells = [treated.events, treated.n - treated.events, control.events, control.n - control.events]
    is_corrected = min(cells) == 0
    if is_corrected:
        cells = [cell + HALF for cell in cells]
    a, b, c, d = cells
    n1, n2 = a + b, c + d
    if measure is Measure.RD:
        return Effect(a / n1 - c / n2, a * b / n1**3 + c * d / n2**3, is_corrected)
    if measure is Measure.RR:
        value, variance = log(a / n1) - log(c / n2), 1 / a - 1 / n1 + 1 / c - 1 / n2
    else:
        value, variance = log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d
    return Effect(value, variance, is_corrected)

"""Figures of a pool in words: ratios turned back from logarithms, true minus signs."""

from __future__ import annotations

import math

from deqi.evidence.pooling import Fit, Measure
from deqi.report.page_tables import MINUS

FEW_DIGITS_FROM = 10.0  # estimates of this size and more need one decimal only
HUGE, TINY = 1e4, 1e-3  # of ratios


def shown(measure: Measure, x: float) -> float:
    """An estimate as it is told: a ratio and not its logarithm."""
    return math.exp(min(x, 700.0)) if measure.is_ratio else x


def figure(measure: Measure, x: float) -> str:
    """An estimate in words.

    >>> figure(Measure.SMD, 0.386), figure(Measure.RR, 0.6931), figure(Measure.MD, 15.93)
    ('0.39', '2.00', '15.9')
    """
    value = shown(measure, x)
    if measure.is_ratio and not TINY <= value <= HUGE:
        return "over 10,000" if value > HUGE else "under 0.001"
    digits = 1 if abs(value) >= FEW_DIGITS_FROM else 2
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0 and not measure.is_ratio:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def interval(measure: Measure, lo: float, hi: float) -> str:
    """The two ends of an interval.

    >>> interval(Measure.RD, 0.037, 0.104)
    '0.04 to 0.10'
    """
    return f"{figure(measure, lo)} to {figure(measure, hi)}"


def with_interval(measure: Measure, fit: Fit) -> str:
    """A pooled estimate with its interval."""
    return f"{figure(measure, fit.estimate)} ({interval(measure, fit.lo, fit.hi)})"


def chance(p: float) -> str:
    """A p value.

    >>> chance(0.0432), chance(1e-9)
    ('p = 0.043', 'p < 0.001')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def small(x: float) -> str:
    """A variance: three digits, and no exponent.

    >>> small(0.104191), small(0.0), small(43.2279)
    ('0.104', '0', '43.2')
    """
    if x == 0:
        return "0"
    return f"{x:.3g}" if 1e-4 <= abs(x) < 1e5 else f"{x:.1e}"


def people(n: float) -> str:
    """A number of people; of a split arm a part.

    >>> people(387), people(80.5), people(17922)
    ('387', '80.5', '17,922')
    """
    return f"{n:,.0f}" if n == round(n) else f"{n:,.1f}"

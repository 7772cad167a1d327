"""A reason as a sentence with the sources it rests on, and numbers as a reason writes them."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from deqi.infer.results import Interval
from deqi.records.dates import day as day

ROUNDING = 1e-9  # 100 * 0.29 is a hair under 29


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was decided.

    Attributes
    ----------
    sentence : one plain sentence with the numbers that were used.
    sources : keys of evidence sources; empty when the sentence rests on this record alone or on a
        setting of the practice.
    """

    sentence: str
    sources: tuple[str, ...] = ()


def percent(p: float) -> str:
    """A probability in whole per cent, rounded down so that 79.9 % never reads as 80 %.

    >>> percent(0.799), percent(0.8), percent(0.001), percent(0.9999)
    ('79 %', '80 %', 'under 1 %', 'over 99 %')
    """
    if p < 0.01:
        return "under 1 %"
    return "over 99 %" if p > 0.99 else share(p)


def share(of_all: float) -> str:
    """A counted share in whole per cent, rounded down.

    >>> share(0.0), share(2 / 3), share(1.0)
    ('0 %', '66 %', '100 %')
    """
    return f"{floor(100 * of_all + ROUNDING)} %"


def threshold(p: float) -> str:
    """A threshold of a probability, exactly as it is set.

    >>> threshold(0.8), threshold(0.975)
    ('80 %', '97.5 %')
    """
    return f"{100 * p:.10g} %"


def points(nrs: float) -> str:
    """Points of the 0-10 scale with two decimals, rounded down as probabilities are.

    >>> points(0.0499), points(0.05), points(-0.001)
    ('0.04', '0.05', '-0.01')
    """
    return f"{floor(100 * nrs + ROUNDING) / 100:.2f}"


def points_with_interval(gain: Interval) -> str:
    """A gain with its 80 % interval.

    >>> points_with_interval(Interval(0.09, 0.03, 0.14, -0.02, 0.2, -0.1, 0.3))
    '0.09 points (80 % interval -0.02 to 0.20)'
    """
    interval = f"{points(gain.lo80)} to {points(gain.hi80)}"
    return f"{points(gain.median)} points (80 % interval {interval})"


def counted(n: int, thing: str) -> str:
    """A number with its noun.

    >>> counted(1, "pain score"), counted(0, "day")
    ('1 pain score', '0 days')
    """
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"

"""The axis of a forest plot: where it begins and ends, and its ticks. No library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from deqi.evidence.pooling import Measure, PooledGroup
from deqi.report.pool.figures import shown

N_TICKS = 5
WIDEST = 3.0  # half widths of a usual interval; what reaches further ends in an arrow
_RATIOS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Axis:
    """Ends of the axis on the scale of analysis, and its ticks as (place, words)."""

    lo: float
    hi: float
    ticks: tuple[tuple[float, str], ...]

    def share(self, x: float) -> float:
        """Where a value lies, 0 to 1; beyond an end, the end."""
        return min(1.0, max(0.0, (x - self.lo) / (self.hi - self.lo)))

    def is_beyond(self, x: float) -> bool:
        """Whether a value lies outside the axis."""
        return not self.lo <= x <= self.hi


def axis_for(groups: Sequence[PooledGroup], measure: Measure) -> Axis:
    """An axis that shows no difference, every estimate, and intervals as far as they are usual."""
    contrasts = [contrast for group in groups for contrast in group.contrasts]
    usual = WIDEST * median((c.hi - c.lo) / 2 for c in contrasts)
    lows = [max(c.lo, c.estimate - usual) for c in contrasts]
    highs = [min(c.hi, c.estimate + usual) for c in contrasts]
    middles = [group.random.estimate for group in groups]
    lo, hi = min(0.0, *lows, *middles), max(0.0, *highs, *middles)
    room = 0.04 * (hi - lo) or 1.0
    lo, hi = lo - room, hi + room
    return Axis(lo, hi, _ticks(lo, hi, measure))


def _ticks(lo: float, hi: float, measure: Measure) -> tuple[tuple[float, str], ...]:
    if measure.is_ratio:
        ratios = [ratio for ratio in _RATIOS if lo <= math.log(ratio) <= hi]
        if len(ratios) >= 2:
            return tuple((math.log(ratio), f"{ratio:g}") for ratio in ratios)
    step = _nice((hi - lo) / N_TICKS)
    first = math.ceil(lo / step)
    places = [k * step for k in range(first, math.floor(hi / step) + 1)]
    return tuple((x, _words(shown(measure, x), measure)) for x in places)


def _words(x: float, measure: Measure) -> str:
    text = f"{x:.2f}" if measure.is_ratio else f"{x:.10g}"
    return ("0" if float(text) == 0 else text).replace("-", "\N{MINUS SIGN}")


def _nice(width: float) -> float:
    """The next width among 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(power * k for k in (1, 2, 5, 10) if power * k >= width)

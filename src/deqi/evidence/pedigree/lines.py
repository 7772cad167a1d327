"""One number of a prior set with where it comes from: the shipped value, what the tables give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deqi.evidence.arms import Verified
from deqi.model import LogNormal, Normal

Value = Normal | LogNormal | float
Origin = Literal["tables", "design", "real pain diaries", "hypothesis of practitioners"]
MEANINGS = {
    "walk": "how far the level wanders",
    "sd_d": "size of the slow day-to-day part",
    "tau_d": "its time",
    "sd_e": "reporting noise of one answer",
    "tau_f": "time in which the fast relief of a visit falls to 37 %",
    "tau_s": "time in which the slow relief of a visit falls to 37 %",
    "tau_r": "time in which the excess at the start falls to 37 %",
    "g_f": "fast relief of a visit",
    "g_l": "growth of the fast relief over visits",
    "g_s": "slow relief of a visit",
    "c": "level",
    "a": "excess at the start that goes without treatment",
    "rate_per_d": "rate of flares",
    "jump": "size of a flare",
    "tau": "time in which a flare falls to 37 %",
    "d_start": "start of the slow part, in its standard deviations: people begin when it hurts",
    "heavy_share": "share of entries with wide noise",
    "heavy_factor": "how much wider that noise is",
    "t_ref_fast_d": "a visit soon after another adds less: reference gap of the fast part",
    "t_ref_slow_d": "the same of the slow part",
    "growth_visits": "over how many visits the growth comes in",
}
SAME = 5e-3  # relative: what two figures round to alike


@dataclass(frozen=True, slots=True)
class Datum:
    """A row of the tables, brought to the unit of the number it bears on.

    Attributes
    ----------
    label : what was measured, and in whom. value, lo, hi : with its 95 % interval where printed.
    is_used : whether the rule uses it; a row that is not used is shown beside, with the reason.
    verified : how it came into the table. sources : source keys. why : what was done with it.
    unit : of the figure, where it is not that of the number it bears on.
    """

    label: str
    value: float
    lo: float | None
    hi: float | None
    is_used: bool
    verified: Verified
    sources: tuple[str, ...]
    why: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PriorLine:
    """One number of `informed`: shipped, rebuilt, and why.

    Attributes
    ----------
    path : its place in the file, such as ("gains", "g_s") or ("phase", "acute", "c").
    unit : NRS, d, or another. shipped, rebuilt : values; equal where no row bears on it.
    origin : `tables`, or why the value is a choice. rule : how rows become the value.
    """

    path: tuple[str, ...]
    unit: str
    shipped: Value
    rebuilt: Value
    origin: Origin
    rule: str
    data: tuple[Datum, ...] = ()

    @property
    def name(self) -> str:
        """Its name as pages show it.

        >>> PriorLine(("phase", "acute", "c"), "NRS", 1.0, 1.0, "design", "").name
        'c, acute'
        """
        if self.path[0] == "phase":
            return f"{self.path[2]}, {self.path[1]}"
        if self.path[0] == "flares":
            return "flares." + ", ".join(self.path[1:])
        return self.path[-1]

    @property
    def meaning(self) -> str:
        """What it is in life."""
        return MEANINGS[self.path[2] if self.path[0] == "phase" else self.path[1]]

    @property
    def has_moved(self) -> bool:
        """Whether the tables give another value than the shipped one, to two figures."""
        pairs = zip(parts(self.shipped), parts(self.rebuilt), strict=True)
        return any(abs(a - b) > SAME * max(abs(a), abs(b)) for a, b in pairs)


def parts(value: Value) -> tuple[float, float]:
    """Centre and spread; a fixed number has no spread."""
    if isinstance(value, Normal):
        return value.mean, value.sd
    if isinstance(value, LogNormal):
        return value.median, value.log_sd
    return value, 0.0


def figures(x: float) -> str:
    """A number to three figures, without an exponent.

    >>> figures(3464.3), figures(0.1234)
    ('3464', '0.123')
    """
    return f"{x:.0f}" if abs(x) >= 1000 else f"{x:.3g}"


def shown(value: Value) -> str:
    """The value as the pages write it.

    >>> shown(Normal(0.12, 0.15)), shown(LogNormal(120, 1)), shown(30.0)
    ('N(0.12, 0.15)', 'LN(120, 1)', '30')
    """
    centre, spread = map(figures, parts(value))
    if isinstance(value, float):
        return centre
    return f"{'N' if isinstance(value, Normal) else 'LN'}({centre}, {spread})"

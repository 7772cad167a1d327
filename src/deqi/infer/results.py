"""What an inference says: intervals, change, pattern, forecast. Values only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class FitOutcome(StrEnum):
    """How a fit ended, each with its sentence."""

    ENOUGH = "enough"
    TOO_FEW = "too_few"
    NO_SCORES = "no_scores"
    NOT_CONVERGED = "not_converged"

    @property
    def sentence(self) -> str:
        """The outcome in words for a person."""
        return _SENTENCES[self]


_SENTENCES = {
    FitOutcome.ENOUGH: "The record is long enough to say something.",
    FitOutcome.TOO_FEW: "There are too few scores or days yet; every interval is wide.",
    FitOutcome.NO_SCORES: "There is no pain score; what is shown is what was believed beforehand.",
    FitOutcome.NOT_CONVERGED: "The computation did not settle; do not use these numbers.",
}


@dataclass(frozen=True, slots=True)
class Interval:
    """A median with its central 50, 80 and 95 % intervals, in the unit of the quantity."""

    median: float
    lo50: float
    hi50: float
    lo80: float
    hi80: float
    lo95: float
    hi95: float


@dataclass(frozen=True, slots=True)
class Change:
    """Pain now minus pain at the start, in points of the 0-10 scale: negative is less pain.

    On the scale: no level below 0 or above 10 counts, so that a change is never larger than the
    start. `natural` (level, slow drift, recovery) and `visits` (what they add to it) add up to
    `total` in every draw; their medians need not. Both are None, with the reason in
    `why_not_split`, when the record cannot separate them.
    """

    total: Interval
    natural: Interval | None
    visits: Interval | None
    start_nrs: Interval
    now_nrs: Interval
    p_important: float
    p_worse: float
    p_recovered: float
    p_visits_below_0: float | None
    p_visits_below_minus_1: float | None
    why_not_split: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Probabilities of the four patterns of response; they add up to 1."""

    at_once: float
    builds_up: float
    both: float
    neither: float
    p_slow_part: float
    p_grown_fast_part: float


@dataclass(frozen=True, slots=True)
class VisitRelief:
    """Relief just after the latest visit (positive is less pain) and how long half of it lasts."""

    peak_nrs: Interval
    half_life_h: Interval
    half_life_is_prior_driven: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one entry at the usual hour may say on each coming day.

    Attributes
    ----------
    on : local dates, day 1 is the day after `as_of`.
    p_nrs : shape (n_days, 11), probability of each answer 0..10; rows add up to 1.
    """

    on: tuple[date, ...]
    p_nrs: Array

    def interval(self, day: int) -> Interval:
        """Median and central intervals of the answer on row `day`, as whole scores."""
        cdf = np.cumsum(self.p_nrs[day])

        def quantile(q: float) -> float:
            return float(min(10, int(np.searchsorted(cdf, q - 1e-9))))

        return Interval(*(quantile(q) for q in (0.5, 0.25, 0.75, 0.1, 0.9, 0.025, 0.975)))


@dataclass(frozen=True, slots=True)
class LevelPath:
    """Level over the record, for the picture.

    Attributes
    ----------
    at : UTC times, one a grid point (at most about 100, spread over the record).
    level : intervals of the level (no flares, no reporting noise), one a grid point.
    without_visits : the same with the visits' parts taken out: the course expected without visits.
    """

    at: tuple[datetime, ...]
    level: tuple[Interval, ...]
    without_visits: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class VisitValues:
    """What single visits are expected to take off the coming days, by parts that add up.

    The ends of the 0-10 scale are left out, so that a schedule's value is the sum of its visits'
    values, each depending on its number and on the gap since the visit before only.

    Attributes
    ----------
    at_d : days since the record began of each possible visit, in order.
    fast, grown, slow : mean over the days of the horizon of the expected relief, in NRS points, of
        each possible visit at full weight (docs/explanation/pain-model.md, "Visits").
    n_past, last_visit_d : visits of the record, and when the last was; None without one.
    t_ref_fast_d, t_ref_slow_d, growth_visits : constants of the model.
    """

    at_d: tuple[float, ...]
    fast: tuple[float, ...]
    grown: tuple[float, ...]
    slow: tuple[float, ...]
    n_past: int
    last_visit_d: float | None
    t_ref_fast_d: float
    t_ref_slow_d: float
    growth_visits: float

    def value_nrs(self, place: int, number: int, previous: int | None) -> float:
        """Mean pain over the horizon lower by, expected; positive is better.

        Parameters
        ----------
        place : which possible visit.
        number : its number among the planned ones, from 1.
        previous : which possible visit comes before it; None: the last of the record.
        """
        before_d = self.last_visit_d if previous is None else self.at_d[previous]
        gap_d = math.inf if before_d is None else self.at_d[place] - before_d
        growth = -math.expm1(-(self.n_past + number - 1) / self.growth_visits)
        fast = self.fast[place] + growth * self.grown[place]
        fast_w = -math.expm1(-gap_d / self.t_ref_fast_d)
        return fast_w * fast - math.expm1(-gap_d / self.t_ref_slow_d) * self.slow[place]

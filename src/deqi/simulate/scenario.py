"""A scenario: who is treated, when, and what is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deqi.model import PhaseName
from deqi.simulate.person import Person

TWICE_THEN_WEEKLY = (7, 10, 14, 17, 21, 24, 28, 35, 42, 49, 56, 63)  # 12 visits in 8 weeks


@dataclass(frozen=True, slots=True)
class Scenario:
    """How a course is made up. The same options serve every simulation.

    Attributes
    ----------
    phase : whose prior the person is drawn from, and what the record says of the duration.
    n_days : length of the record.
    visit_days : days (from 0) with a visit at 10:00.
    books_above_nrs : instead of `visit_days`: a visit on any day whose morning pain is at least
        this, from `books_from_day`, with `books_gap_d` days between and at most `books_at_most`.
    writes : probability that a day has its evening entry (20:00).
    n_entries : instead of `writes`: exactly so many evenings, spread at random.
    scores_at_visits : "none", "before", or "both" (before and after needling).
    with_prompts : entries two hours after a visit and the next morning.
    person : the truth; None draws it from the prior set `population`.
    gains : (g_f, g_l, g_s) put in place of the drawn ones, e.g. (0, 0, 0): visits do nothing.
    walk : put in place of the drawn walk of the level.
    with_flares : whether flares happen.
    flares_end_day : no new flare begins from this day on; None: they go on.
    is_twin : a world that breaks the model: saturating relief, weekends, heavy t noise, 30 % of
        answers drawn to even numbers, missing days in runs.
    """

    phase: PhaseName = "chronic"
    n_days: int = 84
    visit_days: tuple[int, ...] = TWICE_THEN_WEEKLY
    books_above_nrs: float | None = None
    books_from_day: int = 0
    books_gap_d: int = 3
    books_at_most: int = 12
    writes: float = 0.85
    n_entries: int | None = None
    scores_at_visits: Literal["none", "before", "both"] = "before"
    with_prompts: bool = False
    person: Person | None = None
    population: Literal["sceptical", "informed"] = "informed"
    gains: tuple[float, float, float] | None = None
    walk: float | None = None
    with_flares: bool = True
    flares_end_day: float | None = None
    is_twin: bool = False

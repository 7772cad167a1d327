"""What a group of people does: when visits are, what is written down, what else is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Trigger:
    """Visits that are booked because it hurts.

    Attributes
    ----------
    pain_at_least : NRS points from which a visit is booked.
    seen : "felt": pain on the morning of the day; "diary": what was written the evening before.
    from_day : first day on which one may be booked.
    gap_d : days at least since the visit before.
    at_most : of these visits.
    """

    pain_at_least: float
    seen: Literal["felt", "diary"] = "felt"
    from_day: int = 0
    gap_d: int = 3
    at_most: int = 12


@dataclass(frozen=True, slots=True)
class Missing:
    """Evenings on which nothing is written: chances that add up.

    Attributes
    ----------
    at_random : on any evening.
    when_well, well_at_most : further chance on evenings whose answer is this or less.
    when_in_agony, agony_at_least : further chance on evenings whose answer is this or more.
    """

    at_random: float = 0.0
    when_well: float = 0.0
    well_at_most: float = 1.0
    when_in_agony: float = 0.0
    agony_at_least: float = 8.0


@dataclass(frozen=True, slots=True)
class Dropout:
    """Leaving for good: chances a day that add up, as in `Missing`, from `from_day` on."""

    per_day: float = 0.0
    when_well: float = 0.0
    well_at_most: float = 1.0
    when_in_agony: float = 0.0
    agony_at_least: float = 8.0
    from_day: int = 0


@dataclass(frozen=True, slots=True)
class Writing:
    """How a diary is kept. `even_share`: answers drawn to even numbers (digit preference)."""

    missing: Missing = field(default_factory=Missing)
    dropout: Dropout = field(default_factory=Dropout)
    even_share: float = 0.0


@dataclass(frozen=True, slots=True)
class OtherTreatment:
    """Something else that some people get: relief of a size, from one day to another."""

    what: str
    share: float
    relief_nrs: float
    sd_nrs: float
    from_day: int
    to_day: int


@dataclass(frozen=True, slots=True)
class Protocol:
    """What happens to a group, day by day.

    Attributes
    ----------
    n_days : length of the record; every day has its evening entry at 20:00.
    visit_days : days (from 0) with a visit at 10:00, for all.
    trigger : visits booked because it hurts, besides.
    scores_at_visits : "none", "before", "both" (before and after needling).
    context, needling : how much of each part of the gains a visit brings: sham 1 and 0.
    grid_days : days that are computed in two steps; all visit days of all groups, so that groups
        with the same chance can be compared person by person. None: those of this group.
    """

    n_days: int
    visit_days: tuple[int, ...] = ()
    trigger: Trigger | None = None
    scores_at_visits: Literal["none", "before", "both"] = "none"
    context: float = 1.0
    needling: float = 1.0
    writing: Writing = field(default_factory=Writing)
    other: OtherTreatment | None = None
    grid_days: tuple[int, ...] | None = None
    grid_has_mornings: bool = False

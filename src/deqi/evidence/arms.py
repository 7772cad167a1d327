"""One arm of a trial, at one time, in one outcome: what a table of trials holds in each row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class ArmType(StrEnum):
    """What the people of an arm were given."""

    ACUPUNCTURE = "acupuncture"
    SHAM = "sham"
    SHAM_PENETRATING = "sham_penetrating"
    SHAM_NONPENETRATING = "sham_nonpenetrating"
    SHAM_TENS = "sham_tens"
    USUAL_CARE = "usual_care"
    NO_TREATMENT = "no_treatment"
    ACTIVE = "active"
    CONTROL = "control"
    POOLED = "pooled"
    ACUPUNCTURE_UNCONTROLLED = "acupuncture_uncontrolled"


class Direction(StrEnum):
    """Which way a scale runs."""

    LOWER_BETTER = "lower_better"
    HIGHER_BETTER = "higher_better"


class Stat(StrEnum):
    """What the figures of a row are: `change` is follow-up minus baseline."""

    BASELINE = "baseline"
    POST = "post"
    POST_ADJUSTED = "post_adjusted"
    CHANGE = "change"
    PROPORTION = "proportion"
    TIME_TO_EVENT = "time_to_event"
    N_ONLY = "n_only"


class Verified(StrEnum):
    """How a figure came into the table.

    `partly`: the value was read; its n, its SD or the order of arms is from memory.
    """

    YES = "yes"
    DERIVED = "derived"
    PARTLY = "partly"
    NOT_STATED = "not_stated"
    MEMORY = "memory"
    MEMORY_LOW = "memory_low"
    ESTIMATE = "estimate"


ALWAYS_COUNT = (Verified.YES, Verified.DERIVED, Verified.PARTLY, Verified.NOT_STATED)

COMPARATORS = {
    ArmType.SHAM: "sham",
    ArmType.SHAM_PENETRATING: "sham",
    ArmType.SHAM_NONPENETRATING: "sham",
    ArmType.SHAM_TENS: "sham",
    ArmType.USUAL_CARE: "usual_care",
    ArmType.NO_TREATMENT: "none",
    ArmType.ACTIVE: "active",
    ArmType.CONTROL: "control",
}
"""What acupuncture is compared with, for each type of arm that it can be compared with."""

NOT_COMPARED = (ArmType.POOLED, ArmType.ACUPUNCTURE_UNCONTROLLED)
"""Arms taken together, or without another arm beside them."""

COMPARATOR_WORDS = {
    "sham": "sham acupuncture",
    "usual_care": "usual care",
    "none": "no treatment",
    "active": "another active treatment",
    "control": "control",
}
"""Comparators in words, in the order in which they are told."""


def counts(verified: Verified, with_memory: bool = False) -> bool:
    """Whether figures of this standing may be computed with: the one place of that rule.

    Figures from memory count only when they are asked for, unsure ones and estimates never. Tables
    of other people that do not state a standing count.

    >>> counts(Verified.PARTLY), counts(Verified.MEMORY), counts(Verified.MEMORY, with_memory=True)
    (True, False, True)
    >>> counts(Verified.MEMORY_LOW, with_memory=True)
    False
    """
    return verified in ALWAYS_COUNT or (with_memory and verified is Verified.MEMORY)


@dataclass(frozen=True, slots=True)
class ArmRow:
    """One row of a table of trials.

    Attributes
    ----------
    study, year : name of the trial.
    arm, arm_type : the arm in the trial's words, and what it was.
    n : people whose figures these are; None if it was not found.
    outcome, domain : the outcome in the trial's words; `pain`, `function`, `responder` or another.
    scale_max : upper end of a scale that begins at 0; None for a scale without such an end.
    direction : which way the scale runs; None if it is not stated.
    week : weeks since the start.
    stat : what `mean` is; of a `proportion` it is the share, 0 to 1.
    mean, sd : of the people of the arm, in points of the scale.
    events : people in whom the outcome happened.
    visits : visits with needling, as written.
    population, condition, country : who they were; `condition` groups them.
    verified : how the figures came here; see `counts`.
    sources : source keys.
    note : what should be known.
    row : line of the file, counted from 1, header included.
    other : further columns, as (heading, text).
    """

    study: str
    year: int | None
    arm: str
    arm_type: ArmType
    n: int | None
    outcome: str
    domain: str
    scale_max: float | None
    direction: Direction | None
    week: float | None
    stat: Stat
    mean: float | None
    sd: float | None
    events: int | None
    visits: str
    population: str
    condition: str
    country: str
    verified: Verified
    sources: tuple[str, ...]
    note: str
    row: int
    other: tuple[tuple[str, str], ...] = ()

    @property
    def trial(self) -> str:
        """The trial in words."""
        return self.study if self.year is None else f"{self.study} {self.year}"

    @property
    def comparator(self) -> str | None:
        """What this arm is as a comparator; None for acupuncture and for arms taken together."""
        return COMPARATORS.get(self.arm_type)

    @property
    def n_visits(self) -> float | None:
        """Visits as one number; of a range its middle."""
        return n_visits(self.visits)

    @property
    def n_events(self) -> int | None:
        """People in whom the outcome happened; from a share, the whole number next to it."""
        if self.events is not None or self.stat is not Stat.PROPORTION:
            return self.events
        return None if self.mean is None or self.n is None else round(self.mean * self.n)


def n_visits(text: str) -> float | None:
    """A written number of visits as one number: the middle of a range, the bound of `<=10`.

    >>> n_visits("10-15"), n_visits("8.7 (2.9)"), n_visits("<=10"), n_visits("as needed")
    (12.5, 8.7, 10.0, None)
    """
    range_ = re.fullmatch(r"(\d+)\s*-\s*(\d+)", text.strip())
    if range_:
        return (int(range_[1]) + int(range_[2])) / 2
    first = re.match(r"(?:<=|~)?\s*(\d+(?:\.\d+)?)", text.strip())
    return float(first[1]) if first else None

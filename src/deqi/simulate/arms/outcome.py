"""An arm of a trial as the prediction sees it: mean pain on 0-100 at the start and later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deqi.model import PhaseName

Kind = Literal["waiting list", "usual care", "sham", "acupuncture", "other"]
KINDS: tuple[Kind, ...] = ("waiting list", "usual care", "sham", "acupuncture", "other")
BaselineFrom = Literal["arm", "trial", "assumed"]

ASSUMED_BASELINE = 60.0  # design: baselines in the tables are 56 to 68 of 100
SD_ASSUMED_BASELINE = 10.0
ASSUMED_SD = 25.0  # design: spread between people at follow-up; the tables have 20 to 31
ASSUMED_VISITS = 12.0  # design: the usual course of the trials in the tables


@dataclass(frozen=True, slots=True)
class ArmOutcome:
    """Mean pain of one arm at one follow-up, on 0-100, higher is worse.

    Attributes
    ----------
    trial, arm : as the table writes them.
    kind : what the arm was given.
    phase : acute, subacute or chronic; sciatica counts as chronic.
    weeks : first and last week the outcome stands for; equal for one moment.
    n : people analysed. n_visits : visits with needles, true or sham; 0 without.
    baseline : mean pain at the start. baseline_from : the arm's own, the trial's, or assumed.
    observed : mean pain at follow-up, None if it is to be predicted. Where the start is assumed,
        it is the assumed start plus the change that was observed.
    sd : spread between people at follow-up. is_from_memory : whether a figure is unchecked.
    rows : lines of the table. sources : source keys. remarks : what had to be assumed.
    """

    trial: str
    arm: str
    kind: Kind
    phase: PhaseName
    weeks: tuple[float, float]
    n: int
    n_visits: float
    baseline: float
    baseline_from: BaselineFrom
    observed: float | None
    sd: float
    is_from_memory: bool
    rows: tuple[int, ...]
    sources: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def has_visits(self) -> bool:
        """Whether visits with needles, true or sham, belong to the arm."""
        return self.kind in ("sham", "acupuncture")


@dataclass(frozen=True, slots=True)
class NotComparable:
    """An arm that is not predicted, and why."""

    trial: str
    arm: str
    outcome: str
    reason: str

"""What is asked of a randomisation list, checked before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deqi.plan.calendar import Calendar
from deqi.plan.policy import USUAL, Policy
from deqi.records import DaySpan, OutsideMeaningError

WEEK_D = 7
LEAST_CHOICES = 2
SHORT_BLOCK_D = 42  # design: section 5 of the pain model, carry-over of a slow effect
FEW_PAIRS = 6  # design: 2 / 2^6 is the first p-value below 5 %
FEW_STARTS = 20  # design: 1 / 20 is 5 %


class ListScheme(StrEnum):
    """What is drawn."""

    PAIRS = "pairs"
    START = "start"
    BASELINES = "baselines"

    @property
    def sentence(self) -> str:
        """What the draw decides, in words."""
        return _SENTENCES[self]


_SENTENCES = {
    ListScheme.PAIRS: "Blocks come in pairs; the draw decides which of the two is on.",
    ListScheme.START: "Visits begin on one of the possible days; the draw decides on which.",
    ListScheme.BASELINES: (
        "Several patients begin one after the other; the draw decides who begins when."
    ),
}


@dataclass(frozen=True, slots=True)
class BlockRequest:
    """A list to be drawn. Dates are local dates of the patient.

    Attributes
    ----------
    scheme : what is drawn.
    first_on : first day of the diary that counts; no visit before the run-in has passed.
    run_in_d : days without visits before the first pair, or before the earliest start.
    block_d : days of one block, in pairs; whole weeks, so that all blocks hold the same weekdays.
    n_pairs : pairs of blocks.
    window_d : days over which the start may fall, or over which patients are spread.
    total_d : days from `first_on` to the end, for starts.
    policy : how the practice spaces visits: its working days, its closed days, its gap.
    cannot_come, time_zone : days on which the person cannot come, and where she lives.

    Raises
    ------
    OutsideMeaningError
        If a setting has no meaning, or leaves nothing to be drawn.
    """

    scheme: ListScheme
    first_on: date
    run_in_d: int = 14
    block_d: int = 42
    n_pairs: int = 2
    window_d: int = 56
    total_d: int = 168
    policy: Policy = USUAL
    cannot_come: tuple[DaySpan, ...] = ()
    time_zone: str = "UTC"

    def __post_init__(self) -> None:
        _require(self.run_in_d >= 1, "run_in_d", self.run_in_d, "1 day or more without visits")
        if self.scheme is ListScheme.PAIRS:
            weeks = self.block_d >= WEEK_D and self.block_d % WEEK_D == 0
            _require(weeks, "block_d", self.block_d, "whole weeks: 7, 14, 21, ... days")
            _require(1 <= self.n_pairs <= 100, "n_pairs", self.n_pairs, "1 to 100 pairs")
            return
        enough = len(self.possible_starts()) >= LEAST_CHOICES
        _require(enough, "window_d", self.window_d, "a window with at least two working days")
        ends_on = self.first_on + timedelta(days=self.total_d - 1)
        room = (ends_on - self.possible_starts()[-1]).days >= WEEK_D
        at_least = (self.possible_starts()[-1] - self.first_on).days + WEEK_D + 1
        _require(room, "total_d", self.total_d, f"{at_least} days or more, a week after the latest "
                 "possible start")  # fmt: skip

    @property
    def smallest_p(self) -> float:
        """Below this the two-sided p-value of one patient's randomisation test cannot fall.

        In pairs the list with every pair turned round is as extreme as the drawn one.
        """
        if self.scheme is ListScheme.PAIRS:
            return float(min(1.0, 2 / 2**self.n_pairs))
        return 1 / len(self.possible_starts())

    @property
    def run_in_ends_on(self) -> date:
        """Last day without visits for certain: the day before the first working day after it."""
        return self.next_work_day(self.first_on + timedelta(days=self.run_in_d)) - timedelta(1)

    def possible_starts(self) -> tuple[date, ...]:
        """The working days of the window, all of them possible starts."""
        begins = self.run_in_ends_on + timedelta(days=1)
        days = (begins + timedelta(days=k) for k in range(self.window_d))
        return tuple(on for on in days if self.is_work_day(on))

    @property
    def calendar(self) -> Calendar:
        """Which days are open for a visit."""
        return Calendar(self.policy, self.cannot_come, self.time_zone)

    def is_work_day(self, on: date) -> bool:
        """Whether a date is open: a working day, not closed, and the person can come."""
        return self.calendar.is_open(on)

    def next_work_day(self, on: date) -> date:
        """The date itself, or the next working day."""
        while not self.is_work_day(on):
            on += timedelta(days=1)
        return on


def _require(holds: bool, name: str, given: int, expected: str) -> None:
    if not holds:
        raise OutsideMeaningError(f"{name} is {given}; expected {expected}. Change this setting.")

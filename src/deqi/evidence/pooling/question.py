"""What is asked of a table of trials: every choice of a pool in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deqi.records import OutsideMeaningError

SHORT_TERM_WEEKS = 13.0  # about three months; longer is long term


class Measure(StrEnum):
    """How two arms are compared; ratios are pooled as logarithms."""

    MD = "MD"
    SMD = "SMD"
    RD = "RD"
    RR = "RR"
    OR = "OR"

    @property
    def is_ratio(self) -> bool:
        """Whether 1, and not 0, says no difference."""
        return self in (Measure.RR, Measure.OR)

    @property
    def is_of_events(self) -> bool:
        """Whether it compares how many people something happened to."""
        return self not in (Measure.MD, Measure.SMD)

    @property
    def words(self) -> str:
        """Its name in words."""
        return {
            Measure.MD: "mean difference",
            Measure.SMD: "standardised mean difference (Hedges g)",
            Measure.RD: "risk difference",
            Measure.RR: "risk ratio",
            Measure.OR: "odds ratio",
        }[self]


class Scores(StrEnum):
    """Which scores are compared, where a trial gives both."""

    CHANGE_FIRST = "change-first"
    FINAL_FIRST = "final-first"
    CHANGE = "change"
    FINAL = "final"


class When(StrEnum):
    """Which follow-up counts, where a trial has several."""

    FIRST = "first"
    LAST = "last"


class Shared(StrEnum):
    """What is done about an arm that two comparisons of one trial share."""

    COMBINE = "combine"
    SPLIT = "split"
    COVARIANCE = "covariance"


class KnappHartung(StrEnum):
    """Whether the interval is widened for tau2 being estimated from few trials."""

    FULL = "full"
    AT_LEAST_1 = "at-least-1"
    OFF = "off"


ROW_WISE = ("comparator", "term", "outcome", "scores")
"""Sub-groups in which one trial may stand twice, and over which nothing is pooled."""


@dataclass(frozen=True, slots=True)
class PoolQuestion:
    """Every choice of a pool.

    Attributes
    ----------
    measure : MD, SMD, RD, RR or OR.
    by : sub-groups: `comparator`, `condition`, `term` (up to 13 weeks or longer), `country`,
        `scores`, `outcome`, or the heading of a further column; None for none.
    outcome : an outcome or its domain, compared without capitals; None for whatever there is.
    comparators : `sham`, `usual_care`, `none`, `active`, `control`; empty for all.
    conditions : such as `chronic`; empty for all.
    weeks : only follow-ups from the first to the second week, both included.
    when : the first or the last of them.
    scores : change or final scores, or which of them first.
    with_memory : whether figures from memory count.
    lower_better : turn scales that run upwards, so that below favours acupuncture; by default this
        is done only if scales of both kinds are in.
    to_scale : bring every scale that begins at 0 to this upper end.
    shared : what is done about a shared arm.
    knapp_hartung : how the random-effects interval is widened.
    level : of every interval, such as 0.95.
    leave_out : trials to go without, such as `Tu 2024`.
    """

    measure: Measure = Measure.SMD
    by: str | None = None
    outcome: str | None = None
    comparators: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    weeks: tuple[float, float] | None = None
    when: When = When.FIRST
    scores: Scores = Scores.CHANGE_FIRST
    with_memory: bool = False
    lower_better: bool = False
    to_scale: float | None = None
    shared: Shared = Shared.COMBINE
    knapp_hartung: KnappHartung = KnappHartung.FULL
    level: float = 0.95
    leave_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, kind in _KINDS.items():
            try:
                object.__setattr__(self, name, kind(getattr(self, name)))
            except ValueError:
                known = ", ".join(kind)
                raise OutsideMeaningError(
                    f"{name} is '{getattr(self, name)}'. Expected one of {known}."
                ) from None
        if not 0.5 <= self.level < 1:
            raise OutsideMeaningError(f"level is {self.level:g}. Expected 0.5 to below 1.")
        if self.to_scale is not None and not 0 < self.to_scale < float("inf"):
            raise OutsideMeaningError(f"to_scale is {self.to_scale:g}. Expected more than 0.")
        if self.weeks is not None and self.weeks[0] > self.weeks[1]:
            raise OutsideMeaningError(
                f"weeks go from {self.weeks[0]:g} to {self.weeks[1]:g}. Give the earlier first."
            )


_KINDS: dict[str, type[StrEnum]] = {
    "measure": Measure,
    "when": When,
    "scores": Scores,
    "shared": Shared,
    "knapp_hartung": KnappHartung,
}

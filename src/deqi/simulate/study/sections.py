"""The sections of a scenario file, and the study they make together."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from typing import Any, Literal

from deqi.model import PHASES, PRIOR_NAMES, Prior, read_prior
from deqi.simulate.cohort import Dropout, Enrolment, Missing, OtherTreatment, Protocol, Writing
from deqi.simulate.study.keys import key
from deqi.simulate.study.schedules import Schedule

ANALYSES = ("ancova", "responders", "mixed")
CHANCE = {"low": 0, "high": 1}
NRS = {"low": 0, "high": 10}


@dataclass(frozen=True, slots=True)
class Population:
    """Who takes part."""

    prior: str = key("informed", "word", "the prior set people are drawn from", choices=PRIOR_NAMES)
    phase: str = key("chronic", "word", "how long they have had it", choices=PHASES)
    enrolment_nrs_at_least: float = key(
        0.0, "number", "pain told on enrolment; people below are not taken", **NRS
    )
    enrolment_nrs_at_most: float = key(10.0, "number", "people above are not taken", **NRS)
    with_flares: bool = key(True, "yes-no", "whether flares happen")
    person: Any = key(
        None, "table", "numbers of the model that all people share instead of drawn ones"
    )

    @property
    def is_open(self) -> bool:
        """Whether everybody is taken."""
        return self.enrolment_nrs_at_least <= 0 and self.enrolment_nrs_at_most >= 10


@dataclass(frozen=True, slots=True)
class Diary:
    """How long the record is, and how it is kept."""

    n_days: int = key(98, "whole", "days of the record, run-in included", low=2, high=3650)
    run_in_d: int = key(7, "whole", "days before the first day of treatment", low=0, high=365)
    scores_at_visits: str = key(
        "before", "word", "pain asked at visits", choices=("none", "before", "both")
    )
    missing: float = key(0.15, "number", "chance that an evening is not written", **CHANCE)
    missing_when_well: float = key(0.0, "number", "further chance when well", **CHANCE)
    missing_when_in_agony: float = key(0.0, "number", "further chance when in agony", **CHANCE)
    dropout_per_day: float = key(0.0, "number", "chance of leaving for good, a day", **CHANCE)
    dropout_when_well: float = key(0.0, "number", "further chance a day when well", **CHANCE)
    dropout_when_in_agony: float = key(
        0.0, "number", "further chance a day when in agony", **CHANCE
    )
    dropout_from_day: int = key(0, "whole", "day of the record from which", low=0, high=3650)
    well_at_most: float = key(1.0, "number", "well: pain of this or less", **NRS)
    agony_at_least: float = key(8.0, "number", "in agony: pain of this or more", **NRS)
    even_share: float = key(
        0.0, "number", "share of answers drawn to even numbers (digit preference)", **CHANCE
    )

    @property
    def writing(self) -> Writing:
        """The same as the protocol takes it."""
        bounds = {"well_at_most": self.well_at_most, "agony_at_least": self.agony_at_least}
        missing = Missing(
            self.missing,
            when_well=self.missing_when_well,
            when_in_agony=self.missing_when_in_agony,
            **bounds,
        )
        dropout = Dropout(
            self.dropout_per_day,
            when_well=self.dropout_when_well,
            when_in_agony=self.dropout_when_in_agony,
            from_day=self.dropout_from_day,
            **bounds,
        )
        return Writing(missing, dropout, self.even_share)


@dataclass(frozen=True, slots=True)
class Other:
    """Another treatment that some people have."""

    what: str = key("other treatment", "word", "its name in the record")
    share: float = key(0.3, "number", "share of people who have it", **CHANCE)
    relief_nrs: float = key(1.0, "number", "its mean relief while it lasts", low=-10, high=10)
    sd_nrs: float = key(0.5, "number", "how much people differ in it", low=0, high=10)
    from_day: int = key(0, "whole", "first day of the record with it", low=0, high=3650)
    to_day: int = key(3650, "whole", "last day with it", low=0, high=3650)


@dataclass(frozen=True, slots=True)
class Effect:
    """How much visits relieve, and how that divides into context and needling itself."""

    needling_share: float = key(
        0.2, "number", "needling's part of the mean relief [brinkhaus2006] [haake2007]", **CHANCE
    )
    relief_nrs: float = key(
        -1.0, "number",
        "mean relief at the outcome in the arm with most of both parts; -1: as in the prior set",
        low=-1, high=10,
    )  # fmt: skip
    sd_context_nrs: float = key(
        2.1, "number", "how much people differ in their response to context [brinkhaus2006]", **NRS
    )
    sd_needling_nrs: float = key(
        0.0, "number", "and to needling itself; 0 to 1 is compatible with trials", **NRS
    )
    sd_as_in_prior: bool = key(
        False, "yes-no", "keep the prior's spread of gains; the two SDs then only divide it"
    )


@dataclass(frozen=True, slots=True)
class Arm:
    """A group of a trial. A sham has the context of visits without needling itself."""

    name: str = key(MISSING, "word", "what it is called")
    visits: Any = key("none", "table", "the name of a schedule, or a schedule")
    context: float = key(1.0, "number", "how much of the context's part", low=0, high=10)
    needling: float = key(1.0, "number", "how much of needling's part", low=-10, high=10)
    schedule: Schedule = field(default_factory=lambda: Schedule("none", ()))


@dataclass(frozen=True, slots=True)
class Trial:
    """What is compared, and how often the trial is made up."""

    compare: tuple[str, ...] = key(
        (), "words", "the arm, and the arm it is compared with; default: the first two"
    )
    n_per_arm: tuple[int, ...] = key(
        (50, 100, 200, 300, 400), "wholes", "people in each arm", low=1, high=100_000
    )
    n_trials: int = key(1000, "whole", "made-up trials for each size", low=2, high=100_000)
    instrument: str = key("NRS", "word", "what is asked: NRS", choices=("NRS", "PEG", "RMDQ"))
    outcome: str = key(
        "weekly", "word", "mean of a week's entries, or one day's entry",
        choices=("weekly", "daily"),
    )  # fmt: skip
    week: int = key(8, "whole", "week of treatment of the outcome", low=1, high=520)
    day: int = key(
        0, "whole", "for `daily`: day of treatment; 0: last day of `week`", low=0, high=3650
    )
    min_entries: int = key(1, "whole", "entries that a weekly mean needs", low=1, high=7)
    analyses: tuple[str, ...] = key(("ancova", "responders"), "words", "ancova, responders, mixed")
    n_mixed: int = key(
        20, "whole", "trials of each size that the mixed model reads", low=2, high=10_000
    )
    responder_percent: float = key(
        30.0, "number", "fall from baseline that makes a responder [ostelo2008]", low=1, high=100
    )
    alpha: float = key(0.05, "number", "two-sided level of the tests", low=1e-6, high=0.5)
    target_power: float = key(
        0.8, "number", "power that the sample size is searched for", low=0.05, high=0.99
    )
    search_up_to: int = key(
        0, "whole", "largest size searched; 0: the largest n_per_arm", low=0, high=100_000
    )


@dataclass(frozen=True, slots=True)
class Study:
    """A scenario file, read and checked.

    Attributes
    ----------
    title : what it is about.
    seed : of its chance; the command line may give another.
    population, diary, effect, other : see their keys.
    schedule : visits when there are no arms.
    arms, trial : for `deqi simulate trial`.
    """

    title: str
    seed: int
    population: Population
    diary: Diary
    effect: Effect
    other: Other | None
    schedule: Schedule
    arms: tuple[Arm, ...]
    trial: Trial

    @property
    def prior(self) -> Prior:
        """The prior set people are drawn from."""
        phase: Any = self.population.phase
        return read_prior(self.population.prior, phase)

    @property
    def enrolment(self) -> Enrolment:
        """Whom it takes."""
        population = self.population
        return Enrolment(
            population.enrolment_nrs_at_least,
            population.enrolment_nrs_at_most,
            dict(population.person or {}),
            population.with_flares,
        )

    def arm(self, name: str) -> Arm:
        """The arm of a name."""
        return next(arm for arm in self.arms if arm.name == name)

    def protocol(
        self, arm: Arm | None = None, *, is_complete: bool = False, is_scored: bool = True
    ) -> Protocol:
        """What happens in an arm, or in a study without arms.

        `is_complete`: nothing is missing and nobody leaves. `is_scored`: pain is asked at visits
        too. The days that are computed are those of all arms, so that arms that are given the same
        chance differ by their visits only.
        """
        schedule = self.schedule if arm is None else arm.schedule
        everyone = [self.schedule] if arm is None else [a.schedule for a in self.arms]
        first, last = self.diary.run_in_d, self.diary.n_days
        scored: Literal["none", "before", "both"]
        scored = self.diary.scores_at_visits if is_scored else "none"  # type: ignore[assignment]
        return Protocol(
            n_days=last,
            visit_days=tuple(first + d for d in schedule.days if first + d < last),
            trigger=schedule.trigger(first),
            scores_at_visits=scored,
            context=1.0 if arm is None else arm.context,
            needling=1.0 if arm is None else arm.needling,
            writing=Writing() if is_complete else self.diary.writing,
            other=self._other(),
            grid_days=tuple(
                sorted({first + d for s in everyone for d in s.days if first + d < last})
            ),
            grid_has_mornings=any(s.booking is not None for s in everyone),
        )

    def _other(self) -> OtherTreatment | None:
        o = self.other
        if o is None:
            return None
        return OtherTreatment(o.what, o.share, o.relief_nrs, o.sd_nrs, o.from_day, o.to_day)

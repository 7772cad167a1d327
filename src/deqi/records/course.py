"""A course of treatment: who, what was felt, what was done. Frozen values, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from deqi.records.answer import Answer
from deqi.records.visit import Visit

ENTRY_WITHOUT_TIME = time(20, 0)  # evening diaries are the habit


class Phase(StrEnum):
    """How long the pain has lasted: under 4 weeks, 4 to under 12, 12 and more."""

    ACUTE = "acute"
    SUBACUTE = "subacute"
    CHRONIC = "chronic"
    UNKNOWN = "unknown"


class Began(StrEnum):
    """How the pain began, as the person tells it."""

    LIFTING = "lifting"
    TWISTING = "twisting"
    HOUSE_OR_GARDEN_WORK = "house or garden work"
    LONG_DRIVING_OR_SITTING = "long driving or sitting"
    FALL = "fall"
    NO_EVENT = "no event"
    UNKNOWN = "unknown"


class Diagnosis(StrEnum):
    """The working diagnosis."""

    STRAIN_OR_SPRAIN = "strain or sprain"
    RADICULAR = "radicular"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the diary.

    Attributes
    ----------
    at : aware UTC time. Without a time in the diary: 20:00 local on that date.
    on : local date in the patient's time zone.
    has_time : whether the diary gave a time.
    pain_nrs : back pain, 0 to 10 (already brought to this scale); None if not asked: a gap.
    leg_nrs, worst_nrs, sleep_nrs, work_hindered_nrs : 0 to 10 each, or None.
    medicine : what was taken, in the person's words, or None.
    work_lost : True if work was lost that day; None if not asked.
    flare : True if the person calls it a flare; None if not asked.
    note : free text, never used by a computation.
    row : line in the file it came from, counted from 1; 0 if from none.
    """

    at: datetime
    on: date
    has_time: bool
    pain_nrs: float | None
    leg_nrs: float | None = None
    worst_nrs: float | None = None
    sleep_nrs: float | None = None
    medicine: str | None = None
    work_lost: bool | None = None
    work_hindered_nrs: float | None = None
    flare: bool | None = None
    note: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """A questionnaire filled in on one day: its answers, or its total when only that is known.

    Attributes
    ----------
    on : local date.
    instrument : such as "PEG" or "RMDQ-24".
    answers : in the order of the questionnaire; None for one that was left out.
    total : in the questionnaire's own unit, if the answers are not known.
    row : line in the file it came from, counted from 1; 0 if from none.
    """

    on: date
    instrument: str
    answers: tuple[float | None, ...] | None = None
    total: float | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Treatment:
    """Other care beside the visits: a medicine, physiotherapy, an injection.

    Attributes
    ----------
    what : in the practice's words.
    from_on, to_on : local dates of its first and last day; `to_on` is None while it goes on.
    row : line in the file it came from, counted from 1; 0 if from none.
    """

    what: str
    from_on: date
    to_on: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A planned stretch of days with visits (on) or without (off), and how chance placed it.

    Attributes
    ----------
    from_on, to_on : local dates of its first and last day.
    is_on : True when visits are planned in it, False when none are.
    pair : number of the pair it belongs to: chance decided which of the two is on. None: not drawn.
    start_choices : every local date at which this on block might have started, `from_on` among
        them, all equally likely. Empty: its start was not drawn.
    seed : what the drawing was made from, so that it can be repeated; None if not written down.
    row : line in the file it came from, counted from 1; 0 if from none.
    """

    from_on: date
    to_on: date
    is_on: bool
    pair: int | None = None
    start_choices: tuple[date, ...] = ()
    seed: int | None = None
    row: int = 0

    def holds(self, on: date) -> bool:
        """Whether a local date lies in it."""
        return self.from_on <= on <= self.to_on


@dataclass(frozen=True, slots=True)
class Credential:
    """A licence or a certification. Every part may be missing: missing is not invalid."""

    number: str | None = None
    body: str | None = None
    jurisdiction: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Practitioner:
    """Who needles, and by what right."""

    licence: Credential | None = None
    certification: Credential | None = None


@dataclass(frozen=True, slots=True)
class DoctorsAnswer:
    """Whether a doctor was asked, what the doctor said ("yes" or "no" to needling), and when."""

    asked: Answer = Answer.NOT_ASKED
    agrees: Answer = Answer.NOT_ASKED
    on: date | None = None


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Local days from `first_on` to `last_on`, both included.

    >>> DaySpan(date(2026, 8, 3), date(2026, 8, 21)).holds(date(2026, 8, 21))
    True
    """

    first_on: date
    last_on: date

    def holds(self, on: date) -> bool:
        """Whether a day is one of them."""
        return self.first_on <= on <= self.last_on


class ProviderKind(StrEnum):
    """Who needles, as US Medicare sorts them.

    The middle one is a physician assistant, nurse practitioner or clinical nurse specialist.
    """

    PHYSICIAN = "physician"
    PA_NP_CNS = "pa np cns"
    AUXILIARY = "auxiliary"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """What a payer's rule asks about beyond the course itself. Not asked is not "no".

    Attributes
    ----------
    systemic_cause : is there an identifiable systemic cause of the pain (metastatic, inflammatory,
        infectious)?
    surgery_related, pregnancy_related : is the pain associated with surgery, with pregnancy?
    provider : who needles.
    meets_state_rules : does the provider meet the state's requirements?
    acupuncture_degree : a masters or doctoral degree in acupuncture or Oriental Medicine from an
        accredited school?
    unrestricted_licence : is the licence full, active and unrestricted?
    supervised : do auxiliary personnel work under the supervision that the rule asks for?
    """

    systemic_cause: Answer = Answer.NOT_ASKED
    surgery_related: Answer = Answer.NOT_ASKED
    pregnancy_related: Answer = Answer.NOT_ASKED
    provider: ProviderKind = ProviderKind.UNKNOWN
    meets_state_rules: Answer = Answer.NOT_ASKED
    acupuncture_degree: Answer = Answer.NOT_ASKED
    unrestricted_licence: Answer = Answer.NOT_ASKED
    supervised: Answer = Answer.NOT_ASKED


@dataclass(frozen=True, slots=True)
class Course:
    """One person's course of treatment.

    Attributes
    ----------
    id : the practice's own key for this course.
    time_zone, time_zone_given : IANA name, and False when UTC was assumed for want of one.
    year_of_birth, sex : as recorded, or None. Neither enters the pain model.
    onset_on, duration_weeks, declared_phase : any one of them tells how long the pain has lasted.
        `duration_weeks` counts up to the first entry.
    began, diagnosis, radiating, pregnancy : how the pain began, the working diagnosis, whether it
        runs into a leg, and whether the person is pregnant.
    red_flags, conditions : item id (see `deqi.screen`) to answer; an absent id was not asked.
    medicines : medicine ids or names that matter for safety; None if not asked.
    expectation : 0 to 10, how much relief was expected before the first visit.
    visits_recorded : False when needling took place but its dates are not in the record, as in a
        registry that holds assessments only. Then no visit may be given.
    practitioner, doctor : who needles and by what right; what a doctor answered.
    cannot_come : local days on which the person cannot come to a visit.
    coverage : what a payer's rule asks about; used only by a policy that follows such a rule.
    entries, visits, scores, treatments : in the order of their files.
    blocks : planned blocks with and without visits, in order of time; empty without such a plan.
    left_out, warnings : what reading the files left out, and what looked odd in them.
    """

    id: str
    entries: tuple[Entry, ...] = ()
    visits: tuple[Visit, ...] = ()
    scores: tuple[Score, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    blocks: tuple[Block, ...] = ()
    time_zone: str = "UTC"
    time_zone_given: bool = False
    year_of_birth: int | None = None
    sex: str | None = None
    onset_on: date | None = None
    duration_weeks: float | None = None
    declared_phase: Phase = Phase.UNKNOWN
    began: Began = Began.UNKNOWN
    diagnosis: Diagnosis = Diagnosis.UNKNOWN
    radiating: Answer = Answer.NOT_ASKED
    pregnancy: Answer = Answer.NOT_ASKED
    red_flags: Mapping[str, Answer] = field(default_factory=dict)
    conditions: Mapping[str, Answer] = field(default_factory=dict)
    medicines: tuple[str, ...] | None = None
    expectation: float | None = None
    visits_recorded: bool = True
    practitioner: Practitioner = Practitioner()
    doctor: DoctorsAnswer = DoctorsAnswer()
    cannot_come: tuple[DaySpan, ...] = ()
    coverage: CoverageFacts = CoverageFacts()
    left_out: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

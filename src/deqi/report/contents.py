"""What a report holds, before it becomes a page, a terminal text or JSON. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from deqi.evidence import Source
from deqi.infer import Change, FitOutcome, Forecast, LevelPath, Pattern, VisitRelief
from deqi.plan import USUAL, Advice, Coverage, Plan, Verdict
from deqi.records import AdverseEvent, Course, Severity
from deqi.screen import ScreenOutcome
from deqi.track import FunctionSummary, Timeline


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence with the keys of what it rests on (`deqi evidence sources`)."""

    sentence: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventAtVisit:
    """What was felt or happened at or after one visit.

    Attributes
    ----------
    on : the visit's local date.
    reaction : kinds and severities, then the words of the record.
    events : the same by kind and severity; empty if only words were recorded.
    """

    on: date
    reaction: str
    events: tuple[AdverseEvent, ...] = ()

    @property
    def is_grave(self) -> bool:
        """Whether one of them was severe or serious."""
        return any(e.severity in (Severity.SEVERE, Severity.SERIOUS) for e in self.events)


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What the inference says; a part that it cannot say is None.

    Attributes
    ----------
    change, pattern, visit_relief : under the sceptical prior.
    forecast, forecast_with_plan : under the informed prior, one entry a day from `as_of` + 1 on,
        without further visits and with the planned ones.
    path : level over the record, for the picture.
    flare_days : local dates.
    """

    change: Change | None = None
    pattern: Pattern | None = None
    visit_relief: VisitRelief | None = None
    forecast: Forecast | None = None
    forecast_with_plan: Forecast | None = None
    path: LevelPath | None = None
    flare_days: tuple[date, ...] | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """What would be needed to get the same report again."""

    model_version: str
    prior_verdict: str
    prior_forecast: str
    data_sha256: str
    seed: int
    outcome: FitOutcome
    ess: float


@dataclass(frozen=True, slots=True)
class Report:
    """One course as one answer: verdict, numbers, plan, and how far they can be trusted.

    Attributes
    ----------
    as_of : local date of the last record that counts, inclusive.
    today : local date on which the report is written.
    verdict, plan : from `deqi.plan`; `plan` is None when the screen failed.
    beliefs : from `deqi.infer`.
    function : first and last total of each questionnaire, and days of work lost.
    adverse_events : reactions and adverse events at visits; None if they were never asked.
    group_statement : what trials say about needling itself, a statement about groups; shown
        wherever a visits' part is shown.
    missing_parts : what the record does not hold, and what that costs.
    nulls : place in the JSON -> why it is null.
    warnings : about the data.
    sources : key -> source, of every statement in the report.
    """

    course: Course
    as_of: date
    today: date
    timeline: Timeline
    screen: ScreenOutcome
    verdict: Verdict
    plan: Plan | None
    beliefs: Beliefs
    provenance: Provenance
    function: FunctionSummary
    adverse_events: tuple[EventAtVisit, ...] | None
    advice: tuple[Advice, ...]
    group_statement: Statement
    missing_parts: tuple[Statement, ...] = ()
    nulls: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def is_old(self) -> bool:
        """Whether the record ends so long before `today` that "now" would mislead."""
        return (self.today - self.as_of).days > USUAL.max_record_age_d

    @property
    def work_days_lost(self) -> int | None:
        """Days with work lost; None if it was never asked."""
        return None if self.function.work is None else self.function.work.n_lost

    @property
    def coverage(self) -> Coverage | None:
        """The course beside a payer's rules; None when the policy follows none, or no plan is."""
        return None if self.plan is None else self.plan.coverage

    @property
    def planned_at(self) -> tuple[datetime, ...]:
        """Times of the planned visits."""
        return () if self.plan is None else tuple(visit.at for visit in self.plan.visits)

    def __str__(self) -> str:
        """The report as text of 80 columns."""
        from deqi.report.as_terminal import write_terminal  # it knows this class

        return write_terminal(self)

"""What the record does not hold and what that costs; why a number of the report is null."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deqi.infer.results import FitOutcome
from deqi.records import Course, Phase
from deqi.report.contents import Report, Statement
from deqi.report.harms import was_asked
from deqi.report.wording import count
from deqi.track import FunctionSummary, Timeline

FROM_CHANGE = ("change.natural_nrs", "change.visits_nrs", "pattern", "visit_relief")
FROM_FIT = (
    "now.level_nrs",
    "change.total_nrs",
    "change.p_important",
    *FROM_CHANGE,
    "forecast",
    "forecast_with_plan",
)
WHY_NO_NUMBERS = {
    FitOutcome.NO_SCORES: "There is no pain score yet.",
    FitOutcome.NOT_CONVERGED: FitOutcome.NOT_CONVERGED.sentence,
}
NO_PLAN = "The safety check says to stop and refer, so nothing is planned."
NO_DATES = "The dates of past visits are not in the record."
NO_FORESIGHT = (
    "The record ended more than a year ago; what one more visit would add cannot be said from it."
)
NO_COVERAGE = "The policy follows no payer's rules."
NO_OPEN_DAY = "No day of the next half year is open within the limits."


def explain_nulls(report: Report) -> Mapping[str, str]:
    """Place in the JSON -> why it is null. Only places that are null are named."""
    why: dict[str, str] = {}
    if report.coverage is None:
        why["coverage"] = NO_PLAN if report.plan is None else NO_COVERAGE
    if report.plan is None:
        why |= dict.fromkeys(("plan", "forecast_with_plan"), NO_PLAN)
    elif report.plan.next_visit_gain_nrs is None:
        places = ("plan.next_visit_gain_nrs", "plan.other_horizon")
        why |= dict.fromkeys(places, _why_no_gain(report))
    change = report.beliefs.change
    if change is None:
        why |= dict.fromkeys(FROM_FIT, WHY_NO_NUMBERS[report.provenance.outcome])
    elif change.visits is None and change.why_not_split:
        why |= dict.fromkeys(FROM_CHANGE, change.why_not_split)
    if report.beliefs.flare_days is None:
        why["flare_days"] = FitOutcome.NOT_CONVERGED.sentence
    if report.work_days_lost is None:
        why["work_days_lost"] = "Whether work was lost was not asked."
    if report.adverse_events is None:
        why["adverse_events"] = "Reactions at visits were not asked."
    return why | _function_nulls(report.function)


def _why_no_gain(report: Report) -> str:
    if not report.timeline.visits_recorded:
        return NO_DATES
    if report.plan is not None and report.plan.has_no_open_day:
        return NO_OPEN_DAY
    is_settled = report.provenance.outcome is not FitOutcome.NOT_CONVERGED
    return NO_FORESIGHT if is_settled else FitOutcome.NOT_CONVERGED.sentence


def _function_nulls(function: FunctionSummary) -> dict[str, str]:
    """A questionnaire has nulls when it was filled in once, or when it has no threshold."""
    why: dict[str, str] = {}
    for k, form in enumerate(function.instruments):
        if form.change is None:
            why[f"function[{k}]"] = (
                f"{form.instrument} has {count(form.n_totals, 'total')}, so there is no change to "
                "tell yet."
            )
        elif form.is_important_improvement is None:
            why[f"function[{k}]"] = (
                f"For {form.instrument} an important change could not be told: no threshold was "
                "found, or the first total is 0."
            )
    return why


def missing_parts(course: Course, timeline: Timeline) -> tuple[Statement, ...]:
    """What is not in the record, and what each part's absence costs."""
    return tuple(
        Statement(sentence) for is_missing, sentence in _PARTS if is_missing(course, timeline)
    )


_Check = Callable[[Course, Timeline], bool]

_PARTS: tuple[tuple[_Check, str], ...] = (
    (lambda c, t: t.n_scores == 0, "No pain scores: nothing can be said about change."),
    (
        lambda c, t: t.n_scores > 0 and t.n_entries == 0,
        "No diary between visits: what happens from one visit to the next is not seen.",
    ),
    (
        lambda c, t: not t.visits_recorded,
        "Visits took place, but their dates are not in the record: what is shown as the natural "
        "course holds them too, and the forecast supposes that things go on as they went.",
    ),
    (
        lambda c, t: t.visits_recorded and t.n_visits == 0,
        "No visits: the report cannot look for a part that goes with them.",
    ),
    (
        lambda c, t: t.n_entries > 0 and not any(e.has_time for e in t.entries),
        "No times of day in the diary: every entry counts as written at 20:00.",
    ),
    (
        lambda c, t: t.phase is Phase.UNKNOWN,
        "No onset, duration or phase: natural recovery is weighed as for any length of pain, "
        "which widens every interval.",
    ),
    (
        lambda c, t: t.n_visits > 0 and not course_has_treatments(c),
        "No list of other treatments: none is taken to mean that none was begun.",
    ),
    (
        lambda c, t: t.n_visits > 0 and not any(was_asked(v) for v in t.visits),
        "No reactions at visits: harms cannot be counted.",
    ),
    (lambda c, t: not c.scores, "No questionnaire: nothing can be said about function."),
    (
        lambda c, t: t.n_entries > 0 and all(e.work_lost is None for e in t.entries),
        "Work was not asked: days lost cannot be counted.",
    ),
    (
        lambda c, t: c.practitioner.licence is None,
        "No licence recorded: a plan stays provisional until it is.",
    ),
    (
        lambda c, t: not c.red_flags,
        "Red flags were not asked: a plan stays provisional until they are.",
    ),
)


def course_has_treatments(course: Course) -> bool:
    """Whether other care is listed, as treatments or as medicines in the diary."""
    return bool(course.treatments) or any(entry.medicine is not None for entry in course.entries)

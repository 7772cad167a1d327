"""The few numbers on which a verdict rests, taken out of the fit and the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deqi.infer.results import FitOutcome
from deqi.plan.needs import FitNeeded
from deqi.plan.other_care import other_care_begun
from deqi.plan.rules import DEFAULT_RULES, VerdictRules
from deqi.records import Course
from deqi.track import Timeline


@dataclass(frozen=True, slots=True)
class VerdictFacts:
    """All that the verdict looks at.

    Attributes
    ----------
    n_scores : pain scores of the diary and at visits.
    n_days_of_record : first to last record, both included; silence after the last adds none.
    p_worse, p_recovered, p_important : probabilities under the sceptical prior.
    p_visits_below_0, p_visits_below_minus_1 : of the visits' part; None when it cannot be told
        apart from the natural course.
    share_of_visits_with_before : visits with a score just before needling, 0 to 1.
    other_care_begun : other treatment or a new medicine begun close to the visits.
    """

    n_scores: int
    n_days_of_record: int
    n_visits: int = 0
    p_worse: float = 0.0
    p_recovered: float = 0.0
    p_important: float = 0.0
    p_visits_below_0: float | None = None
    p_visits_below_minus_1: float | None = None
    share_of_visits_with_before: float = 0.0
    other_care_begun: bool = False
    screen_failed: bool = False
    fit_outcome: FitOutcome = FitOutcome.ENOUGH

    @property
    def has_split(self) -> bool:
        """Whether the record tells the visits' part from the natural course."""
        return self.p_visits_below_0 is not None and self.p_visits_below_minus_1 is not None


def facts_from(
    fit: FitNeeded,
    course: Course,
    *,
    screen_failed: bool = False,
    rules: VerdictRules = DEFAULT_RULES,
) -> VerdictFacts:
    """The facts of one course as the fit sees it."""
    timeline, change = fit.timeline, fit.change()
    begun = other_care_begun(course, timeline.as_of, rules.other_care_window_d)
    return VerdictFacts(
        n_scores=timeline.n_scores,
        n_days_of_record=days_of_record(timeline),
        n_visits=timeline.n_visits,
        p_worse=change.p_worse,
        p_recovered=change.p_recovered,
        p_important=change.p_important,
        p_visits_below_0=change.p_visits_below_0,
        p_visits_below_minus_1=change.p_visits_below_minus_1,
        share_of_visits_with_before=timeline.share_of_visits_with_before,
        other_care_begun=bool(begun),
        screen_failed=screen_failed,
        fit_outcome=fit.outcome,
    )


def days_of_record(timeline: Timeline) -> int:
    """Days from the first to the last score or visit, both included; 0 for an empty record."""
    last_on: list[date] = [score.on for score in timeline.scores[-1:]]
    last_on += [visit.on for visit in timeline.visits[-1:]]
    if timeline.first_on is None or not last_on:
        return 0
    return (max(last_on) - timeline.first_on).days + 1

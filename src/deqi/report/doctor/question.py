"""What is asked of the doctor: one question by the course's state, and boxes to tick."""

from __future__ import annotations

from dataclasses import dataclass

from deqi.plan import Recommendation, VerdictCode
from deqi.records import Answer
from deqi.report.contents import Report
from deqi.report.wording import count
from deqi.screen import Outcome


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the answers that can be ticked."""

    sentence: str
    boxes: tuple[str, ...]


MAY_NEEDLE = "Needling may go on"
LIMITS = "Only with these limits:"
NO_NEEDLING = "No needling"
SEE = "I want to see this person, by:"
DIAGNOSIS = "Diagnosis:"
BOXES = (MAY_NEEDLE, LIMITS, NO_NEEDLING, SEE, DIAGNOSIS)
EMERGENCY_BOXES = ("Seen on, at:", "Needling may begin or go on", LIMITS, NO_NEEDLING, DIAGNOSIS)


def ask(report: Report) -> Question:
    """The question that this course raises, the most urgent first."""
    outcome = report.screen.outcome
    if outcome is Outcome.EMERGENCY:
        return Question(
            "Please see this person at once, for the reasons above. No needling is planned.",
            EMERGENCY_BOXES,
        )
    if report.screen.failed or report.verdict.code is VerdictCode.STOP_AND_REFER:
        return Question(
            "Is there anything serious behind the findings above, and may this person be needled? "
            "Nothing is planned before your answer.",
            ("Needling may begin or go on", *BOXES[1:]),
        )
    return Question(_routine(report), BOXES)


def _routine(report: Report) -> str:
    n_visits = report.timeline.n_visits
    plan = report.plan
    if report.verdict.code is VerdictCode.WORSE:
        return "Pain is probably worse since the start. Would you look at the diagnosis again?"
    if plan is not None and plan.recommendation is Recommendation.REFER:
        return (
            f"After {count(n_visits, 'visit')} no important improvement has been shown. Would you "
            "review the diagnosis and this care with us?"
        )
    if report.course.doctor.agrees is not Answer.YES:
        return (
            "No doctor's agreement is recorded. Does anything speak against needling, and do you "
            "agree with the working diagnosis?"
        )
    if plan is not None and plan.recommendation is Recommendation.STOP:
        return "For information: no further visit is proposed. Do you see a reason to go on?"
    return "For information. Does anything speak against going on?"

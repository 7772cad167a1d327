"""Continue, stop or refer: a table read from the top, like the verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from deqi.plan.policy import Policy
from deqi.plan.precedence import GOOD_NEWS, VerdictCode
from deqi.plan.reasons import counted, points


class Recommendation(StrEnum):
    """What the plan suggests. A person decides."""

    CONTINUE = "continue"
    STOP = "stop"
    REFER = "refer"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """All that the recommendation looks at.

    Attributes
    ----------
    code : the verdict.
    n_visits : visits so far.
    days_since_first_visit : from the first visit to the day of planning; 0 without a visit.
    gain_nrs : expected gain of the next visit (median); None when it cannot be computed.
    visits_recorded : False when visits took place whose dates are not known.
    is_documented : whether documented scores show an improvement, for a policy that follows a
        payer's rule; None: the verdict says whether there is one.
    has_open_day : whether any day is open within the limits.
    not_covered : why a payer's rule leaves no visit; empty if it leaves one or none is followed.
    """

    code: VerdictCode
    n_visits: int
    days_since_first_visit: int
    gain_nrs: float | None
    visits_recorded: bool = True
    is_documented: bool | None = None
    has_open_day: bool = True
    not_covered: str = ""

    @property
    def has_improved(self) -> bool:
        """Whether an important improvement has shown."""
        return self.code in GOOD_NEWS if self.is_documented is None else self.is_documented

    def is_review_due(self, policy: Policy) -> bool:
        """Whether an important improvement should have shown by now, and has not."""
        is_time = (
            self.n_visits >= policy.review_at_visit
            or self.days_since_first_visit >= policy.review_after_d
        )
        return self.n_visits > 0 and is_time and not self.has_improved


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the table.

    Attributes
    ----------
    words : the condition, for the printed table.
    sentence : what it means for this course.
    has_visits : whether dates are proposed.
    """

    recommendation: Recommendation
    words: Callable[[Policy], str]
    holds: Callable[[PlanFacts, Policy], bool]
    sentence: Callable[[PlanFacts, Policy], str]
    has_visits: bool = False
    sources: tuple[str, ...] = ()


STEPS = (
    Step(
        Recommendation.REFER,
        lambda p: "the verdict is `worse`",
        lambda f, p: f.code is VerdictCode.WORSE,
        lambda f, p: "Pain is probably worse: no visit is planned before a doctor has looked.",
    ),
    Step(
        Recommendation.STOP,
        lambda p: "the verdict is `recovered`",
        lambda f, p: f.code is VerdictCode.RECOVERED,
        lambda f, p: "Pain is nearly gone: no further visit is needed while it stays so.",
    ),
    Step(
        Recommendation.CONTINUE,
        lambda p: "the dates of past visits are not in the record: no date is proposed",
        lambda f, p: not f.visits_recorded,
        lambda f, p: (
            "The dates of past visits are not in this record. Spacing, caps and reviews hang on "
            "them, so no date is proposed."
        ),
    ),
    Step(
        Recommendation.CONTINUE,
        lambda p: "no visit is recorded: the record goes on, no date is proposed",
        lambda f, p: f.n_visits == 0,
        lambda f, p: (
            "No needling is recorded. Whether to begin is for the two of you; 28 days of diary "
            "before the first one would make its later answer sharper."
        ),
    ),
    Step(
        Recommendation.STOP,
        lambda p: "the policy follows a payer's rule, and by it no further visit is left",
        lambda f, p: bool(f.not_covered),
        lambda f, p: f.not_covered,
    ),
    Step(
        Recommendation.REFER,
        lambda p: (
            f"no important improvement by visit {p.review_at_visit} or {p.review_after_d} days "
            "after the first visit: review with the doctor"
        ),
        lambda f, p: f.is_review_due(p),
        lambda f, p: (
            f"After {counted(f.n_visits, 'visit')} in {counted(f.days_since_first_visit, 'day')} "
            "no important improvement has been shown: review the care with the doctor (due at "
            f"visit {p.review_at_visit} or after {p.review_after_d} days)."
        ),
        sources=("cmsncd3033",),
    ),
    Step(
        Recommendation.CONTINUE,
        lambda p: "no day of the next half year is open within the limits: no date is proposed",
        lambda f, p: not f.has_open_day,
        lambda f, p: (
            "No day of the next half year is open and within the limits, so no date is proposed: "
            "look at the closed days, the days the person cannot come, and the cap."
        ),
    ),
    Step(
        Recommendation.CONTINUE,
        lambda p: (
            "the computation did not settle, or the record ended more than a year ago: care goes "
            "on as agreed, no date is proposed"
        ),
        lambda f, p: f.gain_nrs is None,
        lambda f, p: (
            "What one more visit would add cannot be said from this record, so no date is proposed."
        ),
    ),
    Step(
        Recommendation.STOP,
        lambda p: f"the expected gain of one more visit is under {p.min_gain_nrs:g} points",
        lambda f, p: f.gain_nrs is not None and f.gain_nrs < p.min_gain_nrs,
        lambda f, p: (
            f"One more visit is expected to lower mean pain over the next {p.horizon_d} days by "
            f"{points(f.gain_nrs or 0.0)} points, under the threshold of {p.min_gain_nrs:g}."
        ),
    ),
    Step(
        Recommendation.CONTINUE,
        lambda p: f"otherwise: up to {counted(p.block_visits, 'visit')}, then read again",
        lambda f, p: True,
        lambda f, p: (
            f"One more visit is expected to lower mean pain over the next {p.horizon_d} days by "
            f"{points(f.gain_nrs or 0.0)} points, at or above the threshold of "
            f"{p.min_gain_nrs:g}."
        ),
        has_visits=True,
    ),
)


def recommend(facts: PlanFacts, policy: Policy) -> Step:
    """The first step that holds.

    Examples
    --------
    >>> from deqi.plan.policy import USUAL
    >>> facts = PlanFacts(VerdictCode.NO_CLEAR_CHANGE, 6, 20, 0.1)
    >>> recommend(facts, USUAL).recommendation.value
    'refer'
    """
    return next(step for step in STEPS if step.holds(facts, policy))

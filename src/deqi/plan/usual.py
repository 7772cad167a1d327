"""Policy `usual`: spaced visits under a cap, until one more is expected to add too little."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from deqi.infer.results import FitOutcome, Interval
from deqi.plan.needs import FitNeeded
from deqi.plan.policy import USUAL, Policy
from deqi.plan.precedence import GOOD_NEWS, VerdictCode
from deqi.plan.proposal import Block, Bounds, PlannedVisit, propose_block, propose_next
from deqi.plan.reasons import Reason, counted, day
from deqi.plan.recommendation import PlanFacts, Recommendation, Step, recommend
from deqi.plan.rhythm import Rhythm, rhythm_of
from deqi.plan.verdict import Verdict
from deqi.screen import ScreenOutcome, Urgency, describe_item

MAX_UNASKED_NAMED = 4
WHO_DECIDES = "This is a proposal: the practitioner and the patient decide."
FORESIGHT_D = 365  # a level that wandered for a year says nothing about one visit more
TOO_EARLY = "It is too early to judge; what is expected rests mostly on what was known beforehand."
READ_AGAIN = "After these visits the record is read again; they go on only while pain stays lower."
REVIEW = (
    "If no important improvement shows by visit {visit} or {on}, the care is reviewed with the "
    "doctor."
)
OLD_RECORD = (
    "The record ends {age} ago, so only the next visit is proposed: write a score first, then "
    "plan again."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do next, for people to decide on.

    Attributes
    ----------
    recommendation : continue, stop or refer.
    visits : proposed visits, all after the last record and after today.
    visits_left : visits before the record is read again; the number of `visits`.
    next_visit_gain_nrs : mean pain over the horizon (28 days) lower by, if the next allowed visit
        takes place; positive is better. None when the computation did not settle, or the record
        ended more than a year ago.
    reasons : what decided, then when the record is read again, then who decides.
    heading : what makes the plan provisional, or empty: what the screen wants settled the same day
        (an expired licence), then what was not asked.
    policy : name. horizon_d : days. objective : what the plan aims at.
    """

    recommendation: Recommendation
    visits: tuple[PlannedVisit, ...]
    next_visit_gain_nrs: Interval | None
    reasons: tuple[Reason, ...]
    heading: str
    policy: str
    horizon_d: int
    objective: str

    @property
    def visits_left(self) -> int:
        """Visits before the record is read again."""
        return len(self.visits)

    @property
    def provisional(self) -> bool:
        """Whether something must be settled or asked before the next visit."""
        return bool(self.heading)


def plan(
    fit: FitNeeded,
    verdict: Verdict,
    screen_outcome: ScreenOutcome,
    *,
    today: date,
    policy: Policy = USUAL,
) -> Plan | None:
    """Propose the next visits, a stop, or a review with a doctor.

    Gains are the informed prior's; "expected" is the median. Every planned date lies after `today`
    and after the last record, on a working day, at this course's usual gap and hour.

    Parameters
    ----------
    fit : what `deqi.infer.infer` believes.
    verdict : of the same fit.
    screen_outcome : of the same course.
    today : local date of planning.
    policy : how the practice spaces visits.

    Returns
    -------
    Plan or None
        None when the screen failed: then nothing is planned at all.

    Examples
    --------
    No question about safety was asked yet, so the plan is provisional:

    >>> from datetime import UTC, datetime
    >>> from deqi.infer import infer
    >>> from deqi.plan.verdict import choose_verdict
    >>> from deqi.records import Course, Entry
    >>> from deqi.screen import screen
    >>> days = [datetime(2026, 3, k, 20, tzinfo=UTC) for k in (1, 2, 3)]
    >>> course = Course("a", entries=tuple(Entry(at, at.date(), True, 6.0) for at in days))
    >>> fit, screened = infer(course), screen(course, date(2026, 3, 3))
    >>> proposed = plan(fit, choose_verdict(fit, screened, course), screened, today=fit.as_of)
    >>> proposed.recommendation.value, proposed.provisional
    ('continue', True)
    """
    if screen_outcome.failed or verdict.code is VerdictCode.STOP_AND_REFER:
        return None
    rhythm = rhythm_of(fit.timeline, today, policy)
    first = propose_next(fit, rhythm) if _can_look_ahead(fit, rhythm) else None
    facts = _plan_facts(verdict.code, rhythm, first, fit.timeline.visits_recorded)
    step = recommend(facts, policy)
    block = None
    if first and step.has_visits:
        block = propose_block(fit, rhythm, _bounds(facts, rhythm), first)
    return Plan(
        recommendation=step.recommendation,
        visits=block.visits if block else (),
        next_visit_gain_nrs=first.gain_nrs if first else None,
        reasons=_reasons(step, facts, rhythm, block),
        heading=_heading(screen_outcome),
        policy=policy.name,
        horizon_d=policy.horizon_d,
        objective=policy.aim,
    )


def _can_look_ahead(fit: FitNeeded, rhythm: Rhythm) -> bool:
    is_settled = fit.outcome is not FitOutcome.NOT_CONVERGED and fit.timeline.visits_recorded
    return is_settled and rhythm.record_age_d <= FORESIGHT_D


def _plan_facts(
    code: VerdictCode, rhythm: Rhythm, first: PlannedVisit | None, visits_recorded: bool
) -> PlanFacts:
    since_first = (rhythm.after - rhythm.past[0]).days if rhythm.past else 0
    gain = first.gain_nrs.median if first else None
    return PlanFacts(code, len(rhythm.past), since_first, gain, visits_recorded)


def _bounds(facts: PlanFacts, rhythm: Rhythm) -> Bounds:
    """One block; up to the review while no important improvement has shown."""
    policy = rhythm.policy
    if rhythm.is_record_old:
        return Bounds(1, date.max, OLD_RECORD.format(age=counted(rhythm.record_age_d, "day")))
    if facts.code in GOOD_NEWS:
        return Bounds(policy.block_visits, date.max, READ_AGAIN)
    left = min(policy.block_visits, policy.review_at_visit - facts.n_visits)
    review_on = rhythm.past[0] + timedelta(days=policy.review_after_d)
    then = REVIEW.format(visit=policy.review_at_visit, on=day(review_on))
    return Bounds(left, review_on, then)


def _reasons(
    step: Step, facts: PlanFacts, rhythm: Rhythm, block: Block | None
) -> tuple[Reason, ...]:
    reasons = [Reason(step.sentence(facts, rhythm.policy), step.sources)]
    if facts.code is VerdictCode.TOO_EARLY:
        reasons.append(Reason(TOO_EARLY))
    if block:
        reasons.append(block.ending)
    return (*reasons, Reason(WHO_DECIDES))


def _heading(screen_outcome: ScreenOutcome) -> str:
    """What has to be settled the same day, then what was not asked."""
    open_now = [
        reason.sentence.rstrip(".")
        for reason in screen_outcome.reasons
        if reason.is_positive and reason.urgency.rank >= Urgency.SAME_DAY.rank
    ]
    parts = [*open_now, *_not_asked(screen_outcome)]
    return f"provisional: {'; '.join(parts)}" if parts else ""


def _not_asked(screen_outcome: ScreenOutcome) -> tuple[str, ...]:
    """The practitioner's papers and the doctor's answer first."""
    asked_last = screen_outcome.unanswered[::-1]
    if not asked_last:
        return ()
    named = [describe_item(item) for item in asked_last[:MAX_UNASKED_NAMED]]
    n_more = len(asked_last) - len(named)
    more = f" and {n_more} more" if n_more else ""
    return (f"not asked: {'; '.join(named)}{more}",)

"""The next visits under a policy, until one more is expected to add too little."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from deqi.infer.results import FitOutcome, Interval
from deqi.plan.best import BestDates, best_dates
from deqi.plan.coverage import Coverage, judge_coverage
from deqi.plan.flare import FlareRhythm, latest_flare, told_flare
from deqi.plan.horizon import tell_other_horizon
from deqi.plan.needs import FitNeeded
from deqi.plan.policy import USUAL, Policy, as_policy, labels_of
from deqi.plan.precedence import VerdictCode
from deqi.plan.proposal import Block, Bounds, Dates, PlannedVisit, propose_block, propose_next
from deqi.plan.reasons import Reason, counted, day
from deqi.plan.recommendation import PlanFacts, Recommendation, Step, recommend
from deqi.plan.rhythm import Rhythm, rhythm_of
from deqi.plan.verdict import Verdict
from deqi.records import Course, OutsideMeaningError
from deqi.screen import ScreenOutcome, Urgency, describe_item
from deqi.track.timeline import Timeline

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
    other_horizon : what counting over another number of days would change; None when no gain can
        be computed. The horizon decides more than any way of choosing dates.
    has_no_open_day : whether no day of the next half year is open within the limits.
    coverage : the course beside a payer's rules; None when the policy follows none.
    """

    recommendation: Recommendation
    visits: tuple[PlannedVisit, ...]
    next_visit_gain_nrs: Interval | None
    reasons: tuple[Reason, ...]
    heading: str
    policy: str
    horizon_d: int
    objective: str
    other_horizon: Reason | None = None
    has_no_open_day: bool = False
    coverage: Coverage | None = None

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
    policy: Policy | str = USUAL,
    course: Course | None = None,
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
    policy : how the practice spaces visits, or the name of a policy that ships with deqi.
    course : the records, for a policy that follows a payer's rule; others do not look at it.

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
    policy = as_policy(policy)
    coverage = cover(course, fit.timeline, today, policy)
    rhythm = rhythm_of(fit.timeline, today, policy, coverage.limits if coverage else ())
    can_look_ahead = _can_look_ahead(fit, rhythm)
    begun = _begun(verdict.code, rhythm, fit.timeline.visits_recorded, coverage)
    bounds = _bounds(begun, rhythm)
    dates = _dates(fit, rhythm, bounds) if can_look_ahead else None
    first = propose_next(fit, rhythm, dates) if dates else None
    facts = replace(
        begun,
        gain_nrs=first.gain_nrs.median if first else None,
        has_open_day=first is not None or not can_look_ahead,
    )
    step = recommend(facts, policy)
    block = None
    if first and dates and step.has_visits:
        block = propose_block(fit, rhythm, bounds, first, dates)
    return Plan(
        recommendation=step.recommendation,
        visits=block.visits if block else (),
        next_visit_gain_nrs=first.gain_nrs if first else None,
        reasons=_reasons(step, facts, rhythm, block, dates),
        heading=_heading(screen_outcome, coverage),
        policy=policy.name,
        horizon_d=policy.horizon_d,
        objective=policy.aim,
        other_horizon=tell_other_horizon(fit, rhythm, dates, bounds) if first and dates else None,
        has_no_open_day=not facts.has_open_day,
        coverage=coverage,
    )


def _can_look_ahead(fit: FitNeeded, rhythm: Rhythm) -> bool:
    is_settled = fit.outcome is not FitOutcome.NOT_CONVERGED and fit.timeline.visits_recorded
    return is_settled and rhythm.record_age_d <= FORESIGHT_D


def _dates(fit: FitNeeded, rhythm: Rhythm, bounds: Bounds) -> Dates:
    """What chooses the dates under this policy."""
    policy = rhythm.policy
    if policy.spacing == "flare":
        return FlareRhythm(rhythm, latest_flare(fit, rhythm.after, policy))
    if policy.spacing == "best":
        return best_dates(fit, rhythm, bounds.n_visits, bounds.until, policy.horizon_d)
    return rhythm


def cover(
    course: Course | None, timeline: Timeline, today: date, policy: Policy
) -> Coverage | None:
    """The course beside the payer's rules that the policy follows; None if it follows none.

    Raises OutsideMeaningError when the policy follows a payer's rules and no course is given.
    """
    if policy.coverage == "none":
        return None
    if course is None:
        raise OutsideMeaningError(
            f"Policy '{policy.name}' judges documented scores and facts of the course. "
            "Give `course` too."
        )
    return judge_coverage(course, timeline, today, policy)


def _begun(
    code: VerdictCode, rhythm: Rhythm, visits_recorded: bool, coverage: Coverage | None
) -> PlanFacts:
    """The facts that are known before any date is looked for."""
    since_first = (rhythm.after - rhythm.past[0]).days if rhythm.past else 0
    return PlanFacts(
        code,
        len(rhythm.past),
        since_first,
        None,
        visits_recorded,
        is_documented=coverage.is_improved if coverage else None,
        not_covered=coverage.not_covered if coverage else "",
    )


def _bounds(facts: PlanFacts, rhythm: Rhythm) -> Bounds:
    """One block; up to the review while no important improvement has shown."""
    policy = rhythm.policy
    if rhythm.is_record_old:
        return Bounds(1, date.max, OLD_RECORD.format(age=counted(rhythm.record_age_d, "day")))
    if facts.has_improved or not rhythm.past:
        return Bounds(policy.block_visits, date.max, READ_AGAIN)
    left = max(1, min(policy.block_visits, policy.review_at_visit - facts.n_visits))
    review_on = rhythm.past[0] + timedelta(days=policy.review_after_d)
    then = REVIEW.format(visit=policy.review_at_visit, on=day(review_on))
    return Bounds(left, review_on, then)


def _reasons(
    step: Step, facts: PlanFacts, rhythm: Rhythm, block: Block | None, dates: Dates | None
) -> tuple[Reason, ...]:
    policy = rhythm.policy
    reasons = [Reason(step.sentence(facts, policy), step.sources)]
    if isinstance(dates, FlareRhythm):
        reasons.append(told_flare(dates.flare, policy))
    if isinstance(dates, BestDates) and block:
        reasons.append(dates.told)
    reasons += [Reason(label, sources) for label, sources in labels_of(policy)]
    if facts.code is VerdictCode.TOO_EARLY:
        reasons.append(Reason(TOO_EARLY))
    if block:
        reasons.append(block.ending)
    return (*reasons, Reason(WHO_DECIDES))


def _heading(screen_outcome: ScreenOutcome, coverage: Coverage | None) -> str:
    """What has to be settled the same day, then what was not asked, then what a payer asks."""
    open_now = [
        reason.sentence.rstrip(".")
        for reason in screen_outcome.reasons
        if reason.is_positive and reason.urgency.rank >= Urgency.SAME_DAY.rank
    ]
    parts = [*open_now, *_not_asked(screen_outcome)]
    if coverage and coverage.not_recorded:
        rules = " ".join(told.split(" ")[0] for told in coverage.not_recorded)
        parts.append(f"not recorded for coverage: {rules}")
    return f"provisional: {'; '.join(parts)}" if parts else ""


def _not_asked(screen_outcome: ScreenOutcome) -> tuple[str, ...]:
    """In the order of the rule book: warning signs first."""
    open_items = screen_outcome.unanswered
    if not open_items:
        return ()
    named = [describe_item(item) for item in open_items[:MAX_UNASKED_NAMED]]
    n_more = len(open_items) - len(named)
    more = f" and {n_more} more" if n_more else ""
    return (f"not asked: {'; '.join(named)}{more}",)

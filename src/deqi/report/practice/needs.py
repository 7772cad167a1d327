"""Who needs somebody this morning, and why: a table read from the top, like the verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deqi.plan import Policy, Recommendation, VerdictCode
from deqi.records import Answer
from deqi.report.contents import Report
from deqi.report.practice.line import Line
from deqi.report.wording import count, day, number, percent
from deqi.screen import RED_FLAGS_NOT_ASKED, Outcome, Reason

# Settings of the page, not findings: they only decide in which group a course is shown.
PAST_AFTER_D = 56  # without a record for so long a course is taken to have ended
SILENT_AFTER_D = 7  # of a diary that was written every day
CAP_NEAR = 2  # visits left under the cap
COMING_D = 7
WINDOW_D = 90  # of the cap


class Need(StrEnum):
    """The groups of the index page, in its order."""

    EMERGENCY = "emergency"
    ASK_DOCTOR = "ask_doctor"
    WORSE = "worse"
    REVIEW = "review"
    NO_ANSWER = "no_answer"
    CAP = "cap"
    SILENT = "silent"
    STOP = "stop"
    NOT_ASKED = "not_asked"
    VISIT = "visit"
    GOING_ON = "going_on"
    PAST = "past"

    @property
    def rank(self) -> int:
        """0 for the group that comes first."""
        return list(Need).index(self)

    @property
    def heading(self) -> str:
        """The heading of the group."""
        return _WORDS[self][0]

    @property
    def to_do(self) -> str:
        """What the group is for."""
        return _WORDS[self][1]


_WORDS = {
    Need.EMERGENCY: (
        "Emergency",
        "A warning sign of an emergency is recorded: no needling, medical help now.",
    ),
    Need.ASK_DOCTOR: (
        "Ask a doctor first",
        "Something is recorded that a doctor has to look at before anybody needles.",
    ),
    Need.WORSE: (
        "Worse",
        "Pain is probably worse: no visit is planned before a doctor has looked.",
    ),
    Need.REVIEW: (
        "Review due",
        "An important improvement should have shown by now and has not: review the care with the "
        "doctor.",
    ),
    Need.NO_ANSWER: (
        "No answer",
        "These rows could not be read, or the computation failed. Nothing is known of these "
        "patients today: correct the files and run it again.",
    ),
    Need.CAP: (
        "Cap near",
        "Few visits are left under the cap of visits in 90 days, or under a payer's limits.",
    ),
    Need.SILENT: (
        "Diary silent",
        "A daily diary has stopped. People stop writing when they are well, and when it is bad: "
        "ask.",
    ),
    Need.STOP: (
        "Could stop",
        "Pain is nearly gone, or one more visit is expected to add too little.",
    ),
    Need.NOT_ASKED: (
        "Safety questions not asked",
        "Ask them before anybody needles: not asked is not 'no', and a plan is provisional until "
        "then.",
    ),
    Need.VISIT: ("Visit proposed this week", "The plan proposes a visit within the coming days."),
    Need.GOING_ON: ("Going on", "Nothing needs you today."),
    Need.PAST: (
        "Past courses",
        f"No score and no visit for {PAST_AFTER_D // 7} weeks. If care goes on, write a score "
        "first.",
    ),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides the group.

    Attributes
    ----------
    silent_d : days from the last score to today. None without a score.
    idle_d : days from the last score or visit to today. None without a record.
    left_under_cap : visits that the cap still allows today.
    """

    report: Report
    policy: Policy
    silent_d: int | None
    idle_d: int | None
    n_visits_90_d: int

    @property
    def left_under_cap(self) -> int:
        """Visits that the cap still allows today."""
        return max(self.policy.max_visits_in_90_d - self.n_visits_90_d, 0)

    @property
    def recommendation(self) -> Recommendation | None:
        """Of the plan; None when the screen failed."""
        return None if self.report.plan is None else self.report.plan.recommendation

    @property
    def next_on(self) -> date | None:
        """The first proposed visit."""
        plan = self.report.plan
        return plan.visits[0].on if plan is not None and plan.visits else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: a group, when a course is in it, and the sentence of its reason."""

    need: Need
    holds: Callable[[Facts], bool]
    reason: Callable[[Facts], str]


def facts_of(report: Report, policy: Policy) -> Facts:
    """What a report says about who needs somebody."""
    scores = report.timeline.scores
    scored_on = scores[-1].on if scores else None
    visited = [visit.on for visit in report.timeline.visits]
    latest = max((on for on in (scored_on, *visited) if on is not None), default=None)
    since = report.today - timedelta(days=WINDOW_D)
    return Facts(
        report,
        policy,
        None if scored_on is None else (report.today - scored_on).days,
        None if latest is None else (report.today - latest).days,
        sum(since < on <= report.today for on in visited),
    )


def need_of(facts: Facts) -> tuple[Need, list[str]]:
    """The first group that holds with its reason, then the reasons of the others that hold too."""
    held = [rule for rule in RULES if rule.holds(facts)]
    if held[0].need is Need.PAST:
        held = held[:1]
    reasons = [
        rule.reason(facts) for rule in held if rule.need is not Need.GOING_ON or len(held) == 1
    ]
    return held[0].need, [*dict.fromkeys(reasons)]


def place_of(line: Line) -> tuple[int, list[float], str]:
    """What lines are sorted by, lowest first: the group, the place within it, the patient.

    >>> from deqi.report.practice.line import line_of_failure
    >>> place_of(line_of_failure("A", "bad_input", []))
    (4, [0.0], 'A')
    """
    return Need(line.need).rank, line.sort_key, line.patient


def _screen_reason(facts: Facts) -> str:
    return facts.report.screen.reasons[0].sentence


def _not_asked(facts: Facts) -> Reason | None:
    """What the screen says of red flags that were left open."""
    found = facts.report.screen.reasons
    return next((reason for reason in found if reason.item == RED_FLAGS_NOT_ASKED), None)


def _not_asked_reason(facts: Facts) -> str:
    reason = _not_asked(facts)
    if reason is None:
        return ""
    is_any_answered = any(
        answer is not Answer.NOT_ASKED for answer in facts.report.course.red_flags.values()
    )
    return reason.sentence if is_any_answered else "The safety questions were not asked."


def _worse(facts: Facts) -> str:
    change = facts.report.beliefs.change
    chance = "" if change is None else f": {percent(change.p_worse)} that it rose by over a point"
    return f"Pain is probably worse than at the start{chance}."


def _plan_reason(facts: Facts) -> str:
    plan = facts.report.plan
    return plan.reasons[0].sentence if plan is not None and plan.reasons else ""


def _is_silent(facts: Facts) -> bool:
    is_daily = facts.report.timeline.is_daily
    return is_daily and facts.silent_d is not None and facts.silent_d > SILENT_AFTER_D


def _is_cap_near(facts: Facts) -> bool:
    goes_on = facts.recommendation is Recommendation.CONTINUE and facts.next_on is not None
    return goes_on and facts.left_under_cap <= CAP_NEAR


def _is_coverage_near(facts: Facts) -> bool:
    coverage = facts.report.coverage
    goes_on = facts.recommendation is Recommendation.CONTINUE
    if coverage is None or coverage.counters is None:
        return False
    return goes_on and coverage.counters.n_left <= CAP_NEAR


def _coverage(facts: Facts) -> str:
    coverage = facts.report.coverage
    if coverage is None or coverage.counters is None:
        return ""
    left = coverage.counters
    return (
        f"The rules of {coverage.body} leave {count(left.left_in_90_d, 'visit')} in 90 days and "
        f"{left.left_in_year} in twelve months."
    )


def _visit(facts: Facts) -> str:
    plan, on = facts.report.plan, facts.next_on
    gain = plan.next_visit_gain_nrs if plan is not None else None
    expected = (
        ""
        if gain is None or facts.report.plan is None
        else f", expected to lower mean pain over {facts.report.plan.horizon_d} days by "
        f"{number(gain.median)} points (80 % interval {number(gain.lo80)} to {number(gain.hi80)})"
    )
    return "" if on is None else f"Visit proposed on {day(on)}{expected}."


RULES = (
    Rule(Need.EMERGENCY, lambda f: f.report.screen.outcome is Outcome.EMERGENCY, _screen_reason),
    Rule(
        Need.ASK_DOCTOR,
        lambda f: f.report.screen.outcome is Outcome.ASK_DOCTOR_FIRST,
        _screen_reason,
    ),
    Rule(
        Need.PAST,
        lambda f: f.idle_d is not None and f.idle_d > PAST_AFTER_D,
        lambda f: f"The last score or visit is {count(f.idle_d or 0, 'day')} ago.",
    ),
    Rule(Need.WORSE, lambda f: f.report.verdict.code is VerdictCode.WORSE, _worse),
    Rule(
        Need.REVIEW,
        lambda f: (
            f.recommendation is Recommendation.REFER
            and f.report.verdict.code is not VerdictCode.WORSE
        ),
        _plan_reason,
    ),
    Rule(
        Need.CAP,
        _is_cap_near,
        lambda f: (
            f"{count(f.n_visits_90_d, 'visit')} in the last {WINDOW_D} days; the cap is "
            f"{f.policy.max_visits_in_90_d}."
        ),
    ),
    Rule(Need.CAP, _is_coverage_near, _coverage),
    Rule(
        Need.SILENT,
        _is_silent,
        lambda f: f"The last score is {count(f.silent_d or 0, 'day')} ago.",
    ),
    Rule(Need.STOP, lambda f: f.recommendation is Recommendation.STOP, _plan_reason),
    Rule(Need.NOT_ASKED, lambda f: _not_asked(f) is not None, _not_asked_reason),
    Rule(
        Need.VISIT,
        lambda f: f.next_on is not None and (f.next_on - f.report.today).days <= COMING_D,
        _visit,
    ),
    Rule(Need.GOING_ON, lambda f: True, _plan_reason),
)

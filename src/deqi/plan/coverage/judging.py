"""What a payer's rule leaves of a course: counters, conditions, and why no visit may be left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deqi.plan.calendar import CAP_WINDOW_D, Limit
from deqi.plan.coverage.conditions import CONDITIONS, Judged, RuleState
from deqi.plan.coverage.improvement import Improvement, ImprovementState, judge_improvement
from deqi.plan.coverage.rules import DECIDING, Rule, read_coverage_rules
from deqi.plan.policy import Policy
from deqi.plan.reasons import counted, day
from deqi.records import Course
from deqi.track.timeline import Timeline

WITHOUT_IMPROVEMENT = 12  # [cmsncd3033]
ADDITIONAL = 8  # [cmsncd3033]
IN_A_YEAR = 20  # [cmsncd3033]
CMS = ("cmsncd3033",)
NEED_IMPROVEMENT = "; further ones need a demonstrated improvement"
NO_ENTITLEMENT = (
    "Coverage is counted by the rule as it was read; whether a visit is paid for, the payer "
    "decides. No entitlement is stated. Visits elsewhere are not known here."
)


@dataclass(frozen=True, slots=True)
class Counters:
    """Visits used and left on the day of planning.

    Attributes
    ----------
    used_in_90_d, left_in_90_d, limit_in_90_d : in the 90 days that end on that day.
    used_in_year, left_in_year, limit_in_year : in the twelve months that end on that day.
    n_left : visits that both limits leave.
    next_free_on : the first day after it on which one more visit keeps to both limits.
    """

    used_in_90_d: int
    left_in_90_d: int
    limit_in_90_d: int
    used_in_year: int
    left_in_year: int
    limit_in_year: int
    next_free_on: date

    @property
    def n_left(self) -> int:
        """Visits that both limits leave."""
        return min(self.left_in_90_d, self.left_in_year)


@dataclass(frozen=True, slots=True)
class JudgedRule:
    """A rule with how it stands on this record."""

    rule: Rule
    state: RuleState
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """A course beside the rules of a payer. States no entitlement.

    Attributes
    ----------
    policy, body : whose rules. on : day of planning.
    counters : visits used and left; None when visits took place whose dates are not known.
    improvement : what documented scores show.
    rules : every rule of the payer with its state; those that were not checked never decide.
    statements : what other bodies say, as it was read.
    not_covered : why the rule leaves no visit; empty if it leaves one.
    limits : what planned visits have to keep to.
    """

    policy: str
    body: str
    on: date
    counters: Counters | None
    improvement: Improvement
    rules: tuple[JudgedRule, ...]
    statements: tuple[Rule, ...]
    not_covered: str
    limits: tuple[Limit, ...]

    @property
    def not_recorded(self) -> tuple[str, ...]:
        """Rules that cannot be judged from this record, in words."""
        return tuple(
            f"{judged.rule.id} ({judged.why})"
            for judged in self.rules
            if judged.state is RuleState.NOT_RECORDED and judged.rule.kind in DECIDING
        )

    @property
    def is_improved(self) -> bool:
        """Whether documented scores demonstrate an improvement."""
        return self.improvement.state is ImprovementState.DEMONSTRATED


def judge_coverage(course: Course, timeline: Timeline, today: date, policy: Policy) -> Coverage:
    """A course beside CMS NCD 30.3.3.

    Parameters
    ----------
    course, timeline : the records; visits count up to `timeline.as_of`.
    today : local day of planning; the last record's day if that is later.
    policy : its settings `improved_percent` and `judged_from_visit`.
    """
    on = max(today, timeline.as_of)
    improvement = judge_improvement(course, timeline, policy)
    visits = [visit.on for visit in timeline.visits]
    limits = medicare_limits(improvement.state is ImprovementState.DEMONSTRATED)
    counters = count_visits(on, visits, limits) if timeline.visits_recorded else None
    rules = tuple(_judged(course, timeline, on, policy, improvement, counters))
    return Coverage(
        policy=policy.coverage,
        body="CMS NCD 30.3.3",
        on=on,
        counters=counters,
        improvement=improvement,
        rules=rules,
        statements=tuple(rule for rule in read_coverage_rules() if rule.kind == "statement"),
        not_covered=_not_covered(rules, counters, improvement),
        limits=limits,
    )


def medicare_limits(is_improved: bool) -> tuple[Limit, Limit]:
    """Limits in 90 days and in a year, without and with a demonstrated improvement.

    >>> [limit.n_visits for limit in medicare_limits(False)]
    [12, 12]
    >>> [limit.n_visits for limit in medicare_limits(True)]
    [20, 20]
    """
    if is_improved:
        in_90_d = Limit(WITHOUT_IMPROVEMENT + ADDITIONAL, CAP_WINDOW_D, CMS)
        return in_90_d, Limit(IN_A_YEAR, None, CMS)
    return (
        Limit(WITHOUT_IMPROVEMENT, CAP_WINDOW_D, CMS, NEED_IMPROVEMENT),
        Limit(IN_A_YEAR - ADDITIONAL, None, CMS, NEED_IMPROVEMENT),
    )


def count_visits(on: date, visits: list[date], limits: tuple[Limit, Limit]) -> Counters:
    """Visits used and left on a day, and the next day on which one more is within both limits."""
    in_90_d, in_year = limits
    used_90, used_year = in_90_d.used(on, visits), in_year.used(on, visits)
    frees = [limit.next_free(on, visits) for limit in limits]
    return Counters(
        used_in_90_d=used_90,
        left_in_90_d=max(0, in_90_d.n_visits - used_90),
        limit_in_90_d=in_90_d.n_visits,
        used_in_year=used_year,
        left_in_year=max(0, in_year.n_visits - used_year),
        limit_in_year=in_year.n_visits,
        next_free_on=max(frees),
    )


def _judged(
    course: Course,
    timeline: Timeline,
    on: date,
    policy: Policy,
    improvement: Improvement,
    counters: Counters | None,
) -> Iterator[JudgedRule]:
    """Every row of the payer; a row without a check says that it was not checked."""
    limits = _limits_judged(counters, improvement)
    limits["not_stopped"] = _stop(improvement, timeline.n_visits, policy)
    for rule in read_coverage_rules():
        if rule.kind == "statement":
            continue
        if rule.check in CONDITIONS:
            judged = CONDITIONS[rule.check]((course, timeline, on))
        else:
            judged = limits.get(rule.check, Judged(RuleState.NOT_CHECKED, "never decides here"))
        yield JudgedRule(rule, judged.state, judged.why)


def _limits_judged(counters: Counters | None, improvement: Improvement) -> dict[str, Judged]:
    if counters is None:
        unknown = Judged(RuleState.NOT_RECORDED, "the dates of visits are not recorded")
        names = ("within_90_days", "additional_need_improvement", "within_a_year")
        return dict.fromkeys(names, unknown)
    more = counters.limit_in_90_d - WITHOUT_IMPROVEMENT
    return {
        "within_90_days": _limit(counters.used_in_90_d, WITHOUT_IMPROVEMENT, more),
        "additional_need_improvement": _additional(counters, improvement),
        "within_a_year": _limit(counters.used_in_year, IN_A_YEAR),
    }


def _limit(used: int, limit: int, additional: int = 0) -> Judged:
    state = RuleState.MET if used <= limit + additional else RuleState.NOT_MET
    more = f" and {additional} additional" if additional else ""
    return Judged(state, f"{used} used of {limit}{more}")


def _additional(counters: Counters, improvement: Improvement) -> Judged:
    beyond = max(0, counters.used_in_year - WITHOUT_IMPROVEMENT)
    told = f"improvement: {improvement.state.value}; {beyond} of {ADDITIONAL} additional used"
    if improvement.state is ImprovementState.DEMONSTRATED:
        return Judged(RuleState.MET, told)
    if improvement.state is ImprovementState.NOT_RECORDED:
        return Judged(RuleState.NOT_RECORDED, told)
    return Judged(RuleState.NOT_MET if beyond else RuleState.DOES_NOT_APPLY, told)


def _stop(improvement: Improvement, n_visits: int, policy: Policy) -> Judged:
    """Whether documented scores end treatment: a worse form at once, the rest from a visit on."""
    state, told = improvement.state, f"improvement: {improvement.state.value}"
    if state is ImprovementState.NOT_RECORDED:
        return Judged(RuleState.NOT_RECORDED, told)
    is_form = any(score.is_form for score in improvement.scores)
    is_judged = n_visits >= policy.judged_from_visit
    is_worse = state is ImprovementState.REGRESSING and (is_form or is_judged)
    is_none = state is ImprovementState.NONE and is_judged
    if is_worse or is_none:
        return Judged(RuleState.NOT_MET, told)
    early = "" if is_judged else f"; judged from visit {policy.judged_from_visit} on"
    return Judged(RuleState.MET, told + early)


def _not_covered(
    rules: tuple[JudgedRule, ...], counters: Counters | None, improvement: Improvement
) -> str:
    """The first reason why no visit is left, conditions before counters."""
    for judged in _not_met(rules, ("condition", "provider")):
        return (
            f"Under NCD 30.3.3 no visit is planned. {judged.rule.text} This is not met: "
            f"{judged.why}. Care that nobody pays for is for the two of you to decide."
        )
    for judged in _not_met(rules, ("stop",)):
        return f"Under NCD 30.3.3 no visit is planned. {judged.rule.text} {improvement.sentence}"
    if counters is None or counters.n_left > 0:
        return ""
    more = "" if counters.used_in_year >= IN_A_YEAR else NEED_IMPROVEMENT
    return (
        f"Under NCD 30.3.3 no visit is left: {counted(counters.used_in_90_d, 'visit')} in 90 days "
        f"and {counters.used_in_year} in twelve months are used, of {counters.limit_in_90_d} and "
        f"{counters.limit_in_year}{more}. One frees up on {day(counters.next_free_on)}."
    )


def _not_met(rules: tuple[JudgedRule, ...], kinds: tuple[str, ...]) -> Iterator[JudgedRule]:
    return (r for r in rules if r.state is RuleState.NOT_MET and r.rule.kind in kinds)

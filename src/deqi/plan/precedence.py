"""The verdict as a table read from the top: the first line that holds is the verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from deqi.infer.results import FitOutcome
from deqi.plan.facts import VerdictFacts
from deqi.plan.reasons import percent, share, threshold
from deqi.plan.rules import (
    DEFAULT_RULES,
    IMPORTANT_POINTS,
    IMPORTANT_SHARE,
    RECOVERED_BELOW_NRS,
    VISITS_BELOW_POINTS,
    WORSE_BY_POINTS,
    VerdictRules,
)

Holds = Callable[[VerdictFacts, VerdictRules], bool]


class VerdictCode(StrEnum):
    """The seven verdicts, in the order in which they are looked for."""

    STOP_AND_REFER = "stop_and_refer"
    TOO_EARLY = "too_early"
    WORSE = "worse"
    RECOVERED = "recovered"
    IMPROVING_VISITS_PROBABLE = "improving_visits_probable"
    IMPROVING_CAUSE_UNCLEAR = "improving_cause_unclear"
    NO_CLEAR_CHANGE = "no_clear_change"


# Verdicts that say something good: these are the ones that silence can overturn, and the ones that
# count as an important improvement when a review is due.
GOOD_NEWS = frozenset(
    (
        VerdictCode.RECOVERED,
        VerdictCode.IMPROVING_VISITS_PROBABLE,
        VerdictCode.IMPROVING_CAUSE_UNCLEAR,
    )
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition.

    Attributes
    ----------
    words : the condition with the thresholds in it, for the printed table.
    shortfall : how this record falls short of it, with its numbers; used when it does not hold.
    """

    words: Callable[[VerdictRules], str]
    holds: Holds
    shortfall: Callable[[VerdictFacts, VerdictRules], str]


# What a visits' part must show before the fall of pain may be connected with the visits.
VISITS_CONDITIONS = (
    Condition(
        lambda r: f"at least {r.min_visits} visits",
        lambda f, r: f.n_visits >= r.min_visits,
        lambda f, r: f"only {f.n_visits} of the {r.min_visits} visits that are needed",
    ),
    Condition(
        lambda r: (
            "a score just before needling "
            f"(`pain_before`) on at least {threshold(r.min_share_with_before)} of the visits"
        ),
        lambda f, r: f.share_of_visits_with_before >= r.min_share_with_before,
        lambda f, r: (
            f"a score just before needling on {share(f.share_of_visits_with_before)} of the "
            f"visits; {threshold(r.min_share_with_before)} are needed, since people book when it "
            "hurts"
        ),
    ),
    Condition(
        lambda r: f"P(visits' part below 0) at least {threshold(r.p_visits_below_0)}",
        lambda f, r: f.p_visits_below_0 is not None and f.p_visits_below_0 >= r.p_visits_below_0,
        lambda f, r: (
            _not_split(f)
            or f"the probability that the visits' part lowers pain at all is "
            f"{percent(f.p_visits_below_0 or 0.0)}, under {threshold(r.p_visits_below_0)}"
        ),
    ),
    Condition(
        lambda r: (
            f"P(visits' part below {VISITS_BELOW_POINTS:g}) at least "
            f"{threshold(r.p_visits_below_minus_1)}"
        ),
        lambda f, r: (
            f.p_visits_below_minus_1 is not None
            and f.p_visits_below_minus_1 >= r.p_visits_below_minus_1
        ),
        lambda f, r: (
            _not_split(f)
            or "the probability that the visits' part lowers pain by more than "
            f"{-VISITS_BELOW_POINTS:g} point is {percent(f.p_visits_below_minus_1 or 0.0)}, under "
            f"{threshold(r.p_visits_below_minus_1)}"
        ),
    ),
    Condition(
        lambda r: (
            "no other treatment or new medicine begun from "
            f"{r.other_care_window_d} days before the first visit to `as_of`"
        ),
        lambda f, r: not f.other_care_begun,
        lambda f, r: "other care began close to the visits",
    ),
)


def _not_split(facts: VerdictFacts) -> str:
    return "" if facts.has_split else "the visits' part cannot be told from the natural course"


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of the table: verdict, condition in words, condition as a test, sources."""

    code: VerdictCode
    words: Callable[[VerdictRules], str]
    holds: Holds
    sources: tuple[str, ...] = ()


def _is_too_early(facts: VerdictFacts, rules: VerdictRules) -> bool:
    return (
        not is_settled(facts)
        or facts.n_scores < rules.min_scores
        or facts.n_days_of_record < rules.min_days
    )


def is_settled(facts: VerdictFacts) -> bool:
    """Whether the computation ended well enough for its probabilities to be used at all."""
    return facts.fit_outcome is not FitOutcome.NOT_CONVERGED


def is_improved(facts: VerdictFacts, rules: VerdictRules) -> bool:
    """Whether an important improvement is probable enough."""
    return facts.p_important >= rules.p_important


def _is_probably_visits(facts: VerdictFacts, rules: VerdictRules) -> bool:
    return is_improved(facts, rules) and all(c.holds(facts, rules) for c in VISITS_CONDITIONS)


def _important_words(rules: VerdictRules) -> str:
    return (
        f"P(important improvement: at least {IMPORTANT_POINTS:g} points and "
        f"at least {threshold(IMPORTANT_SHARE)} of the modelled start) at least "
        f"{threshold(rules.p_important)}"
    )


PRECEDENCE = (
    Clause(
        VerdictCode.STOP_AND_REFER,
        lambda r: "the screen ends in `emergency` or `ask_doctor_first`",
        lambda f, r: f.screen_failed,
    ),
    Clause(
        VerdictCode.TOO_EARLY,
        lambda r: (
            f"under {r.min_scores} pain scores (of the diary or at visits), or under {r.min_days} "
            "days of record, or the computation did not settle"
        ),
        _is_too_early,
    ),
    Clause(
        VerdictCode.WORSE,
        lambda r: f"P(total change above +{WORSE_BY_POINTS:g}) at least {threshold(r.p_worse)}",
        lambda f, r: f.p_worse >= r.p_worse,
    ),
    Clause(
        VerdictCode.RECOVERED,
        lambda r: f"P(level now below {RECOVERED_BELOW_NRS:g}) at least {threshold(r.p_recovered)}",
        lambda f, r: f.p_recovered >= r.p_recovered,
    ),
    Clause(
        VerdictCode.IMPROVING_VISITS_PROBABLE,
        lambda r: "; ".join((_important_words(r), *(c.words(r) for c in VISITS_CONDITIONS))),
        _is_probably_visits,
        ("ostelo2008",),
    ),
    Clause(
        VerdictCode.IMPROVING_CAUSE_UNCLEAR,
        _important_words,
        is_improved,
        ("ostelo2008",),
    ),
    Clause(VerdictCode.NO_CLEAR_CHANGE, lambda r: "none of the above", lambda f, r: True),
)


def decide(facts: VerdictFacts, rules: VerdictRules = DEFAULT_RULES) -> VerdictCode:
    """The verdict on one set of facts: the first clause of `PRECEDENCE` that holds.

    Examples
    --------
    >>> decide(VerdictFacts(n_scores=40, n_days_of_record=60, p_important=0.7)).value
    'improving_cause_unclear'
    >>> decide(VerdictFacts(n_scores=4, n_days_of_record=60, p_important=0.7)).value
    'too_early'
    """
    return next(clause.code for clause in PRECEDENCE if clause.holds(facts, rules))

"""The numbers behind a verdict, each beside its threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deqi.plan.facts import VerdictFacts
from deqi.plan.other_care import OtherCare
from deqi.plan.precedence import VISITS_CONDITIONS, VerdictCode, is_improved, is_settled
from deqi.plan.reasons import Reason, counted, day, percent, share, threshold
from deqi.plan.rules import (
    IMPORTANT_POINTS,
    IMPORTANT_SHARE,
    RECOVERED_BELOW_NRS,
    VISITS_BELOW_POINTS,
    WORSE_BY_POINTS,
    VerdictRules,
)
from deqi.screen import Outcome, ScreenOutcome


def reasons_of(
    code: VerdictCode, facts: VerdictFacts, rules: VerdictRules, other_care: Sequence[OtherCare]
) -> tuple[Reason, ...]:
    """The reasons of a verdict, what decided it first. Without visits they name no visits."""
    if code is VerdictCode.TOO_EARLY:
        return (_size_of_record(facts, rules), *_settling(facts))
    reasons = [tell(facts, rules) for tell in _TOLD[code]]
    if code is VerdictCode.IMPROVING_CAUSE_UNCLEAR and facts.n_visits:
        reasons += _why_unclear(facts, rules)
    if facts.n_visits and is_improved(facts, rules):
        reasons += [_told_care(care) for care in other_care]
    return tuple(reasons)


def reasons_of_screen(screen_outcome: ScreenOutcome) -> tuple[Reason, ...]:
    """What failed the screen, worst first; precautions and questions left open are not among it."""
    return tuple(
        Reason(reason.sentence, reason.sources)
        for reason in screen_outcome.reasons
        if reason.outcome.rank >= Outcome.ASK_DOCTOR_FIRST.rank
    )


def _size_of_record(facts: VerdictFacts, rules: VerdictRules) -> Reason:
    return Reason(
        f"The record holds {counted(facts.n_scores, 'pain score')} over "
        f"{counted(facts.n_days_of_record, 'day')}; at least {rules.min_scores} over "
        f"{rules.min_days} days are needed."
    )


def _settling(facts: VerdictFacts) -> tuple[Reason, ...]:
    if is_settled(facts):
        return ()
    return (Reason("The computation did not settle; none of its numbers is used."),)


def _worse(facts: VerdictFacts, rules: VerdictRules) -> Reason:
    return Reason(
        f"Probability that pain is more than {WORSE_BY_POINTS:g} point above the start: "
        f"{percent(facts.p_worse)} ('worse' from {threshold(rules.p_worse)})."
    )


def _recovered(facts: VerdictFacts, rules: VerdictRules) -> Reason:
    return Reason(
        f"Probability that the level of pain is now under {RECOVERED_BELOW_NRS:g} point: "
        f"{percent(facts.p_recovered)} ('recovered' from {threshold(rules.p_recovered)})."
    )


def _important(facts: VerdictFacts, rules: VerdictRules) -> Reason:
    return Reason(
        f"Probability of an important improvement, at least {IMPORTANT_POINTS:g} points and at "
        f"least {threshold(IMPORTANT_SHARE)} of the start: {percent(facts.p_important)} "
        f"('improving' from {threshold(rules.p_important)}).",
        ("ostelo2008",),
    )


def _visits_part(facts: VerdictFacts, rules: VerdictRules) -> Reason:
    return Reason(
        "Probability that the visits' part of the change is below 0: "
        f"{percent(facts.p_visits_below_0 or 0.0)} (needed {threshold(rules.p_visits_below_0)}); "
        f"below {VISITS_BELOW_POINTS:g}: {percent(facts.p_visits_below_minus_1 or 0.0)} "
        f"(needed {threshold(rules.p_visits_below_minus_1)})."
    )


def _enough_visits(facts: VerdictFacts, rules: VerdictRules) -> Reason:
    return Reason(
        f"{counted(facts.n_visits, 'visit')} (needed {rules.min_visits}), with a score just before "
        f"needling on {share(facts.share_of_visits_with_before)} of them (needed "
        f"{threshold(rules.min_share_with_before)}), and no other care known to have begun within "
        f"{rules.other_care_window_d} days before the first of them or since."
    )


def _why_unclear(facts: VerdictFacts, rules: VerdictRules) -> list[Reason]:
    missing = (c.shortfall(facts, rules) for c in VISITS_CONDITIONS if not c.holds(facts, rules))
    return [
        Reason(f"Not connected with the visits: {text}.") for text in dict.fromkeys(missing) if text
    ]


def _told_care(care: OtherCare) -> Reason:
    if not care.is_from_diary:
        return Reason(f"Other care began close to the visits: {care.what}, {day(care.began_on)}.")
    return Reason(
        f"The diary first names '{care.what}' on {day(care.began_on)}; if it was taken long "
        "before, list it under other treatments with its first day."
    )


_TOLD: dict[VerdictCode, tuple[Callable[[VerdictFacts, VerdictRules], Reason], ...]] = {
    VerdictCode.WORSE: (_worse,),
    VerdictCode.RECOVERED: (_recovered, _important),
    VerdictCode.IMPROVING_VISITS_PROBABLE: (_important, _visits_part, _enough_visits),
    VerdictCode.IMPROVING_CAUSE_UNCLEAR: (_important,),
    VerdictCode.NO_CLEAR_CHANGE: (_important, _worse, _recovered),
}

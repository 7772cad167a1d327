"""Could the days without an entry turn the verdict round?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from deqi.plan.facts import VerdictFacts
from deqi.plan.needs import FitNeeded, SilenceNeeded
from deqi.plan.precedence import GOOD_NEWS, VerdictCode, decide
from deqi.plan.reasons import counted, percent, points
from deqi.plan.rules import VerdictRules


@dataclass(frozen=True, slots=True)
class SilenceCheck:
    """What the verdict would be with the silent days filled in, low and high.

    Attributes
    ----------
    code : the verdict after the check.
    is_overturned : whether good news did not survive it.
    sentence : the two answers; None when both are the same as without.
    """

    code: VerdictCode
    is_overturned: bool = False
    sentence: str | None = None


def check_silence(facts: VerdictFacts, silence: SilenceNeeded, rules: VerdictRules) -> SilenceCheck:
    """Decide again with an entry on each silent day, at 0 and at the person's own high.

    Good news that does not stay good news in both refits becomes `no_clear_change`; so does good
    news that a refit could not check. Every other disagreement is only told.
    """
    code = decide(facts, rules)
    low_facts = as_refitted(facts, silence.at_zero)
    high_facts = as_refitted(facts, silence.at_high)
    low, high = decide(low_facts, rules), decide(high_facts, rules)
    if low == high == code:
        return SilenceCheck(code)
    sentence = (
        f"{counted(silence.n_silent, 'day')} of the last 28 have no entry. With pain 0 on them "
        f"the verdict would be {_named(low, low_facts)}, with {points(silence.high_nrs)} "
        f"(this person's 90th centile) {_named(high, high_facts)}."
    )
    if code in GOOD_NEWS and not (low in GOOD_NEWS and high in GOOD_NEWS):
        return SilenceCheck(VerdictCode.NO_CLEAR_CHANGE, True, sentence)
    return SilenceCheck(code, False, sentence)


def as_refitted(facts: VerdictFacts, refit: FitNeeded) -> VerdictFacts:
    """The same record with the refit's probabilities; made-up entries do not count as scores."""
    change = refit.change()
    return replace(
        facts,
        p_worse=change.p_worse,
        p_recovered=change.p_recovered,
        p_important=change.p_important,
        p_visits_below_0=change.p_visits_below_0,
        p_visits_below_minus_1=change.p_visits_below_minus_1,
        fit_outcome=refit.outcome,
    )


def _named(code: VerdictCode, facts: VerdictFacts) -> str:
    if code is VerdictCode.TOO_EARLY:
        return "open (that computation did not settle)"
    return f"'{code.value.replace('_', ' ')}' (important improvement {percent(facts.p_important)})"

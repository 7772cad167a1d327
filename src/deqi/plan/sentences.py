"""One plain sentence a verdict, for the practitioner and the patient beside them."""

from __future__ import annotations

from deqi.plan.facts import VerdictFacts
from deqi.plan.precedence import VerdictCode, is_settled
from deqi.plan.reasons import counted, threshold
from deqi.plan.rules import (
    IMPORTANT_POINTS,
    IMPORTANT_SHARE,
    RECOVERED_BELOW_NRS,
    WORSE_BY_POINTS,
    VerdictRules,
)

FELL = "Pain has more likely than not fallen by an amount that matters"
EMERGENCY = "Do not needle: an answer in the safety check calls for emergency care now."
ASK_DOCTOR = (
    "Do not needle before a doctor has looked: an answer in the safety check needs a doctor's "
    "judgement first."
)
NOT_SETTLED = "Nothing can be said yet: the computation did not settle on this record."
WORSE = (
    f"Pain is probably higher than at the start, by more than {WORSE_BY_POINTS:g} point: "
    "time to review this with a doctor."
)
RECOVERED = (
    f"Pain is probably nearly gone now, under {RECOVERED_BELOW_NRS:g} point of 10; why it went, "
    "this verdict does not say."
)
VISITS_PROBABLE = (
    f"{FELL}, and part of the fall probably goes with the visits: the needling and all that "
    "comes with a visit, taken together."
)
CAUSE_UNCLEAR = (
    f"{FELL}; whether the visits, time or something else brought this, the record cannot tell."
)
CAUSE_UNCLEAR_WITHOUT_VISITS = f"{FELL}; what brought this, the record cannot tell."
NO_CLEAR_CHANGE = (
    "So far the record shows no change in pain that is clearly large enough to matter "
    f"(at least {IMPORTANT_POINTS:g} points and {threshold(IMPORTANT_SHARE)} less)."
)
OVERTURNED_BY_SILENCE = (
    "No clear change can be stated: the days that were written look better, but the days without "
    "an entry leave it open."
)


def sentence_of(
    code: VerdictCode,
    facts: VerdictFacts,
    rules: VerdictRules,
    *,
    is_emergency: bool = False,
    is_overturned: bool = False,
) -> str:
    """The sentence of a verdict. Without visits in the record it does not speak of visits."""
    if code is VerdictCode.STOP_AND_REFER:
        return EMERGENCY if is_emergency else ASK_DOCTOR
    if code is VerdictCode.TOO_EARLY:
        return _too_early(facts, rules) if is_settled(facts) else NOT_SETTLED
    if code is VerdictCode.IMPROVING_CAUSE_UNCLEAR and facts.n_visits == 0:
        return CAUSE_UNCLEAR_WITHOUT_VISITS
    return OVERTURNED_BY_SILENCE if is_overturned else _FIXED[code]


def _too_early(facts: VerdictFacts, rules: VerdictRules) -> str:
    return (
        f"It is too early to say: the record holds {counted(facts.n_scores, 'pain score')} over "
        f"{counted(facts.n_days_of_record, 'day')}, and an answer needs at least "
        f"{rules.min_scores} over {rules.min_days} days."
    )


_FIXED = {
    VerdictCode.WORSE: WORSE,
    VerdictCode.RECOVERED: RECOVERED,
    VerdictCode.IMPROVING_VISITS_PROBABLE: VISITS_PROBABLE,
    VerdictCode.IMPROVING_CAUSE_UNCLEAR: CAUSE_UNCLEAR,
    VerdictCode.NO_CLEAR_CHANGE: NO_CLEAR_CHANGE,
}

"""From a fit and a screen to one verdict with its sentence and its reasons."""

from __future__ import annotations

from dataclasses import dataclass

from deqi.plan.facts import VerdictFacts, facts_from
from deqi.plan.needs import FitNeeded, SilenceNeeded
from deqi.plan.other_care import other_care_begun
from deqi.plan.precedence import VerdictCode, decide
from deqi.plan.reasons import Reason
from deqi.plan.rules import DEFAULT_RULES, VerdictRules
from deqi.plan.sentences import sentence_of
from deqi.plan.silence import SilenceCheck, check_silence
from deqi.plan.verdict_reasons import reasons_of, reasons_of_screen
from deqi.records import Course
from deqi.screen import Outcome, ScreenOutcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to "is pain changing, and may the visits be why?".

    Attributes
    ----------
    code : one of seven, see docs/reference/verdicts.md.
    sentence : plain words for the practitioner and the patient.
    reasons : the numbers used, each beside its threshold; what decided comes first.
    facts : all that the verdict looked at.
    warnings : what does not change the verdict but should be read beside it.
    """

    code: VerdictCode
    sentence: str
    reasons: tuple[Reason, ...]
    facts: VerdictFacts
    warnings: tuple[str, ...] = ()


def choose_verdict(
    fit: FitNeeded,
    screen_outcome: ScreenOutcome,
    course: Course,
    silence: SilenceNeeded | None = None,
    *,
    rules: VerdictRules = DEFAULT_RULES,
) -> Verdict:
    """Choose the verdict on a course; what counts as an important change is from [ostelo2008].

    Parameters
    ----------
    fit : what `deqi.infer.infer` believes of this course.
    screen_outcome : what `deqi.screen.screen` says of it. A failed screen comes before all else.
    course : the records, for other care begun close to the visits.
    silence : the refits of a daily diary with its silent days filled in, or None.
    rules : thresholds.

    Returns
    -------
    Verdict
        Always exactly one; see `deqi.plan.PRECEDENCE` for the order.

    Examples
    --------
    Three scores are never enough, whatever they say:

    >>> from datetime import UTC, date, datetime
    >>> from deqi.infer import infer
    >>> from deqi.records import Entry
    >>> from deqi.screen import screen
    >>> days = [datetime(2026, 3, k, 20, tzinfo=UTC) for k in (1, 2, 3)]
    >>> course = Course("a", entries=tuple(Entry(at, at.date(), True, 6.0) for at in days))
    >>> verdict = choose_verdict(infer(course), screen(course, date(2026, 3, 3)), course)
    >>> verdict.code.value
    'too_early'
    """
    facts = facts_from(fit, course, screen_failed=screen_outcome.failed, rules=rules)
    if screen_outcome.failed:
        return _stop_and_refer(facts, screen_outcome, rules)
    if silence is None:
        checked = SilenceCheck(decide(facts, rules))
    else:
        checked = check_silence(facts, silence, rules)
    begun = other_care_begun(course, fit.timeline.as_of, rules.other_care_window_d)
    reasons = reasons_of(checked.code, facts, rules, begun)
    if checked.sentence and checked.is_overturned:
        reasons = (Reason(checked.sentence), *reasons)
    return Verdict(
        code=checked.code,
        sentence=sentence_of(checked.code, facts, rules, is_overturned=checked.is_overturned),
        reasons=reasons,
        facts=facts,
        warnings=_warnings(checked),
    )


def _stop_and_refer(
    facts: VerdictFacts, screen_outcome: ScreenOutcome, rules: VerdictRules
) -> Verdict:
    code = VerdictCode.STOP_AND_REFER
    sentence = sentence_of(
        code, facts, rules, is_emergency=screen_outcome.outcome is Outcome.EMERGENCY
    )
    return Verdict(code, sentence, reasons_of_screen(screen_outcome), facts)


def _warnings(checked: SilenceCheck) -> tuple[str, ...]:
    if checked.sentence is None or checked.is_overturned:
        return ()
    return (checked.sentence,)

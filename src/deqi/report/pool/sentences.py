"""What a pool says, in sentences: the question, each group's answer, how far trials differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from deqi.evidence.arms import COMPARATOR_WORDS
from deqi.evidence.pooling import (
    Between,
    Contrast,
    Heterogeneity,
    PooledGroup,
    PoolQuestion,
    PoolResult,
    Step,
)
from deqi.report.pool.figures import chance, figure, interval, people, small
from deqi.report.wording import count

LIMITS = (
    "A pool is about groups of people in trials, never about one person.",
    "Trials that found little are printed less often; a pool of what was printed leans that way.",
    "A table holds what its figures could be found for: it is not a complete search.",
)


def title(result: PoolResult) -> str:
    """What is pooled, in a line.

    >>> from deqi.evidence import read_arms
    >>> from deqi.evidence.pooling import pool
    >>> title(pool(read_arms(), PoolQuestion(outcome="pain", by="comparator")))
    'Acupuncture in pain: standardised mean difference (Hedges g)'
    """
    outcome = result.question.outcome
    about = f" in {outcome}" if outcome else ""
    return f"Acupuncture{about}: {result.question.measure.words}"


def asked(question: PoolQuestion) -> str:
    """Which rows were asked for, and how they are weighed."""
    weeks = question.weeks
    parts = [
        f"against {listed(question.comparators)}" if question.comparators else "any comparator",
        f"in {', '.join(question.conditions)} pain" if question.conditions else "",
        f"weeks {weeks[0]:g} to {weeks[1]:g}" if weeks else "",
        f"the {question.when.value} follow-up of each trial",
        {
            "change-first": "change scores where there are any, else final ones",
            "final-first": "final scores where there are any, else changes",
            "change": "change scores only",
            "final": "final scores only",
        }[question.scores.value]
        if not question.measure.is_of_events
        else "",
        f"brought to 0 to {question.to_scale:g}" if question.to_scale else "",
        "with figures from memory" if question.with_memory else "without figures from memory",
        f"without {', '.join(question.leave_out)}" if question.leave_out else "",
    ]
    told = "; ".join(part for part in parts if part)
    return f"Asked for: {told}."


def listed(names: tuple[str, ...]) -> str:
    """Comparators in words."""
    return " or ".join(comparator(name) for name in names)


def comparator(name: str) -> str:
    """A comparator in words; any other name of a group as it is."""
    return COMPARATOR_WORDS.get(name, name.replace("_", " "))


def group_name(group: PooledGroup, question: PoolQuestion) -> str:
    """A group as a heading."""
    if not group.name:
        return "All trials"
    if question.by == "comparator":
        return f"Against {comparator(group.name)}"
    return group.name[:1].upper() + group.name[1:]


def size(group: PooledGroup) -> str:
    """How much stands in a group.

    >>> from deqi.evidence import read_arms
    >>> from deqi.evidence.pooling import pool
    >>> answer = pool(read_arms(), PoolQuestion(outcome="pain", comparators=("sham",)))
    >>> size(answer.whole)
    '3 trials, 529 people'
    """
    trials = count(group.n_trials, "trial")
    n = f"{people(sum(contrast.n for contrast in group.contrasts))} people"
    if group.k == group.n_trials:
        return f"{trials}, {n}"
    return f"{count(group.k, 'comparison')} in {trials}"


def answer(group: PooledGroup, question: PoolQuestion) -> str:
    """The pooled estimate of a group with its interval."""
    level = f"{100 * question.level:g} % interval"
    fit, measure = group.random, question.measure
    return (
        f"{figure(measure, fit.estimate)} ({level} {interval(measure, fit.lo, fit.hi)}), "
        f"{size(group)}"
    )


def prediction(found: Heterogeneity, question: PoolQuestion) -> str:
    """Where the true effect in a next trial may lie."""
    if found.prediction is None:
        return "With fewer than three comparisons nothing is said about a next trial."
    ends = interval(question.measure, *found.prediction)
    return f"In a next trial of this kind the true effect may lie from {ends}."


def spread(found: Heterogeneity) -> str:
    """How far the trials differ beyond chance."""
    return (
        f"tau\u00b2 {small(found.tau2)} ({small(found.tau2_lo)} to {small(found.tau2_hi)}, "
        f"Q-profile), I\u00b2 {found.i2_percent:.0f} % ({found.i2_lo_percent:.0f} to "
        f"{found.i2_hi_percent:.0f}), H\u00b2 {found.h2:.2f}, Q {found.q:.2f} on {found.df} "
        f"degree{'s' * (found.df != 1)} of freedom, {chance(found.p)}."
    )


def without_one(group: PooledGroup, question: PoolQuestion) -> str | None:
    """The two pools that differ most when one trial is left out; None if none was left out."""
    if not group.leave_one_out:
        return None
    steps = sorted(group.leave_one_out, key=lambda step: step.fit.estimate)
    lowest, highest = (_without(step, question) for step in (steps[0], steps[-1]))
    return f"Leaving out one trial moves the estimate to between {lowest}, and {highest}."


def _without(step: Step, question: PoolQuestion) -> str:
    ends = step_interval(step, question)
    told = f" ({ends})" if ends else ""
    return f"{figure(question.measure, step.fit.estimate)}{told}, without {step.trial}"


def step_interval(step: Step, question: PoolQuestion) -> str | None:
    """The interval of a pool that leaves trials out; None for two comparisons.

    Their one degree of freedom makes it absurdly wide, or absurdly narrow if they agree by chance.
    """
    if step.n_contrasts == 2:
        return None
    return interval(question.measure, step.fit.lo, step.fit.hi)


def difference_between(between: Between) -> str:
    """Whether the groups differ more than chance."""
    told = (
        f"Between the groups: Q {between.q:.2f} on {between.df} "
        f"degree{'s' * (between.df != 1)} of freedom, {chance(between.p)}."
    )
    if between.shares_trials:
        told += (
            " Some trials stand in more than one group, so the groups are not independent and "
            "this test is approximate."
        )
    return told


def reasons_set_aside(result: PoolResult) -> Iterator[str]:
    """Why rows did not count, the most frequent reason first."""
    for reason, n in Counter(item.reason for item in result.set_aside).most_common():
        yield f"{count(n, 'row')}: {reason}."


def notes_of(contrast: Contrast) -> str:
    """What should be known about a comparison, in one line; empty if nothing."""
    notes = (*contrast.notes, *["from memory"] * contrast.is_from_memory)
    return "; ".join(notes)


def weighed(question: PoolQuestion) -> str:
    """How the pools were made, for the foot of a page."""
    widened = {
        "full": "with a Knapp-Hartung t interval",
        "at-least-1": "with a Knapp-Hartung t interval that is never narrower than without",
        "off": "with an interval of the normal distribution",
    }[question.knapp_hartung.value]
    ratio = " Ratios are pooled as logarithms." if question.measure.is_ratio else ""
    return (
        f"Random effects by REML {widened}; the interval for a next trial by t with k - 1 degrees "
        f"of freedom; tau\u00b2 by REML, its interval by Q-profile; I\u00b2 is tau\u00b2 over "
        f"tau\u00b2 and the variance of a typical trial.{ratio}"
    )

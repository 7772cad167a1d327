"""A pool in tables: comparisons, pooled estimates, without each trial, up to each."""

from __future__ import annotations

from deqi.evidence.pooling import Fit, Measure, PooledGroup, PoolQuestion, Step
from deqi.report.page_tables import NOTHING, Table
from deqi.report.pool.figures import chance, figure, interval, people, small
from deqi.report.pool.sentences import comparator, notes_of, step_interval


def comparison_table(group: PooledGroup, question: PoolQuestion) -> Table:
    """Every comparison with its two sides, its effect and its weight."""
    heads = (
        "Trial",
        "Against",
        "Outcome",
        "Week",
        "Acupuncture",
        "Comparator",
        "Effect (interval)",
        "Weight",
        "To know",
    )
    rows = []
    for contrast, weight in zip(group.contrasts, group.weights_percent, strict=True):
        ends = interval(question.measure, contrast.lo, contrast.hi)
        rows.append(
            (
                contrast.trial,
                comparator(contrast.comparator),
                f"{contrast.outcome}, {contrast.scores}" if contrast.outcome else contrast.scores,
                NOTHING if contrast.week is None else f"{contrast.week:g}",
                _side(contrast.treated, contrast.n_treated, question.measure),
                _side(contrast.control, contrast.n_control, question.measure),
                f"{figure(question.measure, contrast.estimate)} ({ends})",
                f"{weight:.0f} %",
                notes_of(contrast),
            )
        )
    sides = "events" if question.measure.is_of_events else "mean (SD), n"
    return Table(f"Comparisons; acupuncture and comparator: {sides}", heads, tuple(rows))


def pooled_table(group: PooledGroup, question: PoolQuestion) -> Table:
    """The three pools, and where a next trial may lie."""
    fits = (
        ("Random effects", group.random),
        ("Random effects", group.dersimonian_laird),
        ("Fixed effect", group.fixed),
    )
    rows = [(name, fit.method, *_told(question.measure, fit)) for name, fit in fits]
    found = group.heterogeneity
    if found is not None and found.prediction is not None:
        ends = interval(question.measure, *found.prediction)
        rows.append(("A next trial", f"prediction, t on {found.df}", NOTHING, ends, NOTHING))
    level = f"{100 * question.level:g} % interval"
    return Table(
        "Pooled estimates", ("Pool", "Method", "Estimate", level, "No difference"), tuple(rows)
    )


def steps_table(caption: str, steps: tuple[Step, ...], question: PoolQuestion) -> Table:
    """Pools without each trial, or up to each."""
    rows = tuple(
        (
            step.trial,
            f"{step.n_contrasts}",
            figure(question.measure, step.fit.estimate),
            step_interval(step, question) or NOTHING,
            small(step.tau2),
        )
        for step in steps
    )
    level = f"{100 * question.level:g} % interval"
    return Table(caption, ("Trial", "Comparisons", "Estimate", level, "tau\u00b2"), rows)


def _told(measure: Measure, fit: Fit) -> tuple[str, str, str]:
    return figure(measure, fit.estimate), interval(measure, fit.lo, fit.hi), chance(fit.p)


def _side(words: str, n: float, measure: Measure) -> str:
    told = words.replace("-", "\N{MINUS SIGN}")
    return told if measure.is_of_events else f"{told}, {people(n)}"

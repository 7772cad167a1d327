"""Published pools beside ours, as text and for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from deqi.evidence.pooling import Measure
from deqi.evidence.pooling.published import Beside
from deqi.report.pool.as_json import question_json
from deqi.report.pool.figures import figure, interval, with_interval
from deqi.report.text_width import wrapped
from deqi.report.wording import count

SCHEMA = "deqi.published/1"
_LEAD = (
    "Theirs is what a review printed, with its sign turned to that of ours; ours is the pool of "
    "the rows in our tables for the same question. Ours is no update of theirs: it holds fewer "
    "trials, those whose figures could be found."
)


def write_published_text(found: Sequence[Beside], width: int) -> str:
    """Every published pool with ours, the difference, and why."""
    return "\n".join(_lines(found, width)) + "\n"


def published_json(found: Sequence[Beside], with_memory: bool) -> dict[str, Any]:
    """The same; a null where there is no figure."""
    return {
        "schema": SCHEMA,
        "with_memory": with_memory,
        "pools": [_plain(beside) for beside in found],
    }


def _lines(found: Sequence[Beside], width: int) -> Iterator[str]:
    reached = [beside for beside in found if beside.ours is not None]
    missed = [beside for beside in found if beside.ours is None]
    yield "PUBLISHED POOLS BESIDE OURS"
    yield from wrapped(_LEAD, width)
    for beside in reached:
        yield from ("", _name(beside))
        yield from wrapped(_about(beside), width, "  ")
        yield from wrapped(_theirs(beside), width, "  theirs      ")
        yield from wrapped(_ours(beside), width, "  ours        ")
        if beside.difference is not None and beside.question is not None:
            told = figure(beside.question.measure, beside.difference)
            yield f"  difference  {told}"
        yield from wrapped(f"{beside.why}.", width, "  why         ")
    yield from ("", "NOT REACHED BY OUR ROWS")
    for beside in missed:
        yield from wrapped(f"{_name(beside)} ({_about(beside)}): {beside.why}.", width, "- ")


def _name(beside: Beside) -> str:
    keys = " ".join(f"[{key}]" for key in beside.published.sources)
    return f"{beside.published.review} {beside.published.year} {keys}"


def _about(beside: Beside) -> str:
    published = beside.published
    parts = (published.population, f"against {published.comparator}", published.outcome)
    return ", ".join((*parts, published.timepoint) if published.timepoint else parts)


def _theirs(beside: Beside) -> str:
    published, measure = beside.published, _measure(beside)
    if beside.estimate is None:
        return "no figure"
    told = f"{published.measure} {figure(measure, beside.estimate)}"
    if beside.lo is not None and beside.hi is not None:
        told += f" ({interval(measure, beside.lo, beside.hi)})"
    size = [count(published.k, "trial")] if published.k else []
    size += [f"{published.n:,} people"] if published.n else []
    size += ["from memory"] if published.verified.value == "memory" else []
    return ", ".join((told, *size))


def _ours(beside: Beside) -> str:
    if beside.ours is None:
        return "none"
    memory = any(contrast.is_from_memory for contrast in beside.ours.contrasts)
    told = f"{_measure(beside).value} {with_interval(_measure(beside), beside.ours.random)}"
    if beside.ours.k > 1:
        told += f", fixed effect {with_interval(_measure(beside), beside.ours.fixed)}"
    return f"{told}: {', '.join(beside.trials)}{', some from memory' * memory}"


def _measure(beside: Beside) -> Measure:
    return beside.question.measure if beside.question else Measure.MD


def _plain(beside: Beside) -> dict[str, Any]:
    published, ours = beside.published, beside.ours
    fit = None if ours is None else ours.random
    return {
        "review": published.review,
        "year": published.year,
        "population": published.population,
        "comparator": published.comparator,
        "outcome": published.outcome,
        "timepoint": published.timepoint or None,
        "measure": published.measure,
        "verified": published.verified.value,
        "sources": list(published.sources),
        "theirs": {
            "estimate": beside.estimate,
            "lo": beside.lo,
            "hi": beside.hi,
            "n_trials": published.k,
            "n_people": published.n,
        },
        "ours": None
        if fit is None or ours is None
        else {
            "estimate": fit.estimate,
            "lo": fit.lo,
            "hi": fit.hi,
            "fixed_effect": ours.fixed.estimate,
            "n_trials": ours.n_trials,
            "trials": list(beside.trials),
        },
        "difference": beside.difference,
        "why": beside.why,
        "question": None if beside.question is None else question_json(beside.question),
    }

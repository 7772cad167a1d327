"""The package's own tables of trials and of what was published, each row as a frozen value."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from deqi.evidence.arm_checks import problems_of_arms
from deqi.evidence.arms import ArmRow, ArmType, Direction, Stat, Verified
from deqi.records import BadInputError

T = TypeVar("T")
Cells = dict[str, str]

TRIALS = "trials.csv"


@dataclass(frozen=True, slots=True)
class EffectRow:
    """A contrast between two arms as it was published; figures in points of `measure`."""

    study: str
    year: int
    comparison: str
    outcome: str
    week: float | None
    measure: str
    estimate: float | None
    lo: float | None
    hi: float | None
    favours: str
    verified: Verified
    sources: tuple[str, ...]
    note: str
    row: int


@dataclass(frozen=True, slots=True)
class PublishedPool:
    """A pooled result as a review printed it; `k` trials, `n` people."""

    review: str
    year: int
    population: str
    comparator: str
    outcome: str
    timepoint: str
    k: int | None
    n: int | None
    measure: str
    estimate: float | None
    lo: float | None
    hi: float | None
    certainty: str
    verified: Verified
    sources: tuple[str, ...]
    note: str
    row: int


@dataclass(frozen=True, slots=True)
class NaturalHistoryRow:
    """Mean pain of a group of people, 0 to 100, some weeks after the start, with 95 % interval."""

    study: str
    year: int
    group: str
    week: float
    mean_0_100: float
    lo: float
    hi: float
    verified: Verified
    sources: tuple[str, ...]
    note: str
    row: int


@dataclass(frozen=True, slots=True)
class AdverseEventRow:
    """How often an unwanted effect was seen: `count` among `denominator` of `unit`."""

    study: str
    year: int
    design: str
    denominator: int | None
    unit: str
    event: str
    count: int | None
    rate_per_10000: float | None
    verified: Verified
    sources: tuple[str, ...]
    note: str
    row: int


@dataclass(frozen=True, slots=True)
class ModelFigure:
    """A figure about the course of pain or of relief that is not an arm of a trial."""

    parameter: str
    unit: str
    central: float | None
    lo: float | None
    hi: float | None
    applies_to: str
    basis: str
    verified: Verified
    sources: tuple[str, ...]
    row: int


@cache
def read_arms() -> tuple[ArmRow, ...]:
    """Every arm of every trial, in the order of the table.

    >>> len({row.trial for row in read_arms()})
    29
    """
    rows = tuple(_arm(cells, row) for row, cells in _rows(TRIALS))
    problems = [problem for found in problems_of_arms(rows, TRIALS).values() for problem in found]
    if problems:
        raise BadInputError(tuple(problems))
    return rows


@cache
def read_effects() -> tuple[EffectRow, ...]:
    """Contrasts as published.

    >>> [e.estimate for e in read_effects() if e.study == "Haake"][:2]
    [0.034, 0.202]
    """
    return tuple(
        EffectRow(
            **_texts(c, "study", "comparison", "outcome", "measure", "favours", "note"),
            **_numbers(c, "week", "estimate", "lo", "hi"),
            year=int(c["year"]),
            **_standing(c, row),
        )
        for row, c in _rows("effects.csv")
    )


@cache
def read_published_pools() -> tuple[PublishedPool, ...]:
    """Pooled results as reviews printed them.

    >>> read_published_pools()[0].sources
    ('vickers2012',)
    """
    texts = "review", "population", "comparator", "outcome", "timepoint", "measure", "certainty"
    return tuple(
        PublishedPool(
            **_texts(c, *texts, "note"),
            **_numbers(c, "estimate", "lo", "hi"),
            year=int(c["year"]),
            k=_given(c["k"], int),
            n=_given(c["n"], int),
            **_standing(c, row),
        )
        for row, c in _rows("published_pools.csv")
    )


@cache
def read_natural_history() -> tuple[NaturalHistoryRow, ...]:
    """Mean pain of cohorts over a year.

    >>> read_natural_history()[0].mean_0_100
    52.0
    """
    return tuple(
        NaturalHistoryRow(
            **_texts(c, "study", "group", "note"),
            year=int(c["year"]),
            week=float(c["week"]),
            mean_0_100=float(c["mean_0_100"]),
            lo=float(c["lo"]),
            hi=float(c["hi"]),
            **_standing(c, row),
        )
        for row, c in _rows("natural_history.csv")
    )


@cache
def read_adverse_events() -> tuple[AdverseEventRow, ...]:
    """How often unwanted effects were seen.

    >>> {row.unit for row in read_adverse_events() if row.study == "White"}
    {'consultations'}
    """
    return tuple(
        AdverseEventRow(
            **_texts(c, "study", "design", "unit", "event", "note"),
            year=int(c["year"]),
            denominator=_given(c["denominator"], int),
            count=_given(c["count"], int),
            rate_per_10000=_given(c["rate_per_10000"], float),
            **_standing(c, row),
        )
        for row, c in _rows("adverse_events.csv")
    )


@cache
def read_model_figures() -> tuple[ModelFigure, ...]:
    """Figures about time courses and shares; some hold words only, in `basis`.

    >>> {f.parameter: f.central for f in read_model_figures()}["flare_height"]
    2.7
    """
    return tuple(
        ModelFigure(
            **_texts(c, "parameter", "unit", "applies_to", "basis"),
            **_numbers(c, "central", "lo", "hi"),
            **_standing(c, row),
        )
        for row, c in _rows("model_figures.csv")
    )


def _rows(name: str) -> Iterator[tuple[int, Cells]]:
    text = (files("deqi.evidence") / "tables" / name).read_text(encoding="utf-8")
    yield from enumerate(csv.DictReader(text.splitlines()), start=2)


def _arm(c: Cells, row: int) -> ArmRow:
    named = "study", "arm", "outcome", "domain", "visits", "population", "condition", "country"
    return ArmRow(
        **_texts(c, *named, "note"),
        **_numbers(c, "scale_max", "week", "mean", "sd"),
        year=int(c["year"]),
        arm_type=ArmType(c["arm_type"]),
        n=_given(c["n"], int),
        direction=_given(c["direction"], Direction),
        stat=Stat(c["stat"]),
        events=None,
        **_standing(c, row),
    )


def _texts(cells: Cells, *names: str) -> dict[str, Any]:
    return {name: cells[name] for name in names}


def _numbers(cells: Cells, *names: str) -> dict[str, Any]:
    return {name: _given(cells[name], float) for name in names}


def _given(text: str, read: Callable[[str], T]) -> T | None:
    return read(text) if text else None


def _standing(cells: Cells, row: int) -> dict[str, Any]:
    keys = tuple(key.strip() for key in cells["sources"].split(";") if key.strip())
    return {"verified": Verified(cells["verified"]), "sources": keys, "row": row}

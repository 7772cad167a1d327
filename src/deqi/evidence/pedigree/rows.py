"""Rows of the tables that bear on a prior, found by what they say, in the unit of the prior."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from deqi.evidence.arms import ArmRow, ArmType, Stat, counts
from deqi.evidence.pedigree.course_fit import CoursePoint
from deqi.evidence.pedigree.lines import Datum
from deqi.evidence.read_tables import (
    EffectRow,
    ModelFigure,
    NaturalHistoryRow,
    PublishedPool,
    read_arms,
    read_effects,
    read_model_figures,
    read_natural_history,
    read_published_pools,
)

Z95 = 1.959964
SCALES = (10.0, 100.0)


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables as read, and whether figures from memory may be used.

    A test hands in tables of its own.
    """

    arms: tuple[ArmRow, ...]
    effects: tuple[EffectRow, ...]
    pools: tuple[PublishedPool, ...]
    courses: tuple[NaturalHistoryRow, ...]
    figures: tuple[ModelFigure, ...]
    with_memory: bool = False

    @classmethod
    def shipped(cls, with_memory: bool = False) -> Tables:
        """The package's own tables."""
        return cls(
            read_arms(),
            read_effects(),
            read_published_pools(),
            read_natural_history(),
            read_model_figures(),
            with_memory,
        )

    def figure(self, parameter: str) -> ModelFigure | None:
        """A figure of `model_figures.csv` that counts, by its name."""
        found = (f for f in self.figures if f.parameter == parameter and f.central is not None)
        figure = next(found, None)
        if figure is None or not counts(figure.verified, self.with_memory):
            return None
        return figure

    def pool(self, review: str, year: int, comparator: str, measure: str) -> PublishedPool | None:
        """A published pool of pain that counts."""
        return next(
            (
                pool
                for pool in self.pools
                if (pool.review, pool.year, pool.comparator, pool.measure)
                == (review, year, comparator, measure)
                and "pain" in pool.outcome
                and pool.estimate is not None
                and counts(pool.verified, self.with_memory)
            ),
            None,
        )

    def course(self, group_starts_with: str) -> list[NaturalHistoryRow]:
        """Rows of natural course that count, of groups whose name begins so."""
        return [
            row
            for row in self.courses
            if row.group.startswith(group_starts_with) and counts(row.verified, self.with_memory)
        ]

    def pain_arms(self) -> Iterator[ArmRow]:
        """Arms with pain on 0-10 or 0-100 that count, start or follow-up."""
        for row in self.arms:
            is_pain = row.domain == "pain" and row.scale_max in SCALES
            if is_pain and counts(row.verified, self.with_memory) and row.mean is not None:
                yield row


def to_nrs(row: ArmRow, value: float) -> float:
    """A figure of an arm in points of 0-10."""
    return value * 10 / (row.scale_max or 10)


def course_points(rows: list[NaturalHistoryRow]) -> list[CoursePoint]:
    """Rows of natural course as days and points of 0-10."""
    return [
        CoursePoint(7 * row.week, row.mean_0_100 / 10, (row.hi - row.lo) / (20 * Z95))
        for row in rows
    ]


def course_data(rows: list[NaturalHistoryRow], is_used: bool = True, why: str = "") -> list[Datum]:
    """The same rows as they are shown beside a prior: mean pain at a week."""
    return [
        Datum(
            f"{row.study} {row.year}, {row.group}, week {row.week:g}",
            row.mean_0_100 / 10,
            row.lo / 10,
            row.hi / 10,
            is_used,
            row.verified,
            row.sources,
            why,
            "NRS, mean pain",
        )
        for row in rows
    ]


def untreated_falls(tables: Tables) -> list[tuple[ArmRow, float, float]]:
    """Arms without treatment: the row, its fall of pain in points of 0-10, and standard error."""
    found = []
    for row in tables.pain_arms():
        is_fall = row.stat is Stat.CHANGE and row.arm_type is ArmType.NO_TREATMENT
        if is_fall and row.sd is not None and row.n and row.week and row.condition == "chronic":
            found.append((row, -to_nrs(row, row.mean or 0.0), to_nrs(row, row.sd) / sqrt(row.n)))
    return found


def spread_between_people(tables: Tables, at_start: bool) -> tuple[float, tuple[ArmRow, ...]]:
    """SD of pain between people in points of 0-10, pooled over arms, and the rows it rests on.

    >>> sd, rows = spread_between_people(Tables.shipped(), at_start=False)
    >>> 2 < sd < 3, len(rows) > 4
    (True, True)
    """
    stats = (Stat.BASELINE,) if at_start else (Stat.POST, Stat.CHANGE)
    rows = tuple(
        row for row in tables.pain_arms() if row.stat in stats and row.sd is not None and row.n
    )
    degrees = sum((row.n or 0) - 1 for row in rows)
    squares = sum(((row.n or 0) - 1) * to_nrs(row, row.sd or 0.0) ** 2 for row in rows)
    return (sqrt(squares / degrees) if degrees else 0.0), rows

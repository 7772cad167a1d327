"""Published pools beside what our rows give for the same question, and why the two differ."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from deqi.evidence.arms import ArmRow, counts
from deqi.evidence.pooling.pool import pool
from deqi.evidence.pooling.question import Measure, PoolQuestion
from deqi.evidence.pooling.results import PooledGroup
from deqi.evidence.read_tables import PublishedPool, read_published_pools
from deqi.records import OutsideMeaningError


@dataclass(frozen=True, slots=True)
class Reached:
    """Which question to our rows is that of one published pool; None if there is none."""

    question: PoolQuestion | None
    sign: int
    why: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A published pool and ours.

    Attributes
    ----------
    published : as it was printed; `estimate`, `lo` and `hi` are turned to the sign of ours.
    estimate, lo, hi : theirs, so turned; None if no figure was printed or it is unsure.
    ours : the pool of our rows; None if they do not reach it.
    question : what was asked of our rows.
    why : why the two differ, or why ours is missing.
    """

    published: PublishedPool
    estimate: float | None
    lo: float | None
    hi: float | None
    ours: PooledGroup | None
    question: PoolQuestion | None
    why: str

    @property
    def difference(self) -> float | None:
        """Ours minus theirs; None if one of them is missing."""
        if self.ours is None or self.estimate is None:
            return None
        return self.ours.random.estimate - self.estimate

    @property
    def trials(self) -> tuple[str, ...]:
        """The trials in ours."""
        return tuple(dict.fromkeys(c.trial for c in self.ours.contrasts)) if self.ours else ()


def beside_published(arms: Sequence[ArmRow], with_memory: bool = False) -> tuple[Beside, ...]:
    """Every published pool, in the order of its table, with ours where our rows reach it.

    >>> from deqi.evidence import read_arms
    >>> beside = beside_published(read_arms())
    >>> [b.trials for b in beside if b.published.comparator == "no treatment"][0]
    ('Brinkhaus 2006',)
    """
    reached = read_reached()
    return tuple(
        _beside(published, reached[published.row], arms, with_memory)
        for published in read_published_pools()
    )


@cache
def read_reached() -> dict[int, Reached]:
    """By the row of the published pool: which question to our rows is the same."""
    text = (files("deqi.evidence") / "tables" / "published_reached.csv").read_text("utf-8")
    return {int(row["row"]): _reached(row) for row in csv.DictReader(text.splitlines())}


def _reached(row: dict[str, str]) -> Reached:
    if not row["measure"]:
        return Reached(None, 1, row["why"])
    weeks = tuple(float(week) for week in row["weeks"].split("-")) if row["weeks"] else None
    question = PoolQuestion(
        measure=Measure(row["measure"]),
        outcome=row["outcome"],
        comparators=tuple(row["comparators"].split(";")),
        conditions=tuple(row["conditions"].split(";")),
        weeks=None if weeks is None else (weeks[0], weeks[1]),
        lower_better=row["lower_better"] == "yes",
        to_scale=float(row["to_scale"]) if row["to_scale"] else None,
    )
    return Reached(question, int(row["sign"]), row["why"])


def _beside(
    published: PublishedPool, reached: Reached, arms: Sequence[ArmRow], with_memory: bool
) -> Beside:
    ends = [published.estimate, published.lo, published.hi]
    if not counts(published.verified, with_memory=True):
        ends = [None, None, None]
    turned = [None if end is None else reached.sign * end for end in ends]
    if reached.sign < 0:
        turned[1:] = turned[:0:-1]
    question, ours, why = reached.question, None, reached.why
    if question is not None:
        question = replace(question, with_memory=with_memory)
        try:
            ours = pool(arms, question).whole
        except OutsideMeaningError:
            why = f"no row of ours can be counted for it: {why}"
    return Beside(published, turned[0], turned[1], turned[2], ours, question, why)

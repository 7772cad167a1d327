"""A plan of blocks as days, and every other plan that the same draw might have given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from deqi.records import Block, OutsideMeaningError

Flags = NDArray[np.bool_]
MOST_EXACT = 2**13  # plans that are all looked at; beyond, that many are drawn
N_DRAWN = 9999


class Scheme(StrEnum):
    """What chance decided."""

    PAIRS = "pairs"
    START = "start"
    NOT_DRAWN = "not drawn"

    @property
    def sentence(self) -> str:
        """What was left to chance, in words."""
        return _SENTENCES[self]


_SENTENCES = {
    Scheme.PAIRS: "Within each pair of blocks chance decided which one is on.",
    Scheme.START: "Chance decided on which of the possible days the on block starts.",
    Scheme.NOT_DRAWN: "Nothing was left to chance: the blocks were chosen, not drawn.",
}


@dataclass(frozen=True, slots=True)
class Design:
    """The planned days, and the plans that were equally likely.

    Attributes
    ----------
    scheme : what chance decided.
    blocks : as planned, in order of time.
    first_on : local date of day 0. n_days : days from there to the end of the last block.
    stratum : shape (n_days,), the pair a day is compared within; -1 for days not compared.
    day_of_block : shape (n_days,), 0 on the first day of each block; -1 between blocks.
    observed : shape (n_days,), whether a day was planned on.
    """

    scheme: Scheme
    blocks: tuple[Block, ...]
    first_on: date
    n_days: int
    stratum: NDArray[np.int64]
    day_of_block: NDArray[np.int64]
    observed: Flags

    @property
    def days(self) -> tuple[date, ...]:
        """Every local date of the plan."""
        return tuple(self.first_on + timedelta(days=k) for k in range(self.n_days))

    @property
    def n_pairs(self) -> int:
        """How many pairs chance decided about; 0 in other schemes."""
        return len({b.pair for b in self.blocks if b.pair is not None})

    @property
    def n_possible(self) -> int:
        """How many plans were equally likely, the observed one among them."""
        if self.scheme is Scheme.PAIRS:
            return int(2**self.n_pairs)
        start = self.drawn_block
        return len(start.start_choices) if start else 1

    @property
    def smallest_p(self) -> float:
        """Below this the two-sided p-value cannot fall, whatever the scores say.

        In pairs the plan with every pair turned round is as extreme as the observed one.
        """
        return min(1.0, (2 if self.scheme is Scheme.PAIRS else 1) / self.n_possible)

    @property
    def is_exact(self) -> bool:
        """Whether all equally likely plans are looked at, rather than a drawn part of them."""
        return self.n_possible <= MOST_EXACT

    @property
    def drawn_block(self) -> Block | None:
        """The block whose start was drawn, if any."""
        return next((b for b in self.blocks if b.start_choices), None)

    @property
    def shortest_block_d(self) -> int:
        """Days of the shortest block that is compared."""
        compared = [b for b in self.blocks if b.pair is not None or self.scheme is not Scheme.PAIRS]
        return min((b.to_on - b.from_on).days + 1 for b in compared)

    def plans(self, seed: int = 0) -> Flags:
        """The plans that the observed one is compared with, the observed one first.

        Parameters
        ----------
        seed : for the draw, when there are too many plans to look at all.

        Returns
        -------
        array, shape (n_plans, n_days): on or off. All equally likely plans when `is_exact`.
        """
        if self.scheme is Scheme.PAIRS:
            return self._turned(self._turns(seed))
        block = self.drawn_block
        if block is None:
            return self.observed[None]
        choices = sorted(block.start_choices, key=lambda on: on != block.from_on)
        return np.stack([self._started(on, block) for on in choices])

    def _turns(self, seed: int) -> Flags:
        """Which pairs are turned round, shape (n_plans, n_pairs); none in the first plan."""
        n = self.n_pairs
        if self.is_exact:
            return (np.arange(2**n)[:, None] >> np.arange(n) & 1).astype(bool)
        turns = np.random.default_rng(seed).random((N_DRAWN + 1, n)) < 0.5
        turns[0] = False
        return turns

    def _turned(self, turns: Flags) -> Flags:
        inside = self.stratum >= 0
        plans = np.repeat(self.observed[None], len(turns), axis=0)
        plans[:, inside] ^= turns[:, self.stratum[inside]]
        return plans

    def _started(self, on: date, block: Block) -> Flags:
        """The plan with the drawn block started on another day."""
        plan = self.observed.copy()
        inside = self.stratum >= 0
        start, end = (on - self.first_on).days, (block.to_on - self.first_on).days
        plan[inside] = False
        plan[start : end + 1] = True
        return plan


def read_design(blocks: Sequence[Block]) -> Design:
    """The design behind planned blocks.

    Raises
    ------
    OutsideMeaningError
        If there are no blocks, or all are on, or all are off: then there is nothing to compare.

    Examples
    --------
    >>> monday = date(2026, 1, 5)
    >>> blocks = [Block(monday + timedelta(42 * k), monday + timedelta(42 * k + 41), k in (0, 3),
    ...                 pair=1 + k // 2) for k in range(4)]
    >>> design = read_design(blocks)
    >>> design.scheme.value, design.n_possible, design.smallest_p, design.plans().shape
    ('pairs', 4, 0.5, (4, 168))
    """
    ordered = tuple(sorted(blocks, key=lambda b: b.from_on))
    if len({b.is_on for b in ordered}) < 2:
        raise OutsideMeaningError(
            "There are no blocks both with and without visits to compare. Give blocks.csv with on "
            "and off blocks; `deqi plan --blocks` draws and writes one."
        )
    scheme = _scheme(ordered)
    first_on = ordered[0].from_on
    n_days = (ordered[-1].to_on - first_on).days + 1
    stratum, day_of_block = np.full(n_days, -1), np.full(n_days, -1)
    observed = np.zeros(n_days, bool)
    numbers = sorted({b.pair for b in ordered if b.pair is not None})
    for block in ordered:
        place = slice((block.from_on - first_on).days, (block.to_on - first_on).days + 1)
        observed[place] = block.is_on
        day_of_block[place] = np.arange(place.stop - place.start)
        if scheme is Scheme.NOT_DRAWN:
            stratum[place] = 0
        elif block.pair is not None:
            stratum[place] = numbers.index(block.pair)
    if scheme is Scheme.START:
        _mark_start(ordered, first_on, stratum)
    return Design(scheme, ordered, first_on, n_days, stratum, day_of_block, observed)


def _scheme(blocks: Sequence[Block]) -> Scheme:
    if any(b.pair is not None for b in blocks):
        return Scheme.PAIRS
    return Scheme.START if any(b.start_choices for b in blocks) else Scheme.NOT_DRAWN


def _mark_start(blocks: Sequence[Block], first_on: date, stratum: NDArray[np.int64]) -> None:
    """The off block before the drawn start, any days between, and the on block."""
    k = next(i for i, b in enumerate(blocks) if b.start_choices)
    stratum[(blocks[k - 1].from_on - first_on).days : (blocks[k].to_on - first_on).days + 1] = 0


def mc_error(p: float, n: int) -> float:
    """Standard error of a share `p` seen in `n` draws."""
    return math.sqrt(p * (1 - p) / n)

"""The draw: the same seed and request give the same list, on every machine."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, TypeVar

from deqi.plan.blocks.request import (
    FEW_PAIRS,
    FEW_STARTS,
    SHORT_BLOCK_D,
    BlockRequest,
    ListScheme,
)
from deqi.plan.reasons import Reason
from deqi.records import Block, DeqiError, OutsideMeaningError
from deqi.screen import ScreenOutcome

T = TypeVar("T")
GUESSABLE_SEED = 10**6  # so many lists are made and compared with a digest in minutes


class ScreenFailedError(DeqiError):
    """No list is drawn, because the safety check says that a doctor comes first."""

    code: ClassVar[str] = "screen_failed"
    exit_status: ClassVar[int] = 13


@dataclass(frozen=True, slots=True)
class BlockList:
    """A drawn list.

    Attributes
    ----------
    request, seed : what it was drawn from.
    blocks : patient -> blocks, in order of time.
    n_possible : how many lists were equally likely.
    smallest_p : below this the two-sided p-value of one patient's randomisation test cannot fall.
    notes : what the design can and cannot show.
    """

    request: BlockRequest
    seed: int
    blocks: Mapping[str, tuple[Block, ...]]
    n_possible: int
    smallest_p: float
    notes: tuple[Reason, ...]


def draw_blocks(
    request: BlockRequest, screens: Mapping[str, ScreenOutcome], seed: int
) -> BlockList:
    """Draw a list.

    Parameters
    ----------
    request : what is asked for.
    screens : patient -> outcome of the safety check; one patient, or several for baselines.
    seed : fixes the draw. Drawn from the machine's own chance it conceals the list.

    Raises
    ------
    ScreenFailedError
        If the safety check of one of them failed.
    OutsideMeaningError
        If the number of patients does not fit the scheme.

    Examples
    --------
    >>> from deqi.records import Course
    >>> from deqi.screen import screen
    >>> monday = date(2026, 1, 5)
    >>> screens = {"P-014": screen(Course("P-014"), monday)}
    >>> drawn = draw_blocks(BlockRequest(ListScheme.PAIRS, monday), screens, seed=7)
    >>> [(block.from_on.isoformat(), block.is_on) for block in drawn.blocks["P-014"]][:3]
    [('2026-01-05', False), ('2026-01-19', False), ('2026-03-02', True)]
    >>> drawn.n_possible, drawn.smallest_p
    (4, 0.5)
    """
    _check_screens(screens)
    _check_patients(request, screens)
    # Only `random()` is promised to be the same in every version of Python.
    rng = random.Random(f"deqi blocks 1, {request.scheme.value}, {seed}")
    if request.scheme is ListScheme.PAIRS:
        blocks = {name: _pairs(request, rng, seed) for name in screens}
        n_possible, smallest = 2**request.n_pairs, request.smallest_p
    elif request.scheme is ListScheme.START:
        choices = request.possible_starts()
        blocks = {name: _started(request, _one_of(choices, rng), choices, seed) for name in screens}
        n_possible, smallest = len(choices), request.smallest_p
    else:
        choices = _staggered(request, len(screens))
        starts = _shuffled(choices, rng)
        blocks = {
            name: _started(request, start, choices, seed)
            for name, start in zip(screens, starts, strict=True)
        }
        n_possible, smallest = math.factorial(len(screens)), 1 / len(choices)
    notes = tuple(_notes(request, n_possible, smallest, seed))
    return BlockList(request, seed, blocks, n_possible, smallest, notes)


def digest(text: str) -> str:
    """What is published beforehand, so that nobody can change the list afterwards.

    >>> digest("from,to,state\\r\\n")[:12]
    '4ad20c7cb5be'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def _check_screens(screens: Mapping[str, ScreenOutcome]) -> None:
    failed = {name: s for name, s in screens.items() if s.failed}
    if failed:
        told = " ".join(f"{name}: {s.outcome.sentence}" for name, s in failed.items())
        raise ScreenFailedError(
            f"No list is drawn. {told} `deqi screen` gives the reasons; ask the doctor, record the "
            "answer, then draw."
        )


def _check_patients(request: BlockRequest, screens: Mapping[str, ScreenOutcome]) -> None:
    several = request.scheme is ListScheme.BASELINES
    if several and not 2 <= len(screens) <= len(request.possible_starts()):
        raise OutsideMeaningError(
            f"Patients given: {len(screens)}. Baselines need 2 or more, and no more than the "
            f"{len(request.possible_starts())} working days of the window. Name the others with "
            "--with FOLDER, or widen --window-days."
        )
    if not several and len(screens) != 1:
        raise OutsideMeaningError(
            f"Patients given: {len(screens)}. '{request.scheme.value}' is for one; use "
            "'baselines' for several."
        )


def _below(n: int, rng: random.Random) -> int:
    return int(rng.random() * n)


def _one_of(items: Sequence[T], rng: random.Random) -> T:
    return items[_below(len(items), rng)]


def _shuffled(items: Sequence[T], rng: random.Random) -> list[T]:
    """Fisher and Yates: every order equally likely."""
    mixed = list(items)
    for k in range(len(mixed) - 1, 0, -1):
        j = _below(k + 1, rng)
        mixed[k], mixed[j] = mixed[j], mixed[k]
    return mixed


def _pairs(request: BlockRequest, rng: random.Random, seed: int) -> tuple[Block, ...]:
    blocks = [Block(request.first_on, request.run_in_ends_on, False, seed=seed)]
    begins = request.run_in_ends_on + timedelta(days=1)
    for pair in range(1, request.n_pairs + 1):
        is_on_first = rng.random() < 0.5
        for is_on in (is_on_first, not is_on_first):
            ends = begins + timedelta(days=request.block_d - 1)
            blocks.append(Block(begins, ends, is_on, pair, seed=seed))
            begins = ends + timedelta(days=1)
    return tuple(blocks)


def _started(
    request: BlockRequest, start: date, choices: tuple[date, ...], seed: int
) -> tuple[Block, ...]:
    ends_on = request.first_on + timedelta(days=request.total_d - 1)
    before = Block(request.first_on, start - timedelta(days=1), False, seed=seed)
    return (before, Block(start, ends_on, True, start_choices=choices, seed=seed))


def _staggered(request: BlockRequest, n: int) -> tuple[date, ...]:
    """As many starts as patients, spread evenly over the working days of the window."""
    days = request.possible_starts()
    return tuple(days[round(k * (len(days) - 1) / (n - 1))] for k in range(n))


def _notes(request: BlockRequest, n_possible: int, smallest_p: float, seed: int) -> list[Reason]:
    notes = []
    if smallest_p > 0.05:
        enough = (
            f"{FEW_PAIRS} pairs"
            if request.scheme is ListScheme.PAIRS
            else f"{FEW_STARTS} possible starts"
        )
        notes.append(
            Reason(
                f"With {n_possible} equally likely lists the randomisation test of one patient "
                f"cannot give a p-value below {smallest_p:.2g}, whatever the diary says; below "
                f"5 % needs {enough}. The pain model's answer does not hang on this."
            )
        )
    if request.scheme is ListScheme.PAIRS and request.block_d < SHORT_BLOCK_D:
        notes.append(
            Reason(
                f"Blocks of {request.block_d} days are short for relief that builds up over "
                "visits: it is still felt in the next off block. Six weeks or a drawn start show "
                "it better."
            )
        )
    if request.scheme is ListScheme.BASELINES:
        notes.append(
            Reason(
                "Who begins when is one draw for all patients: pain that falls at each start, and "
                "not before, in one patient after the other is hard to put down to time alone."
            )
        )
    if seed < GUESSABLE_SEED:
        notes.append(
            Reason(
                "The seed is small: who knows the design can try seeds against the digest. Leave "
                "out --seed and the machine's own chance is taken."
            )
        )
    return notes

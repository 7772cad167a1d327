"""Fixed blocks of people, each with its own key: the same people for any chunks and processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from typing import TypeVar

import numpy as np

BLOCK = 8192  # people: fewer pay for the calls, more do not fit the processor's cache
Result = TypeVar("Result")


def block_rng(seed: int, stream: int, block: int) -> np.random.Generator:
    """The chance of one block: a function of seed, stream and block number alone.

    >>> block_rng(1, 0, 5).random() == block_rng(1, 0, 5).random()
    True
    """
    key = np.random.SeedSequence(seed, spawn_key=(stream, block))
    return np.random.Generator(np.random.SFC64(key))


def each_block(
    task: Callable[[int], Result], blocks: Sequence[int], n_jobs: int = 1
) -> Iterator[Result]:
    """The task's result for each block, in order; `n_jobs` processes compute them.

    Parameters
    ----------
    task : picklable; a function of the block's number alone.
    blocks : their numbers.
    n_jobs : 1 stays in this process.
    """
    if n_jobs <= 1 or len(blocks) <= 1:
        yield from map(task, blocks)
        return
    with get_context("spawn").Pool(min(n_jobs, len(blocks)), _one_thread) as pool:
        yield from pool.imap(task, blocks)


def n_blocks(n_people: int) -> int:
    """How many blocks hold so many people."""
    return -(-n_people // BLOCK)


def _one_thread() -> None:
    for name in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{name}_NUM_THREADS"] = "1"

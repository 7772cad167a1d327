"""Fixed blocks of people, each with its own key: the same people for any chunks and processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.pool import Pool
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


class Workers:
    """Processes that compute blocks; the results come in the order of the blocks.

    Parameters
    ----------
    n_jobs : 1 stays in this process. Others are begun when they are first needed.

    Examples
    --------
    >>> with Workers(1) as workers:
    ...     list(workers.each_block(abs, [-1, 2]))
    [1, 2]
    """

    def __init__(self, n_jobs: int = 1) -> None:
        self._n_jobs = n_jobs
        self._pool: Pool | None = None

    def each_block(self, task: Callable[[int], Result], blocks: Sequence[int]) -> Iterator[Result]:
        """The task's result for each block; the task is a function of its number alone."""
        if self._n_jobs <= 1 or len(blocks) <= 1:
            return map(task, blocks)
        if self._pool is None:
            self._pool = get_context("spawn").Pool(self._n_jobs, _one_thread)
        return self._pool.imap(task, blocks)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.terminate()


def n_blocks(n_people: int) -> int:
    """How many blocks hold so many people."""
    return -(-n_people // BLOCK)


def _one_thread() -> None:
    for name in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{name}_NUM_THREADS"] = "1"

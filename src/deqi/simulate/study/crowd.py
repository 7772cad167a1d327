"""A study's people in chunks of any size, for a million of them in little memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deqi.simulate.cohort import (
    BLOCK,
    Followed,
    Response,
    Workers,
    block_rng,
    enrol_people,
    follow_people,
    n_blocks,
)
from deqi.simulate.study.courses import ALONE
from deqi.simulate.study.sections import Study


@dataclass(frozen=True, slots=True)
class _Block:
    """Follows one block of a study: a function of its number alone."""

    study: Study
    seed: int

    def __call__(self, block: int) -> Followed:
        rng, prior = block_rng(self.seed, ALONE, block), self.study.prior
        people = enrol_people(prior, BLOCK, rng, Response(), self.study.enrolment)
        return follow_people(people, prior, self.study.protocol(), rng)


def follow_study(
    study: Study, n: int, chunk: int = BLOCK, seed: int | None = None, n_jobs: int = 1
) -> Iterator[Followed]:
    """What `n` people of a study without arms write down, so many at a time.

    The people are those of `make_courses`. Neither the size of the chunks nor the number of
    processes changes a single answer; memory is that of some chunks.

    Parameters
    ----------
    n : how many people in all.
    chunk : people in each piece; the last one may be smaller.
    seed : instead of the scenario's own.
    n_jobs : processes.

    Examples
    --------
    >>> from deqi.simulate.study import study_from_text
    >>> pieces = follow_study(study_from_text(""), 25, chunk=10)
    >>> [piece.evenings.shape for piece in pieces]
    [(98, 10), (98, 10), (98, 5)]
    """
    task = _Block(study, study.seed if seed is None else seed)
    with Workers(n_jobs) as workers:
        kept: Followed | None = None
        left = n
        for block in workers.each_block(task, range(n_blocks(n))):
            kept = block if kept is None else Followed.joined([kept, block])
            while left and kept.n >= min(chunk, left):
                size = min(chunk, left)
                yield kept.some(0, size)
                kept, left = kept.some(size, kept.n), left - size

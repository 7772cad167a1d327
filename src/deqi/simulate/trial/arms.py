"""One block of people of one arm: followed, and boiled down to what the analyses read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from deqi.simulate.cohort import (
    BLOCK,
    Response,
    Workers,
    block_rng,
    enrol_people,
    follow_people,
    n_blocks,
)
from deqi.simulate.study import Arm, Study
from deqi.simulate.trial.effect import outcome_days

Array = NDArray[np.floating]
Progress = Callable[[Iterable["ArmData"]], Iterable["ArmData"]]
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class ArmData:
    """What is kept of the people of an arm.

    Attributes
    ----------
    baseline, outcome : shape (n_people,), NRS; NaN where nothing was written.
    weeks : shape (n_weeks, n_people), weekly means from the run-in's last week on; empty unless a
        mixed model is asked for.
    day_sum, n_written : shape (n_days,), of all people's evening entries.
    n_visits : visits of all people together.
    n_left : people who left before the end.
    """

    baseline: Array
    outcome: Array
    weeks: Array
    day_sum: NDArray[np.int64]
    n_written: NDArray[np.int64]
    n_visits: int
    n_left: int

    @property
    def n(self) -> int:
        """People."""
        return len(self.baseline)

    @classmethod
    def joined(cls, parts: list[ArmData]) -> ArmData:
        """Several blocks as one, in their order."""
        return cls(
            np.concatenate([p.baseline for p in parts]),
            np.concatenate([p.outcome for p in parts]),
            np.concatenate([p.weeks for p in parts], axis=1),
            np.sum([p.day_sum for p in parts], axis=0),
            np.sum([p.n_written for p in parts], axis=0),
            sum(p.n_visits for p in parts),
            sum(p.n_left for p in parts),
        )


@dataclass(frozen=True, slots=True)
class ArmTask:
    """Makes one block of an arm from its number: a function of nothing else."""

    study: Study
    arm: Arm
    response: Response
    seed: int
    stream: int
    n_people: int
    is_complete: bool = False

    def __call__(self, block: int) -> ArmData:
        """The people of this block, the last block cut to size."""
        rng = block_rng(self.seed, self.stream, block)
        study, prior = self.study, self.study.prior
        people = enrol_people(prior, BLOCK, rng, self.response, study.enrolment)
        protocol = study.protocol(self.arm, is_complete=self.is_complete, is_scored=False)
        followed = follow_people(people, prior, protocol, rng)
        size = min(BLOCK, self.n_people - block * BLOCK)
        evenings = followed.evenings[:, :size]
        is_written = evenings >= 0
        return ArmData(
            baseline=mean_entry(evenings[: study.diary.run_in_d], 1),
            outcome=_outcome(evenings, study),
            weeks=_weeks(evenings, study) if "mixed" in study.trial.analyses else _no_weeks(size),
            day_sum=np.where(is_written, evenings, 0).sum(axis=1, dtype=np.int64),
            n_written=is_written.sum(axis=1, dtype=np.int64),
            n_visits=int(followed.visited[:, :size].sum()),
            n_left=int((followed.left_on[:size] < protocol.n_days).sum()),
        )


def make_arm(task: ArmTask, workers: Workers, progress: Progress) -> ArmData:
    """All people of an arm, by blocks."""
    blocks = range(n_blocks(task.n_people))
    return ArmData.joined(list(progress(workers.each_block(task, blocks))))


def as_comparator(arm: Arm, other: Arm) -> Arm:
    """The first arm as it would be if it differed from the other in nothing."""
    return replace(other, name=arm.name)


def mean_entry(evenings: NDArray[np.int8], at_least: int) -> Array:
    """Each person's mean of what was written; NaN below so many entries."""
    is_written = evenings >= 0
    n = is_written.sum(axis=0, dtype=np.int32)
    total = np.where(is_written, evenings, 0).sum(axis=0, dtype=np.int32)
    with np.errstate(invalid="ignore"):
        mean = (total / n).astype(np.float32)
    return np.asarray(np.where(n >= at_least, mean, np.float32(np.nan)))


def _outcome(evenings: NDArray[np.int8], study: Study) -> Array:
    days = study.diary.run_in_d + outcome_days(study)
    at_least = study.trial.min_entries if study.trial.outcome == "weekly" else 1
    return mean_entry(evenings[days[0] : days[-1] + 1], at_least)


def _weeks(evenings: NDArray[np.int8], study: Study) -> Array:
    first = study.diary.run_in_d
    ends = [first + DAYS_A_WEEK * k for k in range(1, study.trial.week + 1)]
    at_least = study.trial.min_entries
    return np.stack([mean_entry(evenings[end - DAYS_A_WEEK : end], at_least) for end in ends])


def _no_weeks(n: int) -> Array:
    return np.empty((0, n), np.float32)

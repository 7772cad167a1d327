"""Make up a trial many times, analyse each as it would be analysed, and compare with the truth.

Smaller sizes are the first people of larger ones, so that a power curve costs its largest size, and
sizes differ by people and not by luck.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deqi.records import OutsideMeaningError
from deqi.simulate.cohort import BLOCK, Workers, n_blocks
from deqi.simulate.study import Study
from deqi.simulate.trial.ancova import Estimates, ancova
from deqi.simulate.trial.arms import ArmData, ArmTask, as_comparator, make_arm
from deqi.simulate.trial.effect import reference_arm, relief_in_prior, response_of
from deqi.simulate.trial.mixed import load_mixed_model, mixed_models
from deqi.simulate.trial.responders import is_responder, risk_difference
from deqi.simulate.trial.results import (
    AS_GIVEN,
    NO_DIFFERENCE,
    Batch,
    Mean,
    Share,
    SizeFound,
    Summary,
    Trajectory,
    TrialResults,
    summarise,
)
from deqi.simulate.trial.search import find_size

Array = NDArray[np.floating]
Progress = Callable[[Iterable[Any], int], Iterable[Any]]
Arms = tuple[ArmData, ArmData]
TRUTH, FIRST_ARM, SECOND_ARM, NULL_ARM, OTHER_ARMS = 1, 2, 3, 4, 10  # streams of chance
MOST_TRUTH_BLOCKS = 16


def run_trial(
    study: Study,
    seed: int | None = None,
    n_jobs: int = 1,
    progress: Progress | None = None,
) -> TrialResults:
    """Make up the trial of a scenario many times.

    Parameters
    ----------
    study : with two arms or more; see `read_study`.
    seed : instead of the scenario's; the same seed gives the same results to the bit.
    n_jobs : processes; the results do not depend on it.
    progress : wraps work as it is done (blocks of people, mixed models); told how much there is.

    Raises
    ------
    OutsideMeaningError
        If the scenario has no arms, or hardly anybody would be enrolled.
    MissingPartError
        If a mixed model is asked for and statsmodels is not installed.

    Examples
    --------
    >>> from deqi.simulate.study import study_from_text
    >>> study = study_from_text('''
    ... [[arms]]
    ... name = "acupuncture"
    ... visits = "weekly"
    ... [[arms]]
    ... name = "usual care"
    ... [trial]
    ... n_per_arm = [40]
    ... n_trials = 100
    ... ''')
    >>> results = run_trial(study)
    >>> [(s.analysis, s.hypothesis) for s in results.summaries][:2]
    [('ancova', 'as given'), ('ancova', 'no difference')]
    """
    if len(study.arms) < 2:
        raise OutsideMeaningError(
            "The scenario has no arms to compare. Add two tables [[arms]], or use "
            "`deqi simulate courses` for courses without a comparison."
        )
    if "mixed" in study.trial.analyses:
        load_mixed_model()
    with Workers(n_jobs) as workers:
        return _Run(study, study.seed if seed is None else seed, workers, progress).results()


class _Run:
    """One call of `run_trial`."""

    def __init__(
        self,
        study: Study,
        seed: int,
        workers: Workers,
        progress: Progress | None,
    ) -> None:
        self.study, self.seed, self._workers = study, seed, workers
        self.trial = study.trial
        names = self.trial.compare or tuple(arm.name for arm in study.arms[:2])
        self.compare = (names[0], names[1])
        self.response = response_of(study)
        self.n_largest = max(*self.trial.n_per_arm, self.trial.search_up_to)
        self.n_people = self.trial.n_trials * self.n_largest
        self._progress = progress or (lambda blocks, _n: blocks)

    def results(self) -> TrialResults:
        study, n = self.study, self.n_people
        first, second = (study.arm(name) for name in self.compare)
        treated = self._arm(FIRST_ARM, first.name)
        control = self._arm(SECOND_ARM, second.name)
        null = self._made(
            ArmTask(study, as_comparator(first, second), self.response, self.seed, NULL_ARM, n)
        )
        truths = self._truths()
        given, alike = (treated, control), (null, control)
        batches = [*self._batches(given, AS_GIVEN), *self._batches(alike, NO_DIFFERENCE)]
        batches.sort(key=lambda b: (self.trial.analyses.index(b.analysis), b.n_per_arm))
        return TrialResults(
            study=self.study,
            seed=self.seed,
            compare=self.compare,
            relief=relief_in_prior(self.study),
            truths=truths,
            summaries=tuple(self._summary(batch, truths) for batch in batches),
            batches=tuple(batches),
            trajectories=tuple(self._trajectories({first.name: treated, second.name: control})),
            size=self._size(given),
            notes=tuple(self._notes(given)),
        )

    def _arm(self, stream: int, name: str, n_people: int | None = None) -> ArmData:
        n = self.n_people if n_people is None else n_people
        arm = self.study.arm(name)
        return self._made(ArmTask(self.study, arm, self.response, self.seed, stream, n))

    def _made(self, task: ArmTask) -> ArmData:
        n = n_blocks(task.n_people)
        return make_arm(task, self._workers, lambda blocks: self._progress(blocks, n))

    def _truths(self) -> dict[str, Mean]:
        """The same people in both arms, with the same chance and nothing missing."""
        n = min(MOST_TRUTH_BLOCKS, n_blocks(self.n_people)) * BLOCK
        one, two = (
            self._made(
                ArmTask(self.study, self.study.arm(name), self.response, self.seed, TRUTH, n, True)
            )
            for name in self.compare
        )
        apart = one.outcome.astype(np.float64) - two.outcome
        responds = self._responds(one).astype(np.float64) - self._responds(two)
        mean, share = (
            Mean(float(d.mean()), float(d.std(ddof=1) / np.sqrt(n))) for d in (apart, responds)
        )
        return {"ancova": mean, "mixed": mean, "responders": share}

    def _responds(self, arm: ArmData) -> NDArray[np.bool_]:
        return is_responder(arm.baseline, arm.outcome, self.trial.responder_percent)

    def _batches(self, arms: Arms, hypothesis: str) -> Iterator[Batch]:
        for analysis in self.trial.analyses:
            for n in self.trial.n_per_arm:
                yield Batch(analysis, hypothesis, n, self._estimates(analysis, arms, n))

    def _estimates(self, analysis: str, arms: Arms, n: int) -> Estimates:
        alpha = self.trial.alpha
        if analysis == "responders":
            one, two = (self._cut(self._responds(arm), n) for arm in arms)
            return risk_difference(one, two, alpha)
        baseline = self._cut(arms[0].baseline, n), self._cut(arms[1].baseline, n)
        if analysis == "ancova":
            outcome = self._cut(arms[0].outcome, n), self._cut(arms[1].outcome, n)
            return ancova(baseline, outcome, alpha)
        m = min(self.trial.n_mixed, self.trial.n_trials)
        weeks = self._cut(arms[0].weeks, n)[:, :m], self._cut(arms[1].weeks, n)[:, :m]
        trials = self._progress(range(m), m)
        return mixed_models((baseline[0][:m], baseline[1][:m]), weeks, alpha, trials)

    def _cut(self, column: NDArray[np.generic], n: int) -> Array:
        """People as trials: shape (..., n_trials, n), the first n of each trial."""
        trials = column.reshape(*column.shape[:-1], self.trial.n_trials, self.n_largest)
        return np.asarray(trials[..., :n])

    def _summary(self, batch: Batch, truths: dict[str, Mean]) -> Summary:
        is_given = batch.hypothesis == AS_GIVEN
        truth = truths[batch.analysis] if is_given else Mean(0.0, 0.0)
        return summarise(batch, truth, self.trial.alpha)

    def _size(self, arms: Arms) -> SizeFound:
        analysis = self.trial.analyses[0]
        if analysis == "mixed":
            analysis = "ancova"  # the mixed model of one size takes minutes

        @cache
        def power(n: int) -> Share | None:
            batch = Batch(analysis, AS_GIVEN, n, self._estimates(analysis, arms, n))
            return summarise(batch, Mean(0.0, 0.0), self.trial.alpha).rejected

        up_to = self.trial.search_up_to or self.n_largest
        return find_size(analysis, power, self.trial.target_power, up_to)

    def _trajectories(self, made: dict[str, ArmData]) -> Iterator[Trajectory]:
        """All arms: those that are not compared are made up once, with fewer people."""
        for k, arm in enumerate(self.study.arms):
            data = made.get(arm.name)
            if data is None:
                n = min(self.n_people, BLOCK)
                data = self._arm(OTHER_ARMS + k, arm.name, n)
            yield _trajectory(arm.name, data)

    def _notes(self, arms: Arms) -> Iterator[str]:
        first, second = (self.study.arm(name) for name in self.compare)
        if first == replace(second, name=first.name):
            yield (
                f"'{first.name}' and '{second.name}' are the same in all but their names: "
                "power is the type I error."
            )
        if "mixed" in self.trial.analyses:
            yield (
                "The mixed model has one level for each person and takes what is left as separate "
                "from week to week. Pain made up here wanders, so its intervals are too narrow "
                "and its power is flattered: compare 'SE said' with 'is', and raise "
                "trial.n_mixed to see it."
            )
        if not reference_arm(self.study).schedule.has_visits:
            yield "No arm has a visit."
        silent = [
            name
            for name, arm in zip(self.compare, arms, strict=True)
            if np.isnan(arm.outcome).all()
        ]
        for name in silent:
            yield (
                f"Nobody in '{name}' has an outcome: all have left or written nothing. No "
                "difference can be told. Lower diary.dropout_per_day or diary.missing."
            )


def _trajectory(name: str, data: ArmData) -> Trajectory:
    pairs = zip(data.day_sum.tolist(), data.n_written.tolist(), strict=True)
    return Trajectory(
        arm=name,
        mean_nrs=tuple(total / n if n else None for total, n in pairs),
        share_written=tuple((data.n_written / data.n).tolist()),
        visits_per_person=data.n_visits / data.n,
        share_left=data.n_left / data.n,
    )

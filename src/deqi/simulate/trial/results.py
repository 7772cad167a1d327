"""What simulated trials found, as values: summaries of each size, single estimates, the truth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deqi.simulate.study import Study
from deqi.simulate.trial.ancova import Estimates
from deqi.simulate.trial.effect import Relief

Array = NDArray[np.floating]
AS_GIVEN, NO_DIFFERENCE = "as given", "no difference"


@dataclass(frozen=True, slots=True)
class Share:
    """A share of trials with its Monte Carlo standard error."""

    p: float
    error: float

    @classmethod
    def of(cls, n_true: int, n: int) -> Share | None:
        """The share of so many; None of none.

        >>> Share.of(80, 100)
        Share(p=0.8, error=0.04)
        """
        if n == 0:
            return None
        p = n_true / n
        # With none or all, one trial more could have gone the other way: never an error of 0.
        spread = max(p * (1 - p), (n - 1) / (n * n)) if n > 1 else 0.25
        return cls(p, math.sqrt(spread / n))


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over trials or people with its Monte Carlo standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Summary:
    """One size, one analysis, one hypothesis, over all trials.

    Attributes
    ----------
    hypothesis : "as given": the arms as in the scenario, `rejected` is power; "no difference": the
        first arm made up like the second, `rejected` is the type I error.
    n_per_arm : people randomised to each arm.
    n_trials, n_told : trials made up, and those in which the analysis gave an estimate.
    rejected, covered : shares of trials; covered: the interval holds the truth.
    bias : mean estimate less the truth.
    mean_se, sd_estimates : what the analysis says of its error, and what it is.
    n_analysed : mean number of people in the analysis.
    """

    analysis: str
    hypothesis: str
    n_per_arm: int
    n_trials: int
    n_told: int
    rejected: Share | None
    covered: Share | None
    bias: Mean | None
    mean_estimate: float | None
    mean_se: float | None
    sd_estimates: float | None
    n_analysed: float


@dataclass(frozen=True, slots=True)
class SizeFound:
    """The smallest size with the power that is wanted; `n_per_arm` None if none was reached.

    `lowest`, `highest`: sizes that the trials made up cannot tell from it (two errors each way).
    """

    analysis: str
    target: float
    searched_up_to: int
    n_per_arm: int | None
    power: Share | None
    lowest: int | None
    highest: int | None


@dataclass(frozen=True, slots=True)
class Trajectory:
    """An arm over time: mean of the entries of each day, and how many are written."""

    arm: str
    mean_nrs: tuple[float | None, ...]
    share_written: tuple[float, ...]
    visits_per_person: float
    share_left: float


@dataclass(frozen=True, slots=True)
class Batch:
    """The estimates of all trials of one size under one hypothesis by one analysis."""

    analysis: str
    hypothesis: str
    n_per_arm: int
    estimates: Estimates


@dataclass(frozen=True, slots=True)
class TrialResults:
    """Everything `deqi simulate trial` tells.

    `compare`: first arm minus second. `truths`: for each analysis the true difference in its
    outcome, the same people in both arms and nothing missing.
    """

    study: Study
    seed: int
    compare: tuple[str, str]
    relief: Relief
    truths: dict[str, Mean]
    summaries: tuple[Summary, ...]
    batches: tuple[Batch, ...]
    trajectories: tuple[Trajectory, ...]
    size: SizeFound
    notes: tuple[str, ...]


def summarise(batch: Batch, truth: Mean, alpha: float) -> Summary:
    """Power or type I error, bias and coverage of one batch."""
    found = batch.estimates
    is_told = ~np.isnan(found.value)
    value, n_told = found.value[is_told], int(is_told.sum())
    has_spread = n_told > 1
    sd = float(value.std(ddof=1)) if has_spread else None
    error = math.hypot(sd / math.sqrt(n_told), truth.error) if sd is not None else None
    mean = float(value.mean()) if n_told else None
    covered = (found.lo[is_told] <= truth.value) & (truth.value <= found.hi[is_told])
    return Summary(
        analysis=batch.analysis,
        hypothesis=batch.hypothesis,
        n_per_arm=batch.n_per_arm,
        n_trials=len(found.value),
        n_told=n_told,
        rejected=Share.of(int((found.p[is_told] < alpha).sum()), n_told),
        covered=Share.of(int(covered.sum()), n_told),
        bias=None if mean is None or error is None else Mean(mean - truth.value, error),
        mean_estimate=mean,
        mean_se=float(found.se[is_told].mean()) if n_told else None,
        sd_estimates=sd,
        n_analysed=float(found.n.mean()),
    )

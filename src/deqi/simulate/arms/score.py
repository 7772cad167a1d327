"""Leave one trial out, foretell its arms, and score that beside guesses that need no model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deqi.simulate.arms.group_model import fit_groups
from deqi.simulate.arms.outcome import ArmOutcome
from deqi.simulate.arms.predict import N_DRAWS, ArmPrediction, predict_arms

Array = NDArray[np.float64]
SD_SAME_KIND_ALONE = 15.0  # design: spread of the guess when fewer than two arms are there to tell


@dataclass(frozen=True, slots=True)
class Scores:
    """How well arms were foretold.

    Attributes
    ----------
    name : `model`, or a guess that needs no model.
    n_arms, n_trials : arm follow-ups scored, of how many trials. Arms of one trial go together, so
        that the trials are the better count of how much this shows.
    inside50, inside95 : share of arms within the band; None for a guess without bands.
    mean_absolute_error : of the median, points of 100.
    crps : mean continuous ranked probability score, points of 100; of a guess without a spread it
        is the absolute error. Smaller is better.
    mean_width95 : points; None without bands.
    """

    name: str
    n_arms: int
    n_trials: int
    inside50: float | None
    inside95: float | None
    mean_absolute_error: float
    crps: float
    mean_width95: float | None


def leave_one_out(
    arms: Sequence[ArmOutcome], seed: int, n_draws: int = N_DRAWS
) -> tuple[ArmPrediction, ...]:
    """Each arm predicted from the trials other than its own, in the order of `arms`' trials.

    Parameters
    ----------
    arms : with their follow-up observed.
    seed : chance; each trial has its own stream, so that it does not hang on the others.
    """
    predictions: list[ArmPrediction] = []
    for trial in dict.fromkeys(arm.trial for arm in arms):
        rest = [arm for arm in arms if arm.trial != trial]
        own = [arm for arm in arms if arm.trial == trial]
        predictions += predict_arms(fit_groups(rest), own, rng_of(trial, seed), n_draws)
    return tuple(predictions)


def rng_of(trial: str, seed: int) -> np.random.Generator:
    """Chance that belongs to one trial by its name."""
    return np.random.default_rng([seed, *trial.encode()])


def crps_of_draws(draws: Array, observed: float) -> float:
    """Continuous ranked probability score of sorted draws: E|X - y| - E|X - X'| / 2.

    >>> crps_of_draws(np.array([3.0]), 5.0)
    2.0
    """
    n = len(draws)
    spread = (2 * np.arange(1, n + 1) - n - 1) @ draws / n**2
    return float(np.abs(draws - observed).mean() - spread)


def score_predictions(
    predictions: Sequence[ArmPrediction], known: Sequence[ArmOutcome]
) -> tuple[Scores, ...]:
    """The model's scores, then those of three guesses, over the arms with a follow-up.

    `no change`: pain stays where it began. `others, same kind`: the start plus the mean change of
    the other trials' arms of the same kind (of all kinds where there are none), as a point; and the
    same `with their spread`, as a normal, which is the fair rival of a band.

    Parameters
    ----------
    predictions : scored where the arm's follow-up is known.
    known : arms with their follow-up, from which the guesses take other trials' changes.
    """
    scored = [one for one in predictions if one.arm.observed is not None]
    if not scored:
        return ()
    arms = [one.arm for one in scored]
    guesses: dict[str, Callable[[ArmOutcome], Array]] = {
        "no change": lambda arm: np.array([arm.baseline]),
        "others, same kind": lambda arm: np.array([_mean_of_others(arm, known)[0]]),
        "others, same kind, with their spread": lambda arm: _normal(*_mean_of_others(arm, known)),
    }
    rivals = (
        _score(name, [_as_prediction(arm, guess(arm)) for arm in arms])
        for name, guess in guesses.items()
    )
    return (_score("model", scored), *rivals)


def _as_prediction(arm: ArmOutcome, draws: Array) -> ArmPrediction:
    lo95, lo50, median, hi50, hi95 = map(float, np.quantile(draws, [0.025, 0.25, 0.5, 0.75, 0.975]))
    return ArmPrediction(arm, median, lo50, hi50, lo95, hi95, draws)


def _mean_of_others(arm: ArmOutcome, arms: Sequence[ArmOutcome]) -> tuple[float, float]:
    """Start plus mean change of this kind of arm in other trials, and the spread of changes."""
    others = [one for one in arms if one.trial != arm.trial]
    alike = [one for one in others if one.kind == arm.kind] or others
    changes = [(one.observed or 0.0) - one.baseline for one in alike]
    if not changes:
        return arm.baseline, SD_SAME_KIND_ALONE
    sd = float(np.std(changes, ddof=1)) if len(changes) > 1 else SD_SAME_KIND_ALONE
    return arm.baseline + float(np.mean(changes)), sd


def _normal(mean: float, sd: float) -> Array:
    """Evenly likely places of a normal on 0-100, enough for scores to two figures."""
    from scipy.special import ndtri

    return np.asarray(np.clip(mean + sd * ndtri((np.arange(2000) + 0.5) / 2000), 0, 100))


def _score(name: str, predictions: Sequence[ArmPrediction]) -> Scores:
    observed = np.array([one.arm.observed for one in predictions], dtype=np.float64)
    bands = np.array([[p.lo50, p.hi50, p.lo95, p.hi95, p.median] for p in predictions]).T
    has_bands = len(predictions[0].draws) > 1
    inside50 = float(np.mean((bands[0] <= observed) & (observed <= bands[1])))
    inside95 = float(np.mean((bands[2] <= observed) & (observed <= bands[3])))
    crps = [crps_of_draws(p.draws, y) for p, y in zip(predictions, observed, strict=True)]
    return Scores(
        name,
        len(predictions),
        len({one.arm.trial for one in predictions}),
        inside50 if has_bands else None,
        inside95 if has_bands else None,
        float(np.mean(np.abs(bands[4] - observed))),
        float(np.mean(crps)),
        float(np.mean(bands[3] - bands[2])) if has_bands else None,
    )

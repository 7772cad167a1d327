"""How arms of trials differ: effects of groups, spread between trials and between arms.

The fall of mean pain, on the logit scale of 0-100 so that no fall passes the ends, is

    fall = natural(phase, week, start) + given(kind, week, visits) + slope (start - 60)
           + trial + arm + follow-up + sampling error

Given the two spreads, how long relief lasts and how it grows with visits, all of it is linear and
normal: exact. Those four are summed over a grid. See docs/explanation/believable.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from deqi.simulate.arms.course_shape import natural_share_gone, relief_share
from deqi.simulate.arms.outcome import SD_ASSUMED_BASELINE, ArmOutcome

Array = NDArray[np.float64]

# Effects in logits; 0.25 are about 6 points of 100 in the middle of the scale. All "design": of the
# order of what any treatment's arms show [artus2014], wide, signed, and the same whichever trial is
# left out, so that no trial has a part in its own prediction.
EFFECTS: dict[str, tuple[float, float]] = {
    "natural, chronic": (1.0, 0.75),  # times the expected course without treatment
    "natural, recent": (1.0, 0.4),
    "usual care": (0.2, 0.3),
    "other": (0.6, 0.4),
    "context": (0.5, 0.3),  # of twelve visits, at week 8
    "needling": (0.2, 0.2),
    "start": (0.2, 0.15),  # for one logit more at the start
}
SD_BETWEEN_TRIALS = (0.05, 0.15, 0.25, 0.35, 0.45, 0.6, 0.8)  # half-normal beforehand
SCALE_BETWEEN_TRIALS = 0.3
SD_WITHIN_TRIALS = (0.05, 0.12, 0.2, 0.3, 0.4)
SCALE_WITHIN_TRIALS = 0.15
# From the shipped prior's median to a tenth lost in a year [macpherson2017].
RELIEF_LASTS_D = (120.0, 365.0, 1100.0, 3500.0)
DOSE_POWER = (0.25, 0.5, 1.0)  # 1: relief in proportion to the sum over visits
NEAREST_TO_END = 0.005
WEEKS_SHARE = 0.5  # of both variances, what all weeks of a trial share; design
SAME_PEOPLE_CORRELATION = 0.5  # of the sampling errors of two follow-ups of one arm; design
_START_NODES, _START_WEIGHTS = np.polynomial.hermite_e.hermegauss(3)
_START_WEIGHTS /= _START_WEIGHTS.sum()


@dataclass(frozen=True, slots=True)
class Setting:
    """One point of the grid: two spreads, how long relief lasts, how it grows with visits."""

    sd_trial: float
    sd_arm: float
    tau_s_d: float
    dose_power: float

    @property
    def log_prior(self) -> float:
        """Half-normal spreads; the others equally likely. Up to a constant."""
        trial = self.sd_trial / SCALE_BETWEEN_TRIALS
        arm = self.sd_arm / SCALE_WITHIN_TRIALS
        cell = float(np.log(_cell(SD_BETWEEN_TRIALS, self.sd_trial)))
        cell += float(np.log(_cell(SD_WITHIN_TRIALS, self.sd_arm)))
        return cell - (trial**2 + arm**2) / 2


def _cell(points: Sequence[float], point: float) -> float:
    """Width of the stretch of a grid that one of its points stands for."""
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(points))]
    edges.append(2 * points[-1] - edges[-1])
    k = points.index(point)
    return edges[k + 1] - edges[k]


SETTINGS = tuple(
    Setting(*values)
    for values in product(SD_BETWEEN_TRIALS, SD_WITHIN_TRIALS, RELIEF_LASTS_D, DOSE_POWER)
)


def held_share(share: Array) -> Array:
    """A share of the scale, held half a point of 100 off its ends, where log-odds have no end."""
    return np.clip(share, NEAREST_TO_END, 1 - NEAREST_TO_END)


def logit(share: Array) -> Array:
    """Log-odds of a share of the scale."""
    held = held_share(share)
    return np.asarray(np.log(held) - np.log1p(-held))


def expit(log_odds: Array) -> Array:
    """A share of the scale from its log-odds."""
    return np.asarray(1 / (1 + np.exp(-log_odds)))


@lru_cache(maxsize=4096)
def features(arm: ArmOutcome, tau_s_d: float, dose_power: float) -> Array:
    """How much of each of `EFFECTS` this arm has at its follow-up, mean over its weeks."""
    weeks = np.linspace(*arm.weeks, 9) if arm.weeks[0] < arm.weeks[1] else arm.weeks[:1]
    return np.asarray(
        np.mean([_features_at(arm, float(w), tau_s_d, dose_power) for w in weeks], axis=0)
    )


def _features_at(arm: ArmOutcome, week: float, tau_s_d: float, dose_power: float) -> Array:
    start = arm.baseline / 100
    gone = natural_share_gone(arm.phase, week)
    natural = logit(np.array(start)) - logit(np.array(start * (1 - gone)))
    cared_for = natural_share_gone("chronic", week) / natural_share_gone("chronic", 8.0)
    relief = relief_share(week, arm.n_visits, tau_s_d) ** dose_power
    return np.array(
        [
            natural * (arm.phase == "chronic"),
            natural * (arm.phase != "chronic"),
            cared_for * (arm.kind == "usual care"),
            cared_for * (arm.kind == "other"),
            relief * arm.has_visits,
            relief * (arm.kind == "acupuncture"),
            float(logit(np.array(start)) - logit(np.array(0.6))),
        ]
    )


def between_arms(arms: Sequence[ArmOutcome], setting: Setting) -> Array:
    """Covariance of the falls that trial, arm and follow-up share, without sampling error."""
    trial = _same([arm.trial for arm in arms])
    week = _same([(arm.trial, arm.weeks) for arm in arms])
    of_arm = _same([(arm.trial, arm.arm) for arm in arms])
    each = np.eye(len(arms))
    of_trial = setting.sd_trial**2 * (WEEKS_SHARE * trial + (1 - WEEKS_SHARE) * week)
    return of_trial + setting.sd_arm**2 * (WEEKS_SHARE * of_arm + (1 - WEEKS_SHARE) * each)


def sampling(arms: Sequence[ArmOutcome]) -> Array:
    """Covariance of the observed falls by the people there were, and by an assumed start."""
    later = held_share(np.array([arm.observed for arm in arms], dtype=np.float64) / 100)
    se = np.array([arm.sd / np.sqrt(arm.n) for arm in arms]) / (100 * later * (1 - later))
    same_arm = _same([(arm.trial, arm.arm) for arm in arms])
    share = np.where(same_arm, SAME_PEOPLE_CORRELATION, 0.0)
    np.fill_diagonal(share, 1.0)
    falls = _falls_by_start(arms)
    off = falls - _START_WEIGHTS @ falls
    of_start = off.T @ (off * _START_WEIGHTS[:, None])
    return share * np.outer(se, se) + of_start * _same([arm.trial for arm in arms])


def observed_falls(arms: Sequence[ArmOutcome]) -> Array:
    """Fall of mean pain in logits, shape (n_arms,); positive is less pain.

    Where the start is assumed: the mean over the starts there may have been.
    """
    return np.asarray(_START_WEIGHTS @ _falls_by_start(arms))


def _falls_by_start(arms: Sequence[ArmOutcome]) -> Array:
    """Falls if an assumed start were off by so many points, shape (n_nodes, n_arms).

    The change was seen, so both ends move; what a higher start adds to the fall is taken away.
    """
    starts, later = np.array([[arm.baseline, arm.observed] for arm in arms], np.float64).T / 100
    assumed = np.array([arm.baseline_from == "assumed" for arm in arms])
    off = SD_ASSUMED_BASELINE / 100 * np.outer(_START_NODES, assumed)
    higher = logit(starts + off) - logit(starts)
    return logit(starts + off) - logit(later + off) - EFFECTS["start"][0] * higher


def _same(keys: Sequence[object]) -> Array:
    return np.array([[float(a == b) for b in keys] for a in keys])


@dataclass(frozen=True, slots=True)
class GroupPosterior:
    """Effects of groups after the trials: one normal for each setting, with its weight."""

    settings: tuple[Setting, ...]
    weights: Array
    means: Array
    covariances: Array


def fit_groups(
    arms: Sequence[ArmOutcome], settings: Sequence[Setting] = SETTINGS
) -> GroupPosterior:
    """Rebuild the beliefs about groups from the arms of some trials.

    Parameters
    ----------
    arms : with their follow-up observed; may be empty, then the answer is the prior.
    settings : the grid.

    Returns
    -------
    GroupPosterior
        weights, shape (n_settings,); means, shape (n_settings, n_effects); covariances, shape
        (n_settings, n_effects, n_effects); in logits of fall.
    """
    noise = sampling(arms) if arms else np.empty((0, 0))
    fitted = [_fit_one(arms, noise, setting) for setting in settings]
    log_weights = np.array([one[0] for one in fitted])
    weights = np.exp(log_weights - log_weights.max())
    return GroupPosterior(
        tuple(settings),
        weights / weights.sum(),
        np.array([one[1] for one in fitted]),
        np.array([one[2] for one in fitted]),
    )


def _fit_one(
    arms: Sequence[ArmOutcome], noise: Array, setting: Setting
) -> tuple[float, Array, Array]:
    """Log evidence, mean and covariance of the effects given one setting."""
    mean, sd = np.array(list(EFFECTS.values())).T
    covariance = np.diag(sd**2)
    if not arms:
        return setting.log_prior, mean, covariance
    x = feature_rows(arms, setting)
    surprise = observed_falls(arms) - x @ mean
    total = between_arms(arms, setting) + noise + x @ covariance @ x.T
    gain = np.linalg.solve(total, x @ covariance).T
    log_evidence = -surprise @ np.linalg.solve(total, surprise) / 2
    log_evidence -= np.linalg.slogdet(total)[1] / 2
    return (
        float(log_evidence) + setting.log_prior,
        mean + gain @ surprise,
        covariance - gain @ x @ covariance,
    )


def feature_rows(arms: Sequence[ArmOutcome], setting: Setting) -> Array:
    """`features` of several arms, shape (n_arms, n_effects)."""
    return np.array([features(arm, setting.tau_s_d, setting.dose_power) for arm in arms])

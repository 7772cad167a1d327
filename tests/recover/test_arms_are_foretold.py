"""Trials made up from the beliefs about groups are inside their bands as often as the bands say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from deqi.evidence import read_arms
from deqi.simulate.arms import EFFECTS, comparable_arms, fit_groups, predict_arms
from deqi.simulate.arms import group_model as groups

N_WORLDS = 60
ARMS = [replace(a, baseline_from="arm") for a in comparable_arms(read_arms())[0]]
MEAN, SD = np.array(list(EFFECTS.values())).T


def made_up_follow_ups(rng: np.random.Generator) -> list:
    """All arms of the tables with follow-ups drawn from the prior, sampling error included."""
    p = np.exp([setting.log_prior for setting in groups.SETTINGS])
    setting = groups.SETTINGS[rng.choice(len(p), p=p / p.sum())]
    falls = groups.feature_rows(ARMS, setting) @ rng.normal(MEAN, SD)
    falls += rng.multivariate_normal(np.zeros(len(ARMS)), groups.between_arms(ARMS, setting))
    starts = np.array([arm.baseline for arm in ARMS]) / 100
    means = 100 * groups.expit(groups.logit(starts) - falls)
    means += rng.standard_normal(len(ARMS)) * [arm.sd / arm.n**0.5 for arm in ARMS]
    return [replace(a, observed=float(np.clip(m, 1, 99))) for a, m in zip(ARMS, means, strict=True)]


@pytest.fixture(scope="module")
def inside() -> np.ndarray:
    """For each world, the shares of the left-out trial's arms inside 50 and 95 % bands."""
    rng = np.random.default_rng(11)
    trials = sorted({arm.trial for arm in ARMS})
    shares = []
    for k in range(N_WORLDS):
        arms, trial = made_up_follow_ups(rng), trials[k % len(trials)]
        beliefs = fit_groups([arm for arm in arms if arm.trial != trial])
        own = [arm for arm in arms if arm.trial == trial]
        told = predict_arms(beliefs, own, rng, n_draws=2000)
        shares.append(
            (
                np.mean([p.lo50 <= p.arm.observed <= p.hi50 for p in told]),
                np.mean([p.lo95 <= p.arm.observed <= p.hi95 for p in told]),
            )
        )
    return np.array(shares)


@pytest.mark.parametrize(("column", "expected"), [(0, 0.50), (1, 0.95)])
def test_bands_hold_as_often_as_they_say(inside, column, expected):
    # As if all arms of a trial were in or out together: one trial a world, so many tosses.
    error = np.sqrt(expected * (1 - expected) / N_WORLDS)
    assert abs(inside[:, column].mean() - expected) < 2.5 * error

"""The normal algebra of arms beside textbook formulas from another library."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from deqi.evidence import read_arms
from deqi.simulate.arms import EFFECTS, comparable_arms, fit_groups
from deqi.simulate.arms import group_model as groups
from deqi.simulate.arms.score import crps_of_draws

ARMS, _ = comparable_arms(read_arms())
SETTINGS = (groups.SETTINGS[30], groups.SETTINGS[200])
MEAN, SD = np.array(list(EFFECTS.values())).T


@pytest.fixture(scope="module")
def fitted():
    return fit_groups(ARMS, SETTINGS)


@pytest.mark.parametrize("k", [0, 1])
def test_effects_are_generalised_least_squares_with_a_prior(fitted, k):
    setting = SETTINGS[k]
    x, falls = groups.feature_rows(ARMS, setting), groups.observed_falls(ARMS)
    weight = np.linalg.inv(groups.between_arms(ARMS, setting) + groups.sampling(ARMS))
    precision = x.T @ weight @ x + np.diag(1 / SD**2)
    expected = np.linalg.inv(precision) @ (x.T @ weight @ falls + MEAN / SD**2)
    np.testing.assert_allclose(fitted.means[k], expected, rtol=1e-9)
    np.testing.assert_allclose(fitted.covariances[k], np.linalg.inv(precision), atol=1e-12)


def test_settings_are_weighed_by_the_density_of_what_was_seen(fitted):
    log_p = []
    for setting in SETTINGS:
        x = groups.feature_rows(ARMS, setting)
        total = groups.between_arms(ARMS, setting) + groups.sampling(ARMS)
        total += x @ np.diag(SD**2) @ x.T
        density = multivariate_normal(x @ MEAN, total).logpdf(groups.observed_falls(ARMS))
        log_p.append(density + setting.log_prior)
    odds = np.exp(log_p[0] - log_p[1])
    assert fitted.weights[0] / fitted.weights[1] == pytest.approx(odds, rel=1e-9)


def test_the_grid_of_spreads_adds_up_to_a_half_normal():
    weights = np.exp([setting.log_prior for setting in groups.SETTINGS])
    below = sum(w for w, s in zip(weights, groups.SETTINGS, strict=True) if s.sd_trial < 0.3)
    # Half-normal with scale 0.3: P(below 0.3) = 0.683; the grid has a node at 0.25 and at 0.35.
    assert below / weights.sum() == pytest.approx(0.683, abs=0.03)


def test_the_score_of_draws_is_that_of_a_normal():
    # CRPS of N(0, 1) at 1, closed form: z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi).
    draws = np.sort(np.random.default_rng(3).standard_normal(200_000))
    expected = 1 * (2 * 0.8413447460685429 - 1) + 2 * 0.24197072451914337 - 1 / np.sqrt(np.pi)
    assert crps_of_draws(draws, 1.0) == pytest.approx(expected, abs=0.01)

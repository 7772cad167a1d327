"""A quantile of a mixture is where its distribution function says so, however far its parts lie."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr

from deqi.infer import infer
from deqi.infer.mixture import LEVELS, mixture_quantile
from deqi.simulate import Scenario, simulate_course

LEVEL = np.array(LEVELS)


def probability_below(x, mean, sd, weight):
    return ndtr((x[:, None] - mean) / sd) @ weight


@pytest.mark.parametrize("spread", [0.0, 1.0, 30.0])
@pytest.mark.parametrize("smallest_sd", [1.0, 1e-2])
def test_the_distribution_function_gives_the_level_back(spread: float, smallest_sd: float) -> None:
    rng = np.random.default_rng(3)
    mean = rng.normal(5, spread, (1, 200))
    sd = rng.uniform(smallest_sd, 1, (1, 200))
    weight = rng.exponential(1, 200)
    weight /= weight.sum()
    found = mixture_quantile(mean, sd, weight, LEVEL)
    # A place good to a billionth of a point moves the probability by less than that over the sd.
    assert probability_below(found, mean, sd, weight) == pytest.approx(
        LEVEL, abs=1e-9 / smallest_sd
    )


def test_between_two_parts_far_apart_the_jump_is_found() -> None:
    mean, sd, weight = np.array([[0.0, 10.0]]), np.full((1, 2), 1e-3), np.array([0.3, 0.7])
    found = mixture_quantile(mean, sd, weight, np.array([0.2999, 0.3001]))
    assert found == pytest.approx([0.0, 10.0], abs=0.01)


def test_what_is_known_exactly_is_its_own_quantile() -> None:
    mean, sd, weight = np.zeros((1, 3)), np.full((1, 3), 1e-6), np.full(3, 1 / 3)
    assert np.abs(mixture_quantile(mean, sd, weight, LEVEL)).max() < 1e-5


@pytest.mark.parametrize("seed", [2, 5])
def test_flare_days_do_not_depend_on_whether_the_level_was_asked_for(seed: int) -> None:
    course = simulate_course(Scenario(n_days=60), np.random.default_rng(seed))
    alone, with_path = infer(course), infer(course)
    with_path.path()
    assert with_path.flare_days() == alone.flare_days()

"""On made-up people with known truth: false alarms, regions that hold, wash-out found again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from math import log, sqrt

import numpy as np
import pytest
import scipy.signal
import scipy.stats

from deqi.infer import infer
from deqi.infer.blocks import Design, estimate_wash_out, randomisation_test, read_design
from deqi.model import read_prior
from deqi.records import Block
from deqi.simulate import Scenario, draw_person, simulate_record

FIRST = date(2026, 1, 5)
N_RUNS = 800
AT_MOST = 3.3  # standard errors: 1 in 1000


def six_pairs(rng: np.random.Generator) -> Design:
    turns = rng.random(6) < 0.5
    spans = [FIRST + timedelta(days=14 * k) for k in range(12)]
    return read_design(
        [
            Block(on, on + timedelta(days=13), bool(turns[k // 2]) == (k % 2 == 0), 1 + k // 2)
            for k, on in enumerate(spans)
        ]
    )


def forty_starts(rng: np.random.Generator) -> Design:
    choices = tuple(FIRST + timedelta(days=k) for k in range(28, 68))
    start = choices[rng.integers(len(choices))]
    return read_design(
        [
            Block(FIRST, start - timedelta(days=1), False),
            Block(start, FIRST + timedelta(days=139), True, start_choices=choices),
        ]
    )


def pain_by_itself(n_days: int, rng: np.random.Generator) -> np.ndarray:
    """Strongly autocorrelated (0.95 from day to day) and falling by three points."""
    weeks = scipy.signal.lfilter([sqrt(1 - 0.95**2)], [1, -0.95], rng.normal(0, 1, n_days + 100))
    pain = 7 - 3 * np.arange(n_days) / n_days + 1.2 * weeks[100:] + rng.normal(0, 0.8, n_days)
    return np.clip(np.rint(pain), 0, 10)


@pytest.mark.parametrize(
    ("draw", "attainable"),
    [(six_pairs, 2 / 64), (forty_starts, 2 / 40)],
    ids=["six pairs", "forty starts"],
)
def test_false_alarms_are_as_rare_as_the_draw_allows(
    draw: Callable[[np.random.Generator], Design], attainable: float
) -> None:
    """Visits do nothing; 5 % is the level, `attainable` what so few plans can reach of it."""
    rng = np.random.default_rng(20260105)
    ours, t_tests = 0, 0
    for _ in range(N_RUNS):
        design = draw(rng)
        daily = pain_by_itself(design.n_days, rng)
        test = randomisation_test(design, daily, wash_out_d=2)
        assert test is not None
        ours += test.p <= 0.05 + 1e-12
        on = test.weights > 0
        t_tests += scipy.stats.ttest_ind(daily[on], daily[test.weights < 0]).pvalue <= 0.05
    error = sqrt(attainable * (1 - attainable) / N_RUNS)
    assert ours / N_RUNS <= attainable + AT_MOST * error
    assert ours / N_RUNS >= attainable - AT_MOST * error
    assert t_tests / N_RUNS > 0.15  # days as if they were separate: the usual mistake


@pytest.mark.parametrize("level", [0.80, 0.95])
@pytest.mark.parametrize("draw", [six_pairs, forty_starts], ids=["six pairs", "forty starts"])
def test_regions_hold_the_truth_as_often_as_they_say(
    draw: Callable[[np.random.Generator], Design], level: float
) -> None:
    rng = np.random.default_rng(7)
    held, bounded = 0, 0
    for _ in range(N_RUNS):
        design = draw(rng)
        daily = pain_by_itself(design.n_days, rng) - 1.5 * design.observed
        test = randomisation_test(design, daily, wash_out_d=0)
        assert test is not None
        region = test.region80 if level == 0.80 else test.region95
        held += region.holds(-1.5)
        bounded += region.lo is not None and region.hi is not None
    # Few plans: the share that is rejected is the largest multiple of 1/n within the level.
    assert held / N_RUNS >= level - AT_MOST * sqrt(level * (1 - level) / N_RUNS)
    assert held / N_RUNS <= level + 0.04 + AT_MOST * sqrt(level * (1 - level) / N_RUNS)
    assert bounded > 0


def half_lives_found(n_people: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """True fast half-life, and the interval of the fit: person by (truth, lo80, median, hi80)."""
    prior = read_prior("sceptical", "chronic")
    rng = np.random.default_rng(seed)
    found, driven = [], []
    for _ in range(n_people):
        person = replace(draw_person(prior, rng, with_flares=False), sd_e=0.8)
        scenario = Scenario(
            visit_days=tuple(range(14, 70, 4)), scores_at_visits="both", with_prompts=True,
            person=person, writes=0.95,
        )  # fmt: skip
        fit = infer(simulate_record(scenario, rng).course)
        wash_out = estimate_wash_out(fit, 42)
        half_life = wash_out.fast_half_life_d
        found.append((log(2) * person.tau_f, half_life.lo80, half_life.median, half_life.hi80))
        driven.append(wash_out.fast_is_prior_driven)
    return np.array(found), np.array(driven)


def test_wash_out_is_found_again():
    """Half-lives drawn from the prior: 80 % intervals hold them, and medians follow them."""
    found, driven = half_lives_found(40, seed=4)
    truth, lo, median, hi = found.T
    held = ((lo <= truth) & (truth <= hi)).mean()
    assert abs(held - 0.8) <= AT_MOST * sqrt(0.8 * 0.2 / len(truth))
    # Where the record speaks, it follows the truth; where it is said to be silent, less so.
    speaks = ~driven
    assert 0.2 < speaks.mean() < 1.0
    assert scipy.stats.spearmanr(truth[speaks], median[speaks]).statistic > 0.4

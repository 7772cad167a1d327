"""Small and seeded: simulate, infer, and look where the truth fell. Full size: `bench.how_good`.

Thresholds are binomial: a share p seen in n courses strays by z * sqrt(p (1 - p) / n); z = 3.5 is
passed by chance about once in 2,000 looks.
"""

from __future__ import annotations

import numpy as np
import pytest

from bench.nulls import Job as NullJob
from bench.nulls import judge_one
from bench.ranks import Job, rank_one, true_change
from deqi.infer import infer
from deqi.simulate import Scenario, simulate_record

N = 60
Z = 3.5


def strays(p: float, n: int) -> float:
    return float(Z * np.sqrt(p * (1 - p) / n))


@pytest.fixture(scope="module", params=["5 entries", "20 entries", "54 % of days missing"])
def ranks(request: pytest.FixtureRequest) -> list[dict[str, float]]:
    return [rank_one(Job(request.param, seed)) for seed in range(N)]


def test_the_truth_lies_in_eighty_percent_intervals_as_often_as_claimed(
    ranks: list[dict[str, float]],
) -> None:
    for name in ranks[0]:
        if name == "ess":
            continue
        seen = np.array([r[name] for r in ranks if name in r])
        inside = np.mean(np.abs(seen - 0.5) < 0.4)
        assert abs(inside - 0.8) < strays(0.8, len(seen)), (name, inside)


def test_the_truth_lies_in_the_middle_on_average(ranks: list[dict[str, float]]) -> None:
    for name in ranks[0]:
        if name == "ess":
            continue
        seen = np.array([r[name] for r in ranks if name in r])
        assert abs(seen.mean() - 0.5) < Z * np.sqrt(1 / 12 / len(seen)), (name, seen.mean())


def test_there_are_enough_effective_points(ranks: list[dict[str, float]]) -> None:
    assert min(r["ess"] for r in ranks) > 50


def test_a_model_without_flares_fails_on_records_with_flares() -> None:
    """The rank test has power: leaving flares out biases the level upwards, and shows."""
    scenario = Scenario(population="sceptical", writes=0.9)
    seen = []
    for seed in range(90):
        simulated = simulate_record(scenario, np.random.default_rng([31, seed]))
        fit = infer(simulated.course, seed=seed, with_flares=False)
        now = fit.change_draws()["now"]
        seen.append(fit._draws.weight @ (now < true_change(simulated, fit)["now"]))
    assert np.mean(seen) < 0.5 - 2 * np.sqrt(1 / 12 / len(seen))


@pytest.mark.parametrize("world", ["acute, recovering", "books when it hurts, scored before"])
def test_visits_that_do_nothing_are_hardly_ever_credited_or_blamed(world: str) -> None:
    judged = [j for seed in range(60) if (j := judge_one(NullJob(world, 28, seed)))]
    allowed = 0.05 + strays(0.05, len(judged))
    assert np.mean([j["credited"] for j in judged]) <= allowed
    assert np.mean([j["blamed"] for j in judged]) <= allowed


def test_a_naive_comparison_credits_most_acute_courses() -> None:
    """The worlds above do tempt: before-after change alone would call most of them a success."""
    judged = [judge_one(NullJob("acute, recovering", 0, seed)) for seed in range(40)]
    assert np.mean([j["naive"] for j in judged if j]) > 0.5

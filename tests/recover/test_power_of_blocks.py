"""The power study puts in what it says, finds it again, and raises few false alarms."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from math import sqrt

import numpy as np
import pytest

from deqi.infer import infer
from deqi.plan.blocks import BlockRequest, ListScheme
from deqi.simulate import example_course
from deqi.simulate.course import FIRST_DAY, simulate_record
from deqi.simulate.n_of_1 import (
    Relief,
    Sampling,
    block_power,
    make_up,
    people_from_fit,
    people_from_prior,
)
from deqi.simulate.person import Person
from deqi.simulate.scenario import Scenario

START = BlockRequest(ListScheme.START, FIRST_DAY)
PAIRS = BlockRequest(ListScheme.PAIRS, FIRST_DAY, n_pairs=6, block_d=14)
QUIET = Person(
    c=6.0, a=0.0, g_f=0.0, g_l=0.0, g_s=0.0, walk=0.01, sd_d=0.2, tau_d=20.0, sd_e=0.5,
    tau_f=2.0, tau_s=90.0, tau_r=30.0, flares_per_d=0.0,
)  # fmt: skip


def everyone(person: Person):
    while True:
        yield person


@pytest.mark.parametrize("relief", list(Relief))
@pytest.mark.parametrize("request_", [START, PAIRS], ids=["start", "pairs"])
def test_the_true_relief_is_what_was_asked_for(request_, relief):
    made = make_up(request_, QUIET, "chronic", relief, 2.0, np.random.default_rng(3))
    inside = made.design.observed & (made.design.stratum >= 0)
    assert made.relief_nrs[inside].mean() == pytest.approx(2.0, abs=1e-9)
    assert made.course.blocks == made.design.blocks


def test_without_an_effect_alarms_are_as_rare_as_the_draw_allows():
    people = people_from_prior("informed", "chronic", seed=1)
    cell = block_power(START, people, "chronic", None, 0.0, Sampling(n=250, n_fits=2, seed=1))
    attainable = 2 / 40
    assert abs(cell.p_test - attainable) <= 3.3 * sqrt(attainable * (1 - attainable) / 250)
    assert cell.test80 >= 0.8 - 3.3 * sqrt(0.8 * 0.2 / 250)


def test_a_large_relief_in_a_quiet_person_is_seen_and_a_small_one_less():
    found = {
        nrs: block_power(
            START, everyone(QUIET), "chronic", Relief.FAST, nrs, Sampling(60, 1, 5)
        ).p_test
        for nrs in (0.5, 3.0)
    }
    assert found[3.0] > 0.6
    assert found[0.5] < found[3.0]


def test_six_pairs_see_what_two_pairs_never_can():
    two = replace(PAIRS, n_pairs=2)
    cells = [
        block_power(r, everyone(QUIET), "chronic", Relief.FAST, 2.0, Sampling(30, 1, 5))
        for r in (two, PAIRS)
    ]
    assert cells[0].p_test == 0.0 < 0.05 < cells[0].smallest_p
    assert cells[1].p_test > 0.5


def test_the_same_seed_gives_the_same_figures():
    one, same = (
        block_power(START, everyone(QUIET), "chronic", Relief.SLOW, 2.0, Sampling(12, 2, 8))
        for _ in range(2)
    )
    assert one == same


def test_a_patients_own_noise_is_what_her_diary_shows():
    """Two run-ins, quiet and noisy: people drawn from each fit have its noise and its level."""
    noise = {}
    for sd_e in (0.4, 2.0):
        scenario = Scenario(n_days=28, visit_days=(), person=replace(QUIET, sd_e=sd_e), writes=1.0)
        fit = infer(simulate_record(scenario, np.random.default_rng(2)).course)
        people = list(islice(people_from_fit(fit, seed=1), 200))
        noise[sd_e] = float(np.median([p.sd_e for p in people]))
        assert np.median([p.c for p in people]) == pytest.approx(6.0, abs=1.2)
        assert {(p.g_f, p.g_l, p.g_s) for p in people} == {(0.0, 0.0, 0.0)}
    assert noise[0.4] < 0.8 < 1.3 < noise[2.0]


def test_people_of_a_prior_begin_with_enough_pain():
    people = list(islice(people_from_prior("informed", "chronic", 3, least_nrs=4.0), 100))
    assert all(4.0 <= p.c + p.a <= 10.0 for p in people)


def test_the_model_reads_as_many_courses_as_asked():
    fit = infer(example_course("at-once"))
    cell = block_power(
        PAIRS, people_from_fit(fit, 1), "chronic", Relief.FAST, 3.0, Sampling(8, 6, 2)
    )
    assert (cell.n, cell.n_fits) == (8, 6)
    assert 0 <= cell.model80 <= cell.model95 <= 1
    assert cell.mc_error(0.5, of_fits=True) == pytest.approx(sqrt(0.25 / 6))

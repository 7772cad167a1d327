"""Many people at once live through the same model as one person in `simulate_record`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from deqi.model import read_prior
from deqi.simulate import Person, Scenario, simulate_record
from deqi.simulate.cohort import (
    People,
    Protocol,
    Response,
    Trigger,
    block_rng,
    draw_people,
    follow_people,
    trace_pain,
)
from deqi.simulate.course import AFTER_H, EVENING_H, VISIT_H

PRIOR = read_prior("informed", "chronic")
QUIET = Person(
    c=4.0, a=2.0, g_f=1.5, g_l=0.8, g_s=0.4, walk=0.0, sd_d=0.0, tau_d=20.0, sd_e=0.0,
    tau_f=1.3, tau_s=70.0, tau_r=25.0, flares_per_d=0.0,
)  # fmt: skip
DAYS = (0, 1, 4, 9, 10, 11, 30, 31, 50)


def alike(person: Person, n: int) -> People:
    return People.alike(person, n, PRIOR.d_start, np.random.default_rng(0))


def level_of(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Pain without noise in the evenings, and the days of visits, from the single course."""
    made = simulate_record(scenario, np.random.default_rng(0))
    hours = np.round((made.truth.at_d % 1) * 24, 6)
    days = np.array([(v.on - made.course.entries[0].on).days for v in made.course.visits])
    return made.truth.level[hours == EVENING_H], days


@pytest.mark.parametrize(("dtype", "apart"), [(np.float64, 1e-12), (np.float32, 2e-5)])
def test_without_chance_pain_is_the_same_every_evening(dtype, apart):
    level, _ = level_of(Scenario(n_days=60, visit_days=DAYS, writes=1.0, person=QUIET))
    pain = trace_pain(alike(QUIET, 5), PRIOR, Protocol(60, DAYS), block_rng(1, 0, 0), dtype)
    np.testing.assert_allclose(pain[:, 3], level, rtol=0, atol=apart)


def test_scores_around_needling_are_the_same():
    scenario = Scenario(
        n_days=60, visit_days=DAYS, writes=1.0, person=QUIET, scores_at_visits="both"
    )
    truth = simulate_record(scenario, np.random.default_rng(0)).truth
    protocol = Protocol(60, DAYS, scores_at_visits="both")
    followed = follow_people(alike(QUIET, 3), PRIOR, protocol, block_rng(1, 0, 0))
    assert followed.before[:, 1].tolist() == [truth.answer(day, VISIT_H) for day in DAYS]
    assert followed.after[:, 1].tolist() == [truth.answer(day, AFTER_H) for day in DAYS]


def test_pain_books_the_same_days():
    person = replace(QUIET, a=6.0, tau_r=60.0)
    scenario = Scenario(
        n_days=60, writes=1.0, person=person, books_above_nrs=5.0, books_from_day=3, books_at_most=7
    )
    _, days = level_of(scenario)
    rule = Trigger(5.0, "felt", from_day=3, gap_d=3, at_most=7)
    followed = follow_people(
        alike(person, 2), PRIOR, Protocol(60, trigger=rule), block_rng(1, 0, 0)
    )
    assert len(days) > 3
    assert followed.visit_on[followed.visited[:, 0]].tolist() == days.tolist()


@pytest.fixture(scope="module")
def one_by_one_and_together() -> tuple[np.ndarray, np.ndarray]:
    """Diaries of 56 days, shape (n_people, n_days): from single courses, and from a cohort."""
    scenario = Scenario(n_days=56, writes=1.0, visit_days=(7, 10, 14, 21, 28))
    rng = np.random.default_rng(11)
    courses = [simulate_record(scenario, rng).course for _ in range(500)]
    single = np.array([[entry.pain_nrs for entry in course.entries] for course in courses])
    rng = block_rng(5, 0, 0)
    people = draw_people(PRIOR, 8000, rng)
    followed = follow_people(people, PRIOR, Protocol(56, (7, 10, 14, 21, 28)), rng)
    return single, followed.evenings.T.astype(float)


@pytest.mark.parametrize(
    "what",
    [
        lambda y: y.mean(axis=1),
        lambda y: y.std(axis=1),
        lambda y: np.abs(np.diff(y)).mean(axis=1),
        lambda y: y[:, -7:].mean(axis=1) - y[:, :7].mean(axis=1),
        lambda y: y.max(axis=1) - np.median(y, axis=1),
        lambda y: (y == 0).mean(axis=1),
    ],
    ids=["mean", "sd", "day to day", "change", "peaks", "zeros"],
)
def test_diaries_have_the_same_distribution(one_by_one_and_together, what):
    single, together = (what(y) for y in one_by_one_and_together)
    assert stats.ks_2samp(single, together).pvalue > 0.001  # six looks, one seed


def test_context_and_needling_add_up_to_the_gains_that_inference_believes_in():
    response = Response(needling_share=0.3, needling_variance=0.4)
    people = draw_people(PRIOR, 100_000, block_rng(2, 0, 0), response)
    for k, gain in enumerate((PRIOR.g_f, PRIOR.g_l, PRIOR.g_s)):
        error = gain.sd / np.sqrt(people.n)
        assert people.gains()[k].mean() == pytest.approx(gain.mean, abs=4 * error)
        assert people.gains()[k].std() == pytest.approx(gain.sd, rel=0.01)
        assert people.needling[k].mean() == pytest.approx(0.3 * gain.mean, abs=4 * error)
        assert people.needling[k].var() == pytest.approx(0.4 * gain.sd**2, rel=0.02)

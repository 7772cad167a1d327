"""What must hold of the pain model and its filter, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from deqi.infer import infer
from deqi.infer.filter import AT_START, GF, GL, GS, N_FELT, N_STATE, A, C, Filtered, filter_record
from deqi.infer.filter import loadings_at as loadings
from deqi.infer.outlook import forecast_answers
from deqi.infer.posterior import Posterior, fit_posterior, reweigh
from deqi.infer.schedule import Event, Schedule, build_schedule
from deqi.model import (
    Doses,
    Prior,
    answer_bounds,
    interval_likelihood,
    read_prior,
    relief_curves,
)
from deqi.records import Course, Entry, Phase, Visit
from deqi.simulate import Scenario, simulate_course
from deqi.track import build_timeline

Array = NDArray[np.float64]
Dated = TypeVar("Dated", Entry, Visit)
CHRONIC = read_prior("sceptical", "chronic")
ACUTE = read_prior("sceptical", "acute")
FIRST = datetime(2026, 3, 2, tzinfo=UTC)
SHARE = np.array([[0.95], [0.05]])

means = st.floats(-5, 15)
widths = st.floats(0.1, 6)
answers = st.integers(0, 10).map(float)


def schedule_of(course: Course, prior: Prior = CHRONIC) -> Schedule:
    return build_schedule(build_timeline(course), prior)


def a_course(seed: int = 0, **options: object) -> Course:
    return simulate_course(Scenario(**options), np.random.default_rng(seed))  # type: ignore[arg-type]


def points(prior: Prior = CHRONIC, n: int = 16, seed: int = 0) -> dict[str, Array]:
    z = np.random.default_rng(seed).standard_normal((n, len(prior.theta)))
    return prior.theta_from_standard(z)


def same_belief(one: Filtered, other: Filtered, atol: float = 1e-10) -> None:
    np.testing.assert_allclose(one.log_evidence, other.log_evidence, atol=atol)
    np.testing.assert_allclose(one.mean, other.mean, atol=atol)
    np.testing.assert_allclose(one.cov, other.cov, atol=atol)


def likelihood(
    nrs: float, mean: float, var: float, sd_e: float | None = None
) -> tuple[float, float, float]:
    """Of one answer: one normal part, or the two parts of the noise."""
    low, high = answer_bounds(np.array([nrs]), np.array([0.5]))
    if sd_e is None:
        parts, share = np.array([[var]]), np.ones((1, 1))
    else:
        parts, share = var + sd_e**2 * np.array([[1.0], [16.0]]), SHARE
    found = interval_likelihood(float(low[0]), float(high[0]), np.array([[mean]]), parts, share)
    return tuple(float(v[0]) for v in found)  # type: ignore[return-value]


# Limits


def test_without_visits_the_gains_stay_as_they_were_believed() -> None:
    posterior = fit_posterior(schedule_of(a_course(visit_days=())), CHRONIC, seed=0)
    for k, prior in zip((GF, GL, GS), CHRONIC.statics[1:], strict=True):
        np.testing.assert_array_equal(posterior.mean[k], prior.mean)
        np.testing.assert_array_equal(posterior.cov[k, k], prior.sd**2)
        np.testing.assert_array_equal(np.delete(posterior.cov[k], k, axis=0), 0.0)


def test_without_scores_belief_stays_the_prior() -> None:
    visits = tuple(
        Visit(at, at.date(), True) for at in (FIRST + timedelta(days=3 * k) for k in range(5))
    )
    schedule = schedule_of(Course(id="a", visits=visits, declared_phase=Phase.CHRONIC))
    theta = points()
    filtered = filter_record(schedule, theta, CHRONIC)
    np.testing.assert_array_equal(filtered.log_evidence, 0.0)
    np.testing.assert_array_equal(filtered.mean[C], CHRONIC.c.mean)
    for k, prior in zip((A, GF, GL, GS), CHRONIC.statics, strict=True):
        np.testing.assert_array_equal(filtered.mean[k], prior.mean)
        np.testing.assert_array_equal(filtered.cov[k, k], prior.sd**2)
    posterior = fit_posterior(schedule, CHRONIC, seed=0)
    assert posterior.log_evidence == pytest.approx(0.0, abs=0.02)
    for name, prior in CHRONIC.theta.items():
        log_value = np.log(posterior.theta[name] / prior.median) / prior.log_sd
        assert posterior.weight @ log_value == pytest.approx(0.0, abs=0.1)
        assert posterior.weight @ log_value**2 == pytest.approx(1.0, abs=0.15)


def test_answers_drowned_in_noise_teach_nothing() -> None:
    theta = {**points(), "sd_e": np.full(16, 1e6)}
    filtered = filter_record(schedule_of(a_course()), theta, CHRONIC, with_flares=False)
    np.testing.assert_allclose(filtered.mean[A], CHRONIC.a.mean, atol=1e-3)
    np.testing.assert_allclose(filtered.cov[GF, GF], CHRONIC.g_f.sd**2, atol=1e-3)


def test_a_fast_part_that_is_gone_at_once_is_not_felt() -> None:
    schedule = schedule_of(a_course())
    curves = schedule.curves(schedule.score_d, {**points(), "tau_f": np.full(16, 1e-3)})
    np.testing.assert_allclose(curves[:, :2], 0.0, atol=1e-12)


def test_flares_that_never_come_are_no_flares() -> None:
    never = replace(CHRONIC, flares=replace(CHRONIC.flares, rate_per_d=0.0))
    schedule, theta = schedule_of(a_course()), points()
    same_belief(
        filter_record(schedule, theta, never),
        filter_record(schedule, theta, CHRONIC, with_flares=False),
        atol=1e-12,
    )


def test_flares_that_hardly_ever_come_hardly_matter() -> None:
    rarely = replace(CHRONIC, flares=replace(CHRONIC.flares, rate_per_d=1e-30))
    schedule, theta = schedule_of(a_course()), points()
    same_belief(
        filter_record(schedule, theta, rarely),
        filter_record(schedule, theta, CHRONIC, with_flares=False),
        atol=1e-6,
    )


# Answers


@given(mean=st.floats(-50, 60), var=widths, sd_e=widths)
def test_all_answers_together_are_certain(mean: float, var: float, sd_e: float) -> None:
    total = sum(likelihood(float(nrs), mean, var, sd_e)[0] for nrs in range(11))
    assert total == pytest.approx(1.0, abs=1e-12)


@given(nrs=answers, mean=means, var=st.floats(0.05, 20), sd_e=st.floats(0.3, 6))
def test_slope_and_curvature_are_derivatives_of_the_log_chance(
    nrs: float, mean: float, var: float, sd_e: float
) -> None:
    # Differences of values of order 1, taken five at a time: exact to about 1e-9 here.
    step = 2e-3 * np.sqrt(var + sd_e**2)
    moved = [likelihood(nrs, mean + k * step, var, sd_e) for k in (-2, -1, 1, 2)]
    _, slope, curvature = likelihood(nrs, mean, var, sd_e)
    log_p = [np.log(p) for p, _, _ in moved]
    slopes = [s for _, s, _ in moved]

    def derivative(f: list[float]) -> float:
        return float((f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * step))

    assert slope == pytest.approx(derivative(log_p), abs=1e-6)
    assert curvature == pytest.approx(derivative(slopes), abs=1e-6)


@given(nrs=answers, mean=st.floats(-20, 30), var=st.floats(0.05, 30))
def test_an_answer_never_widens_a_normal_belief_nor_tells_more_than_a_number(
    nrs: float, mean: float, var: float
) -> None:
    _, _, curvature = likelihood(nrs, mean, var)
    rounding = 1e-9 / var
    assert -1 / var - rounding <= curvature <= rounding


@given(nrs=answers, mean=st.floats(-50, 60), var=st.floats(1e-4, 30), sd_e=st.floats(0.01, 10))
def test_no_answer_however_unlikely_breaks_the_numbers(
    nrs: float, mean: float, var: float, sd_e: float
) -> None:
    assert np.isfinite(likelihood(nrs, mean, var, sd_e)).all()
    assert likelihood(nrs, mean, var, sd_e)[0] > 0


@given(mean=means, more=st.floats(0.01, 3), var=widths, nrs=st.integers(0, 9))
def test_more_pain_makes_low_answers_less_likely(
    mean: float, more: float, var: float, nrs: int
) -> None:
    def at_most(x: float) -> float:
        return sum(likelihood(float(k), x, var, 1.0)[0] for k in range(nrs + 1))

    assert at_most(mean + more) <= at_most(mean) + 1e-12


@given(nrs=st.integers(3, 7).map(float), mean=st.floats(2, 8))
def test_with_much_noise_an_answer_is_as_good_as_a_number(nrs: float, mean: float) -> None:
    var = 30.0**2
    p, slope, curvature = likelihood(nrs, mean, var)
    density = np.exp(-0.5 * (nrs - mean) ** 2 / var) / np.sqrt(2 * np.pi * var)
    assert p == pytest.approx(density, rel=1e-4)
    assert slope == pytest.approx((nrs - mean) / var, abs=1e-6)
    assert curvature == pytest.approx(-1 / var, rel=1e-3)


# Time


def _stopping_at(stops_d: list[float], schedule: Schedule) -> Schedule:
    """The same record, with stops at which the level is remembered and nothing else happens."""
    stops = [Event(at_d, "clone", k) for k, at_d in enumerate(stops_d)]
    events = tuple(sorted((*schedule.events, *stops), key=lambda e: e.at_d))
    return replace(schedule, events=events)


@pytest.mark.parametrize("with_flares", [False, True])
def test_one_step_in_time_is_two_half_steps(with_flares: bool) -> None:
    schedule, theta = schedule_of(a_course()), points()
    times = sorted({event.at_d for event in schedule.events})
    halves = [(a + b) / 2 for a, b in pairwise(times)]
    at_end, halfway = _stopping_at(times[-1:], schedule), _stopping_at(halves, schedule)
    same_belief(
        filter_record(at_end, theta, CHRONIC, 1, with_flares),
        filter_record(halfway, theta, CHRONIC, len(halves), with_flares),
        atol=1e-9,
    )


@settings(max_examples=20, deadline=None)
@given(days=st.integers(1, 2000))
def test_a_course_a_while_later_has_the_same_answer(days: int) -> None:
    course = a_course(n_days=28)
    later = replace(
        course,
        entries=tuple(_later(e, days) for e in course.entries),
        visits=tuple(_later(v, days) for v in course.visits),
    )
    same_belief(
        filter_record(schedule_of(course), points(), CHRONIC),
        filter_record(schedule_of(later), points(), CHRONIC),
        atol=1e-9,
    )


def _later(record: Dated, days: int) -> Dated:
    shift = timedelta(days=days)
    return replace(record, at=record.at + shift, on=record.on + shift)


def test_counting_from_another_day_only_rescales_the_excess_at_the_start() -> None:
    schedule, theta, by_d = schedule_of(a_course()), points(), 17.0
    doses = replace(schedule.doses, at_d=schedule.doses.at_d + by_d)
    moved = replace(
        schedule,
        events=tuple(replace(e, at_d=e.at_d + by_d) for e in schedule.events),
        score_d=schedule.score_d + by_d,
        doses=doses,
        visit_d=schedule.visit_d + by_d,
        start_d=schedule.start_d + by_d,
        now_d=schedule.now_d + by_d,
    )
    scale = np.exp(by_d / 30.0)
    prior = replace(CHRONIC, a=replace(CHRONIC.a, mean=scale * 1.0, sd=scale * 1.5))
    here = filter_record(schedule, theta, CHRONIC)
    there = filter_record(moved, theta, prior)
    np.testing.assert_allclose(here.log_evidence, there.log_evidence, atol=1e-8)
    rescaled = np.ones(N_STATE)
    rescaled[A] = scale
    np.testing.assert_allclose(here.mean * rescaled[:, None], there.mean, atol=1e-8)


@settings(max_examples=20, deadline=None)
@given(rng=st.randoms(use_true_random=False))
def test_scores_of_the_same_moment_may_come_in_any_order(rng: object) -> None:
    answers = [5.0, 3.0, 8.0]
    rng.shuffle(answers)  # type: ignore[attr-defined]
    mixed = Course(id="a", entries=_thrice_an_evening(answers), declared_phase=Phase.CHRONIC)
    sorted_ = replace(mixed, entries=_thrice_an_evening(sorted(answers)))
    same_belief(
        filter_record(schedule_of(mixed), points(), CHRONIC),
        filter_record(schedule_of(sorted_), points(), CHRONIC),
        atol=1e-9,
    )


def _thrice_an_evening(answers: list[float]) -> tuple[Entry, ...]:
    evenings = [FIRST + timedelta(days=k, hours=20) for k in range(10)]
    return tuple(Entry(at, at.date(), True, nrs) for at in evenings for nrs in answers)


# Relief

visit_times = st.lists(st.floats(0, 80), min_size=1, max_size=12, unique=True).map(sorted)


def doses_at(at_d: list[float], weight: float = 1.0) -> Doses:
    each = np.full(len(at_d), weight)
    return Doses(np.array(at_d), each, 0.5 * each, each)


@given(visit_d=visit_times, tau_f=st.floats(0.2, 6), tau_s=st.floats(5, 1000))
def test_relief_is_the_sum_over_visits_one_by_one(
    visit_d: list[float], tau_f: float, tau_s: float
) -> None:
    at_d = np.linspace(0, 90, 181)
    curves = relief_curves(at_d, doses_at(visit_d), np.array([tau_f]), np.array([tau_s]))
    for k, (weight, tau) in enumerate(((1.0, tau_f), (0.5, tau_f), (1.0, tau_s))):
        summed = [
            sum(weight * np.exp(-(t - s) / tau) for s in visit_d if s < t) for t in at_d.tolist()
        ]
        np.testing.assert_allclose(curves[:, k, 0], summed, atol=1e-10)


@given(first=visit_times, second=visit_times)
def test_two_groups_of_visits_add_up(first: list[float], second: list[float]) -> None:
    at_d, tau = np.linspace(0, 90, 91), (np.array([1.0]), np.array([120.0]))
    together = relief_curves(at_d, doses_at(sorted(first + second)), *tau)
    apart = sum(relief_curves(at_d, doses_at(group), *tau) for group in (first, second))
    np.testing.assert_allclose(together, apart, atol=1e-10)


def test_the_area_under_a_visit_is_its_gain_times_its_time() -> None:
    at_d = np.linspace(0, 400, 400_001)
    curves = relief_curves(at_d, doses_at([0.0]), np.array([1.3]), np.array([20.0]))
    area = np.trapezoid(curves[1:, :, 0], at_d[1:], axis=0)
    np.testing.assert_allclose(area, [1.3, 0.65, 20.0], rtol=2e-3)


def test_relief_fades_as_its_differential_equation_says() -> None:
    at_d = np.linspace(1, 2, 10_001)
    tau_f, tau_s = np.array([1.3]), np.array([20.0])
    curves = relief_curves(at_d, doses_at([0.0, 0.9]), tau_f, tau_s)[:, :, 0]
    change = np.gradient(curves, at_d, axis=0)[1:-1]
    np.testing.assert_allclose(change, -curves[1:-1] / [1.3, 1.3, 20.0], atol=1e-6)


# Answers to a clinician


@pytest.mark.parametrize("with_flares", [False, True])
def test_parts_of_the_change_add_up_in_every_draw(with_flares: bool) -> None:
    draws = infer(a_course(3), with_flares=with_flares).change_draws()
    np.testing.assert_allclose(draws["natural"] + draws["visits"], draws["total"], atol=1e-12)
    np.testing.assert_allclose(draws["start"] + draws["total"], draws["now"], atol=1e-12)


def test_a_forecast_for_now_is_what_is_believed_now() -> None:
    fit = infer(a_course(3), with_flares=False)
    posterior, at_d = fit.informed, np.array([fit.informed.at_d])
    p_nrs = forecast_answers(posterior, fit.schedule, read_prior("informed", "chronic"), at_d)[0]
    felt = loadings(fit.schedule, at_d, posterior.theta)[0]
    mean = (felt * posterior.mean[:N_FELT]).sum(axis=0)
    var = np.einsum("in,ijn,jn->n", felt, posterior.cov[:N_FELT, :N_FELT], felt)
    parts = var + posterior.theta["sd_e"] ** 2 * np.array([[1.0], [16.0]])
    bounds = zip(*answer_bounds(np.arange(11.0), np.full(11, 0.5)), strict=True)
    chances = [interval_likelihood(low, high, mean[None], parts, SHARE)[0] for low, high in bounds]
    np.testing.assert_allclose(p_nrs, np.array(chances) @ posterior.weight, atol=1e-10)


def test_far_ahead_only_the_level_is_left() -> None:
    fit = infer(a_course(3))
    still = {**fit.informed.theta, "walk": np.zeros_like(fit.informed.theta["walk"])}
    posterior = replace(fit.informed, theta=still)
    prior = read_prior("informed", "chronic")
    p_nrs = forecast_answers(posterior, fit.schedule, prior, np.array([1e6]))[0]
    level, spread = posterior.mean[C], posterior.cov[C, C] + posterior.theta["sd_d"] ** 2
    parts = spread + posterior.theta["sd_e"] ** 2 * np.array([[1.0], [16.0]])
    bounds = zip(*answer_bounds(np.arange(11.0), np.full(11, 0.5)), strict=True)
    chances = [interval_likelihood(low, high, level[None], parts, SHARE)[0] for low, high in bounds]
    np.testing.assert_allclose(p_nrs, np.array(chances) @ posterior.weight, atol=1e-8)


# One prior from another


def moments(posterior: Posterior) -> tuple[Array, Array]:
    """Mean and sd of the statics and of the pain at the start."""
    places = [A, GF, GL, GS, AT_START]
    mean = posterior.mean[places] @ posterior.weight
    spread = posterior.cov[places, places] + (posterior.mean[places] - mean[:, None]) ** 2
    return mean, np.sqrt(spread @ posterior.weight)


@pytest.mark.parametrize("seed", range(4))
def test_reweighing_is_as_good_as_fitting_under_the_other_prior(seed: int) -> None:
    informed = read_prior("informed", "chronic")
    schedule = schedule_of(a_course(seed, with_flares=False))
    old = fit_posterior(schedule, CHRONIC, seed=0, with_flares=False)
    mean, sd = moments(reweigh(old, CHRONIC, informed))
    direct_mean, direct_sd = moments(fit_posterior(schedule, informed, seed=0, with_flares=False))
    np.testing.assert_array_less(np.abs(mean - direct_mean) / direct_sd, 0.05)
    np.testing.assert_allclose(sd / direct_sd, 1.0, atol=0.05)


def test_reweighing_to_the_same_prior_changes_nothing() -> None:
    old = fit_posterior(schedule_of(a_course(1)), CHRONIC, seed=0)
    new = reweigh(old, CHRONIC, CHRONIC)
    np.testing.assert_allclose(new.weight, old.weight, atol=1e-12)
    np.testing.assert_allclose(new.mean, old.mean, atol=1e-12)

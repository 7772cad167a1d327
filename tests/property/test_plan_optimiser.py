"""The optimiser against trying every schedule, and against adding the best visit each time."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deqi.infer import VisitValues
from deqi.plan.optimiser import Best, Search, Window, find_best, find_greedy

EQUAL = 1e-9


def every_schedule(search: Search):
    """Every allowed schedule, the empty one first."""
    for n in range(search.n_most + 1):
        for places in combinations(range(len(search.days)), n):
            if search.is_allowed(places):
                yield places


def brute_force(search: Search) -> float:
    return max(search.worth(places) for places in every_schedule(search))


def values_of(days: tuple[int, ...], horizon_d: int, **parts: float) -> VisitValues:
    """Relief of a made-up person: fast with a day, slow with a month, growing over visits."""
    gain = {"fast": 0.8, "grown": 0.4, "slow": 0.2, "tau_f": 1.0, "tau_s": 30.0} | parts

    def felt(name: str, tau: str) -> tuple[float, ...]:
        fading = [
            sum(math.exp(-(t - s) / gain[tau]) for t in range(s + 1, horizon_d + 1)) for s in days
        ]
        return tuple(gain[name] * total / horizon_d for total in fading)

    at_d = tuple(float(day) for day in days)
    curves = (felt("fast", "tau_f"), felt("grown", "tau_f"), felt("slow", "tau_s"))
    return VisitValues(at_d, *curves, 2, -3.0, 1.0, 4.0, 1.5)


@st.composite
def searches(draw, windows_at_least: int = 1):
    horizon_d = draw(st.integers(1, 14))
    open_days = draw(st.sets(st.integers(1, horizon_d), min_size=1))
    days = tuple(sorted(open_days))
    gains = {name: draw(st.floats(-1, 1)) for name in ("fast", "grown", "slow")}
    values = values_of(days, horizon_d, **gains)
    n_windows = draw(st.integers(0, 2))
    return Search(
        days=days,
        value=values.value_nrs,
        price=draw(st.sampled_from((0.0, 0.01, 0.05))),
        n_most=draw(st.integers(1, 4)),
        min_gap_d=draw(st.integers(1, 4)),
        past=tuple(sorted(draw(st.sets(st.integers(-20, 0), max_size=4)))),
        windows=tuple(
            Window(draw(st.integers(1, 5)), draw(st.integers(windows_at_least, 30)))
            for _ in range(n_windows)
        ),
    )


def test_twelve_days_and_three_visits_come_out_as_by_trying_all():
    days = tuple(range(1, 13))
    search = Search(days, values_of(days, 12).value_nrs, n_most=3, past=(-3,))
    best = find_best(search)
    assert best.worth == pytest.approx(brute_force(search), abs=EQUAL)
    assert best.loss == 0
    assert len(best.places) == 3


@settings(max_examples=300)
@given(search=searches(windows_at_least=14))
def test_the_best_is_what_trying_all_finds_when_windows_span_the_horizon(search):
    best = find_best(search)
    assert search.is_allowed(best.places)
    assert best.worth == pytest.approx(search.worth(best.places), abs=EQUAL)
    assert best.worth == pytest.approx(brute_force(search), abs=EQUAL)
    assert best.loss == 0


@settings(max_examples=300)
@given(search=searches())
def test_with_shorter_windows_the_loss_is_bounded_and_the_answer_allowed(search):
    best, truth = find_best(search), brute_force(search)
    assert search.is_allowed(best.places)
    assert best.worth <= truth + EQUAL
    assert truth <= best.bound + EQUAL


@settings(max_examples=200)
@given(search=searches())
def test_adding_the_best_visit_each_time_is_never_better(search):
    assert find_greedy(search).worth <= find_best(search).worth + EQUAL


def test_adding_the_best_visit_each_time_can_be_worse():
    worth = {0: 1.0, 1: 1.5, 2: 1.0}
    search = Search((1, 2, 3), lambda k, n, before: worth[k], n_most=2, min_gap_d=2)
    assert find_greedy(search).worth == 1.5
    assert find_best(search).worth == 2.0


@given(price=st.floats(0, 0.1), horizon_d=st.integers(1, 30))
def test_a_visit_that_does_nothing_is_not_made(price, horizon_d):
    days = tuple(range(1, horizon_d + 1))
    nothing = values_of(days, horizon_d, fast=0.0, grown=0.0, slow=0.0)
    assert find_best(Search(days, nothing.value_nrs, price)) == Best((), 0.0, 0.0)


@given(search=searches(), more=st.floats(0, 0.1))
def test_a_higher_price_never_makes_a_schedule_worth_more(search, more):
    dearer = replace(search, price=search.price + more)
    assert find_best(dearer).bound <= find_best(search).bound + EQUAL


def test_spacing_weights_keep_visits_apart_and_a_longer_horizon_spreads_them():
    def chosen(horizon_d: int) -> tuple[int, ...]:
        days = tuple(range(1, horizon_d + 1))
        search = Search(days, values_of(days, horizon_d, tau_s=120.0).value_nrs, n_most=4)
        return tuple(days[place] for place in find_best(search).places)

    def widest(days: tuple[int, ...]) -> int:
        return max(b - a for a, b in pairwise(days))

    assert widest(chosen(20)) >= 2
    assert widest(chosen(80)) > widest(chosen(20))


def test_a_short_window_that_the_relaxed_answer_breaks_is_repaired():
    days = tuple(range(1, 21))
    values = values_of(days, 20)
    search = Search(days, values.value_nrs, n_most=4, windows=(Window(2, 10),))
    best = find_best(search)
    assert search.is_allowed(best.places)
    assert best.bound >= brute_force(search) - EQUAL
    assert best.worth >= 0.9 * brute_force(search)

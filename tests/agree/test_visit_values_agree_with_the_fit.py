"""Values of visits by parts say the same as the fit's own expected pain with and without them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

from deqi import example_course
from deqi.infer import infer
from deqi.plan import USUAL, choose_verdict, plan
from deqi.screen import Outcome, ScreenOutcome

FINE = ScreenOutcome(Outcome.TREAT, (), ())
N_DAYS = 28


@pytest.fixture(scope="module")
def fit():
    return infer(example_course("builds-up"))


def taken_off(fit, visits_at) -> float:
    """Mean pain lower by, under the same draws that the report uses; the scale's ends included."""
    draws = fit._informed_draws
    without = fit._mean_pain_ahead((), N_DAYS)
    with_them = fit._mean_pain_ahead(tuple(visits_at), N_DAYS)
    return float(draws.weight @ (without - with_them))


@pytest.mark.parametrize("days", [(2,), (1, 2), (1, 9, 10), (3, 10, 17, 24)])
def test_the_sum_of_values_is_what_expected_pain_falls_by(fit, days):
    moments = [fit.timeline.at_usual_hour(fit.as_of) + timedelta(days=d - 0.4) for d in days]
    values = fit.visit_values(moments, N_DAYS)
    places = [None, *range(len(days))]
    total = sum(values.value_nrs(k, k + 1, places[k]) for k in range(len(days)))
    # Draws of the gains scatter: sd of a mean of 28 days is about 0.15 over some 1,000 draws.
    assert total == pytest.approx(taken_off(fit, moments), abs=0.02)
    assert total > 0.1


def test_no_other_dates_that_were_tried_take_off_more_than_the_best(fit):
    best = replace(USUAL, spacing="best", max_visits_in_90_d=30, min_gain_nrs=0.0)
    best = replace(best, block_visits=4)
    course = example_course("builds-up")
    verdict = choose_verdict(fit, FINE, course)
    chosen = plan(fit, verdict, FINE, today=fit.as_of, policy=best)
    even = plan(fit, verdict, FINE, today=fit.as_of, policy=replace(best, spacing="even"))
    assert len(chosen.visits) == best.block_visits
    days = [visit.on for visit in chosen.visits]
    assert all((b - a).days >= best.min_gap_d for a, b in pairwise(days))
    moments = [visit.at for visit in chosen.visits]
    rng = np.random.default_rng(5)
    others = [[visit.at for visit in even.visits if (visit.on - fit.as_of).days <= N_DAYS]]
    for _ in range(30):  # move one visit by a day or two
        moved = list(moments)
        k = int(rng.integers(len(moved)))
        moved[k] += timedelta(days=int(rng.choice([-2, -1, 1, 2])))
        ordered = sorted(moved)
        gaps = [(b.date() - a.date()).days for a, b in pairwise(ordered)]
        is_open = all(at.isoweekday() <= 5 for at in ordered) and min(gaps) >= best.min_gap_d
        if is_open and ordered[0].date() > fit.as_of:
            others.append(ordered)
    assert len(others) > 5
    reached = taken_off(fit, moments)
    assert all(taken_off(fit, other) <= reached + 0.005 for other in others)

"""A fall from 6 to nothing is a fall of 6, however far below 0 the level of the model may run."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from deqi.infer import Fit, infer
from deqi.records import Course, Entry, Phase, Visit

FIRST_ON = date(2026, 1, 5)


def course_of(scores: list[float], visit_days: tuple[int, ...] = ()) -> Course:
    def at(day: int, hour: int) -> datetime:
        return datetime(2026, 1, 5, hour, tzinfo=UTC) + timedelta(days=day)

    entries = (Entry(at(k, 20), at(k, 20).date(), True, nrs) for k, nrs in enumerate(scores))
    visits = (Visit(at(k, 10), at(k, 10).date(), True, scores[k]) for k in visit_days)
    return Course("a", tuple(entries), tuple(visits), declared_phase=Phase.ACUTE)


HEALED = [6.0, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, *[0.0] * 30]
WORST = [4.0, 5, 6, 7, 8, 9, *[10.0] * 30]
MIDDLE = [5.0, 6, 5, 4, 5, 6, 5] * 6


@pytest.fixture(scope="module", params=["healed", "worst", "middle"])
def fit(request) -> Fit:
    scores = {"healed": HEALED, "worst": WORST, "middle": MIDDLE}[request.param]
    return infer(course_of(scores, (2, 5, 9, 16)))


def test_no_change_is_larger_than_the_way_to_the_end_of_the_scale(fit: Fit) -> None:
    shown = fit.change_on_the_scale()
    assert (shown["total"] >= -shown["start"] - 1e-12).all()
    assert (shown["total"] <= 10 - shown["start"] + 1e-12).all()


def test_the_parts_add_up_in_every_draw(fit: Fit) -> None:
    shown = fit.change_on_the_scale()
    np.testing.assert_allclose(shown["natural"] + shown["visits"], shown["total"], atol=1e-9)
    np.testing.assert_allclose(shown["start"] + shown["total"], shown["now"], atol=1e-9)


def test_the_printed_change_is_from_the_printed_start_to_the_printed_now() -> None:
    change = infer(course_of(HEALED)).change()
    assert change.now_nrs.median == pytest.approx(0.0, abs=0.05)
    assert change.total.median == pytest.approx(-change.start_nrs.median, abs=0.05)


def test_visits_have_no_part_in_what_time_alone_would_have_done() -> None:
    fit = infer(course_of(HEALED, (2, 5, 9, 16)))
    latent, shown = fit.change_draws(), fit.change_on_the_scale()
    alone = latent["start"] + latent["natural"] <= 0
    helps = latent["visits"] < 0
    assert (alone & helps).any()
    assert (shown["visits"][alone & helps] == 0).all()


def test_in_the_middle_of_the_scale_nothing_is_cut() -> None:
    fit = infer(course_of(MIDDLE, (2, 5, 9, 16)))
    exact = fit.sceptical.linear(fit.change_parts["total"]).interval()
    assert fit.change().total == exact

"""Verdict and plan on what `infer` really believes of three made-up courses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from deqi.evidence import read_sources
from deqi.infer import fit_silence, infer
from deqi.plan import USUAL, choose_verdict, plan
from deqi.plan.proposal import expected_gain
from deqi.records import Course, Entry, Phase, Visit
from deqi.screen import Outcome, ScreenOutcome, screen

START = datetime(2026, 1, 5, 19, tzinfo=UTC)
FINE = ScreenOutcome(Outcome.TREAT, (), ())
FIRST_VISIT_D = 28


def made_up_course(step_nrs: float, n_visits: int, n_days: int = 84) -> Course:
    """A level of 7 that falls by `step_nrs` with each weekly visit and stays there."""
    rng = np.random.default_rng(11)
    visit_d = [FIRST_VISIT_D + 7 * k for k in range(n_visits)]

    def score(day: float) -> float:
        level = 7.0 - step_nrs * sum(d < day for d in visit_d)
        return float(np.clip(np.rint(level + 0.8 * rng.standard_normal()), 0, 10))

    evenings = [START + timedelta(days=k) for k in range(n_days)]
    entries = tuple(Entry(at, at.date(), True, score(k)) for k, at in enumerate(evenings))
    mornings = [START + timedelta(days=d, hours=-9) for d in visit_d]
    visits = tuple(
        Visit(at, at.date(), True, score(d - 0.4)) for d, at in zip(visit_d, mornings, strict=True)
    )
    return Course("a", entries=entries, visits=visits, declared_phase=Phase.CHRONIC)


@pytest.fixture(scope="module")
def falling():
    course = made_up_course(step_nrs=0.6, n_visits=6)
    return course, infer(course)


def test_a_steep_fall_that_keeps_step_with_the_visits_is_probably_theirs(falling):
    course, fit = falling
    verdict = choose_verdict(fit, FINE, course, fit_silence(course, fit))
    assert verdict.code.value == "improving_visits_probable"
    assert plan(fit, verdict, FINE, today=fit.as_of).recommendation.value == "continue"


def test_a_level_course_is_not_called_improving_and_goes_to_review():
    course = made_up_course(step_nrs=0.0, n_visits=6)
    fit = infer(course)
    verdict = choose_verdict(fit, FINE, course)
    assert verdict.code.value == "no_clear_change"
    assert plan(fit, verdict, FINE, today=fit.as_of).recommendation.value == "refer"


def test_a_diary_alone_is_told_without_a_word_on_visits():
    course = made_up_course(step_nrs=0.0, n_visits=0)
    verdict = choose_verdict(infer(course), FINE, course)
    assert verdict.code.value == "no_clear_change"
    assert "visit" not in " ".join((verdict.sentence, *(r.sentence for r in verdict.reasons)))


def test_from_the_last_record_the_gain_is_the_fits_own(falling):
    _, fit = falling
    at = datetime(2026, 4, 2, 10, tzinfo=UTC)
    gain = expected_gain(fit, at, (), fit.as_of, USUAL.horizon_d)
    assert gain == fit.visit_gain_nrs(at, (), USUAL.horizon_d)


def test_a_gain_counted_from_a_later_day_is_the_same_relief_over_other_days(falling):
    _, fit = falling
    at = datetime(2026, 4, 20, 10, tzinfo=UTC)
    later = date(2026, 4, 10)
    lead_d = (later - fit.as_of).days
    gain = expected_gain(fit, at, (), later, USUAL.horizon_d)
    whole = fit.visit_gain_nrs(at, (), lead_d + USUAL.horizon_d)
    before = fit.visit_gain_nrs(at, (), lead_d)
    assert before.median == pytest.approx(0.0, abs=1e-12)
    in_points_days = whole.median * (lead_d + USUAL.horizon_d)
    assert gain.median * USUAL.horizon_d == pytest.approx(in_points_days)


def test_every_source_behind_verdict_and_plan_resolves(falling):
    course, fit = falling
    screened = screen(course, fit.as_of)
    verdict = choose_verdict(fit, screened, course)
    proposal = plan(fit, verdict, screened, today=fit.as_of)
    reasons = [*verdict.reasons, *proposal.reasons]
    reasons += [reason for visit in proposal.visits for reason in visit.reasons]
    keys = {key for reason in reasons for key in reason.sources}
    assert "ostelo2008" in keys
    assert keys <= set(read_sources())

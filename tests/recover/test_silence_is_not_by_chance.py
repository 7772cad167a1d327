"""Who stops writing when well, or in agony: the rules do so, and the answer leans with them."""

from __future__ import annotations

import numpy as np
import pytest

from bench.ranks import true_change
from bench.silence import AGONY_NRS, RULES, WELL_NRS, WRITES, WRITES_SELDOM, Job, silent_course
from deqi.infer import infer

N_PEOPLE = 24


@pytest.mark.parametrize(
    ("rule", "applies"),
    [
        ("skips days when well", lambda pain: pain <= WELL_NRS),
        ("skips days in agony", lambda pain: pain >= AGONY_NRS),
    ],
)
def test_a_rule_silences_the_days_that_it_names(rule, applies):
    pain = np.tile(np.arange(11.0), 2000)
    kept = RULES[rule](pain, np.random.default_rng(1))
    for days, expected in ((applies(pain), WRITES_SELDOM), (~applies(pain), WRITES)):
        error = np.sqrt(expected * (1 - expected) / days.sum())
        assert kept[days].mean() == pytest.approx(expected, abs=4 * error)


@pytest.mark.parametrize("rule", ["stops for good when well", "stops for good in agony"])
def test_who_stops_for_good_never_writes_again(rule):
    pain = np.full(400, WELL_NRS if "well" in rule else AGONY_NRS)
    last = np.flatnonzero(RULES[rule](pain, np.random.default_rng(2)))[-1]
    assert last < 200  # 200 such evenings without a stop: once in a thousand million
    other = np.full(400, 5.0)
    assert RULES[rule](other, np.random.default_rng(2))[200:].mean() > WRITES - 0.1


def test_pain_now_looks_lower_when_days_in_agony_are_skipped():
    def error(rule: str, seed: int) -> float:
        course, simulated = silent_course(Job(rule, False, seed))
        fit = infer(course, max(e.on for e in simulated.course.entries), seed=seed)
        believed = fit.sceptical.linear(fit.change_parts["now"]).interval().median
        return believed - true_change(simulated, fit)["now"]

    seeds = range(N_PEOPLE)
    paired = np.array([error("skips days in agony", s) - error("at random", s) for s in seeds])
    assert paired.mean() < -2 * paired.std(ddof=1) / np.sqrt(N_PEOPLE)

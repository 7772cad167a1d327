"""What must hold of foretold arms whatever the trial."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from deqi.evidence import read_arms
from deqi.simulate.arms import (
    comparable_arms,
    fit_groups,
    foretell_own_trials,
    foretell_table,
    predict_arms,
)

ARMS, _ = comparable_arms(read_arms())
BELIEFS = fit_groups(ARMS)
NEW = replace(ARMS[0], trial="New 2030", observed=None, baseline=60.0, baseline_from="arm")


def median(**changes):
    return predict_arms(BELIEFS, [replace(NEW, **changes)], np.random.default_rng(2))[0].median


def width(**changes):
    return predict_arms(BELIEFS, [replace(NEW, **changes)], np.random.default_rng(2))[0].width95


def test_the_follow_up_of_a_left_out_trial_is_not_looked_at():
    rows = [r for r in read_arms() if r.trial == "Brinkhaus 2006"]
    hidden = [replace(r, mean=None) if r.week else r for r in rows]
    seen, unseen = (foretell_table(table) for table in (rows, hidden))
    assert [p.median for p in seen.predictions] == [p.median for p in unseen.predictions]
    assert seen.left_out == unseen.left_out == ("Brinkhaus 2006",)
    assert seen.scores
    assert not unseen.scores


def test_a_table_of_a_known_trial_gets_the_bands_of_leaving_it_out():
    rows = [r for r in read_arms() if r.trial == "Pach 2013"]
    own = foretell_own_trials(leave_out=["pach2013"]).predictions
    assert [p.median for p in foretell_table(rows).predictions] == [p.median for p in own]


def test_the_same_seed_gives_the_same_bands_and_another_nearly_so():
    first, again, other = (foretell_own_trials(seed=s).predictions for s in (4, 4, 5))
    assert [p.hi95 for p in first] == [p.hi95 for p in again]
    assert [p.hi95 for p in first] != [p.hi95 for p in other]
    assert [p.hi95 for p in first] == pytest.approx([p.hi95 for p in other], abs=1.5)


def test_order_of_the_rows_does_not_matter():
    turned = foretell_table(tuple(reversed([r for r in read_arms() if r.study == "Tu"])))
    told = foretell_table([r for r in read_arms() if r.study == "Tu"])
    by_arm = {p.arm.arm: p.median for p in told.predictions}
    assert {p.arm.arm: p.median for p in turned.predictions} == pytest.approx(by_arm, abs=0.5)


def test_bands_lie_in_one_another_and_on_the_scale():
    for start in (0.0, 5.0, 40.0, 95.0, 100.0):
        p = predict_arms(BELIEFS, [replace(NEW, baseline=start)], np.random.default_rng(1))[0]
        assert 0 <= p.lo95 <= p.lo50 <= p.median <= p.hi50 <= p.hi95 <= 100


def test_more_pain_at_the_start_is_more_pain_later_and_a_larger_fall():
    low, high = median(baseline=45.0), median(baseline=70.0)
    assert low < high
    assert 45.0 - low < 70.0 - high


def test_fewer_people_make_a_wider_band():
    assert width(n=10) > width(n=100) > width(n=10_000)


def test_recent_pain_is_expected_to_go_sooner():
    kind = {"kind": "waiting list", "n_visits": 0.0}
    assert median(phase="acute", **kind) < median(phase="subacute", **kind) < median(**kind)


def test_without_time_nothing_has_happened():
    assert median(weeks=(0.0, 0.0), n=100_000) == pytest.approx(60.0, abs=1.0)


def test_an_arm_with_an_assumed_start_has_a_wider_band_only_a_little():
    assert width() < width(baseline_from="assumed") < width() + 5


def test_the_first_and_the_next_trial_do_not_share_chance():
    two = predict_arms(
        BELIEFS, [NEW, replace(NEW, trial="Other 2031")], np.random.default_rng(3), 4000
    )
    assert two[0].median != two[1].median


def test_means_at_the_ends_of_the_scale_can_be_learned_from():
    ends = [replace(arm, observed=end, baseline=100 - end) for arm in ARMS for end in (0.0, 100.0)]
    beliefs = fit_groups(ends)
    assert np.isfinite(beliefs.means).all()
    assert beliefs.weights.sum() == pytest.approx(1.0)


def test_visits_that_no_calendar_holds_cost_no_time():
    assert median(n_visits=1e6) == pytest.approx(median(n_visits=17.0), abs=0.5)

"""Arms foretold on a grid with normal algebra, beside full sampling whose answers are stored."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bench.yardstick.arms_nuts import CASES, QUANTILES, STORED, split
from deqi.simulate.arms import EFFECTS, fit_groups, predict_arms

# Points of 100, for the median and for the farthest end of a band. Where every start is known, what
# is left is Monte Carlo error (0.3 and 0.6 on each side) and the nodes of the grid. A start that is
# only assumed is linearised, which costs about a sixth of the standard deviation of a band.
OFF = {CASES[0]: (2.0, 2.5), CASES[1]: (1.0, 1.8)}
STORED_CASES = {case["case"]: case for case in json.loads(STORED.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("case", CASES)
def test_the_stored_answer_is_good_and_for_these_beliefs(case):
    stored, (known, asked) = STORED_CASES[case], split(case)
    again = "run `python -m bench.yardstick.arms_nuts` again"
    assert stored["effects"] == {name: list(pair) for name, pair in EFFECTS.items()}, again
    assert stored["learned_from"] == sorted({arm.trial for arm in known}), again
    assert stored["arms"] == [arm.arm for arm in asked], again
    assert stored["least_ess"] >= 1000


@pytest.mark.parametrize("case", CASES)
def test_bands_are_those_of_full_sampling(case):
    known, asked = split(case)
    median_off, band_off = OFF[case]
    ours = predict_arms(fit_groups(known), asked, np.random.default_rng(1))
    for one, theirs in zip(ours, STORED_CASES[case]["pain"], strict=True):
        found = np.quantile(one.draws, QUANTILES)
        assert abs(found[2] - theirs[2]) < median_off, (one.arm.arm, found, theirs)
        assert np.abs(found - theirs).max() < band_off, (one.arm.arm, found, theirs)

"""What the priors expect without visits, beside what a meta-analysis printed."""

from __future__ import annotations

import re

import numpy as np
import pytest

from deqi.evidence import read_statements
from deqi.model import read_prior

# [menezescosta2012], CMAJ 2012;184(11):E613-E624: pooled mean pain of acute low back pain on 0-100,
# by week since onset. Their 95 % limits: 48-57, 21-25, 9-15.
ACUTE = {0: 52, 6: 23, 26: 12}
TOLERANCE_NRS = 0.4  # people are not one exponential; the walk of the level carries the rest


def expected_without_visits(week: float) -> float:
    """Mean pain under the informed prior for acute pain: level and what is left of the excess."""
    prior = read_prior("informed", "acute")
    z = np.random.default_rng(0).standard_normal(100_000)
    tau_d = prior.theta["tau_r"].median * np.exp(prior.theta["tau_r"].log_sd * z)
    return float(prior.c.mean + prior.a.mean * np.exp(-7 * week / tau_d).mean())


@pytest.mark.parametrize(("week", "printed"), ACUTE.items())
def test_acute_pain_is_expected_to_ease_as_published(week, printed):
    assert expected_without_visits(week) == pytest.approx(printed / 10, abs=TOLERANCE_NRS)


def test_the_statement_repeats_the_printed_means():
    sentence = read_statements()["natural_course_acute"].sentence
    numbers = [int(number) for number in re.findall(r"\d+", sentence)]
    assert set(ACUTE.values()) <= set(numbers)

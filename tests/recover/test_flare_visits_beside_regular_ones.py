"""The direction of what the manual says of visits in flares, in a small version of its figures."""

from __future__ import annotations

import pytest

from bench.policies import BESIDE, measure


@pytest.fixture(scope="module")
def rows() -> dict[str, dict]:
    return {row["arm"]: row for row in measure(2000) if row["who"] == "all"}


MIXED, ONLY = "weekly, 6, and up to 6 in flares", "in flares only, up to 12"


def test_visits_in_flares_save_visits(rows):
    assert rows[ONLY]["visits"] < rows[MIXED]["visits"] < rows[BESIDE]["visits"] == 12


@pytest.mark.parametrize("arm", [MIXED, ONLY])
def test_they_do_not_leave_fewer_evenings_of_strong_pain_than_regular_ones(rows, arm):
    # Paired by person and chance: three standard errors of the mean difference.
    assert rows[arm]["strong_d_beside"] > 3 * rows[arm]["strong_d_beside_se"]
    assert rows[arm]["mean_nrs_beside"] > 3 * rows[arm]["mean_nrs_beside_se"]


def test_they_leave_fewer_than_no_visits(rows):
    saved = rows["none"]["strong_d"] - rows[ONLY]["strong_d"]
    assert saved > 1

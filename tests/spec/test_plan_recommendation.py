"""Continue, stop or refer, as facts in, recommendation out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deqi.plan import USUAL, VerdictCode
from deqi.plan.recommendation import PlanFacts, recommend

BEGUN = PlanFacts(VerdictCode.NO_CLEAR_CHANGE, n_visits=3, days_since_first_visit=15, gain_nrs=0.1)


@pytest.mark.parametrize(
    ("told", "facts", "recommendation", "has_dates"),
    [
        ("visits begun, gain enough", {}, "continue", True),
        ("too early to judge", {"code": VerdictCode.TOO_EARLY}, "continue", True),
        ("gain at the threshold", {"gain_nrs": 0.05}, "continue", True),
        ("gain under the threshold", {"gain_nrs": 0.049}, "stop", False),
        ("a visit is expected to harm", {"gain_nrs": -0.1}, "stop", False),
        ("worse", {"code": VerdictCode.WORSE}, "refer", False),
        ("recovered", {"code": VerdictCode.RECOVERED, "n_visits": 9}, "stop", False),
        ("no visit yet", {"n_visits": 0, "days_since_first_visit": 0}, "continue", False),
        ("no visit, but worse", {"n_visits": 0, "code": VerdictCode.WORSE}, "refer", False),
        ("visit 6 without improvement", {"n_visits": 6}, "refer", False),
        ("visit 5 without improvement", {"n_visits": 5}, "continue", True),
        ("a month without improvement", {"days_since_first_visit": 30}, "refer", False),
        ("29 days without improvement", {"days_since_first_visit": 29}, "continue", True),
        (
            "six visits that nobody scored",
            {"n_visits": 6, "code": VerdictCode.TOO_EARLY},
            "refer",
            False,
        ),
        (
            "visit 6 with improvement",
            {"n_visits": 6, "code": VerdictCode.IMPROVING_CAUSE_UNCLEAR},
            "continue",
            True,
        ),
        (
            "improved, but a further visit adds little",
            {"code": VerdictCode.IMPROVING_VISITS_PROBABLE, "gain_nrs": 0.01},
            "stop",
            False,
        ),
        ("nothing can be computed", {"gain_nrs": None}, "continue", False),
        ("nothing can be computed at visit 6", {"gain_nrs": None, "n_visits": 6}, "refer", False),
    ],
)
def test_the_recommendation(told, facts, recommendation, has_dates):
    step = recommend(replace(BEGUN, **facts), USUAL)
    assert (step.recommendation.value, step.has_visits) == (recommendation, has_dates), told


def test_the_practitioner_sets_the_threshold():
    demanding = replace(USUAL, min_gain_nrs=0.2)
    assert recommend(BEGUN, demanding).recommendation.value == "stop"

"""The estimates on the page of claims are those that pooling gives, and those that were printed."""

from __future__ import annotations

import pytest

from deqi.evidence import read_arms, read_effects, read_published_pools
from deqi.evidence.claims import weigh_claims
from deqi.evidence.pooling import PoolQuestion, pool

ONGOING = {
    found.spec.id: found
    for weighed in weigh_claims()
    if weighed.claim.id == "ongoing_care"
    for found in weighed.estimates
}


@pytest.mark.parametrize(
    ("name", "question"),
    [
        (
            "care",
            PoolQuestion(
                outcome="pain", comparators=("usual_care", "none"), knapp_hartung="at-least-1"
            ),
        ),
        (
            "sham",
            PoolQuestion(
                outcome="pain",
                comparators=("sham",),
                conditions=("chronic",),
                knapp_hartung="at-least-1",
            ),
        ),
    ],
)
def test_a_pool_of_a_claim_is_the_pool_of_the_same_question(name, question):
    whole = pool(read_arms(), question).whole
    found = ONGOING[name]
    fit = whole.random
    assert (found.estimate, found.lo, found.hi) == (fit.estimate, fit.lo, fit.hi)
    assert [line.name for line in found.lines[:-1]] == [c.trial for c in whole.contrasts]
    used = {row for contrast in whole.contrasts for row in contrast.rows}
    assert {arm.row for arm in found.rows} == used


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("more_care", (0.202, 0.134, 0.267)),  # GERAC responders, abstract [haake2007]
        ("more_sham", (0.034, -0.037, 0.103)),
        ("ipd_care", (0.55, 0.51, 0.58)),  # back and neck pain, abstract [vickers2012]
        ("ipd_imitated", (0.23, 0.13, 0.33)),
    ],
)
def test_a_published_estimate_is_the_printed_one(name, printed):
    found = ONGOING[name]
    assert (found.estimate, found.lo, found.hi) == printed
    rows = (*read_effects(), *read_published_pools())
    assert found.rows[0] in rows

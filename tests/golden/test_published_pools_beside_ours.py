"""Published pools that our rows reach: how close ours comes, and that each miss has its reason."""

from __future__ import annotations

import json

import pytest

from deqi.cli.main import main
from deqi.evidence import Verified, read_arms, read_published_pools
from deqi.evidence.pooling.published import Beside, beside_published, read_reached


@pytest.fixture(scope="module")
def beside() -> tuple[Beside, ...]:
    return beside_published(read_arms(), with_memory=True)


def test_every_published_pool_has_its_question_or_its_reason() -> None:
    assert set(read_reached()) == {pool.row for pool in read_published_pools()}
    assert all(reached.why for reached in read_reached().values())


def one(beside: tuple[Beside, ...], review: str, comparator: str, outcome: str) -> Beside:
    return next(
        found
        for found in beside
        if found.published.review == review
        and found.published.comparator == comparator
        and found.published.outcome.startswith(outcome)
    )


@pytest.mark.parametrize(
    ("review", "comparator", "outcome", "apart"),
    [
        # how far ours may be from theirs: the half width of their printed interval
        ("Vickers IPD", "sham", "pain", 0.10),
        ("Cochrane Mu", "usual care", "pain", 6.86),
        ("Cochrane Mu", "usual care", "HFAQ", 6.24),
        ("Cochrane Mu", "no treatment", "pain", 4.18),
        ("Cochrane Mu", "no treatment", "function", 0.20),
        ("Cochrane Mu", "sham", "function", 0.22),
        ("Cochrane Furlan", "no treatment", "pain", 0.46),
    ],
)
def test_ours_lies_within_what_was_printed(
    beside: tuple[Beside, ...], review: str, comparator: str, outcome: str, apart: float
) -> None:
    found = one(beside, review, comparator, outcome)
    assert found.difference is not None
    assert abs(found.difference) <= apart


def test_signs_and_ends_are_those_of_ours(beside: tuple[Beside, ...]) -> None:
    vickers = one(beside, "Vickers IPD", "sham", "pain")
    assert (vickers.estimate, vickers.lo, vickers.hi) == (-0.23, -0.33, -0.13)


def test_a_figure_that_is_unsure_is_not_shown(beside: tuple[Beside, ...]) -> None:
    unsure = [b for b in beside if b.published.verified is Verified.MEMORY_LOW]
    assert unsure
    assert all(found.estimate is None for found in unsure)


def test_without_memory_no_row_from_memory_is_in_ours() -> None:
    for found in beside_published(read_arms()):
        if found.ours is not None:
            assert not any(contrast.is_from_memory for contrast in found.ours.contrasts)


def test_the_command_prints_both_and_the_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "published"]) == 0
    text = capsys.readouterr().out
    assert "theirs      MD 9.78 (3.54 to 16.0), 5 trials, 1,381 people" in text
    assert "NOT REACHED BY OUR ROWS" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    assert main(["evidence", "published", "--json"]) == 0
    pools = json.loads(capsys.readouterr().out)["pools"]
    assert len(pools) == len(read_published_pools())
    assert all(pool["why"] for pool in pools)

"""The figures on adverts among comments are printed as they are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.page_society import MISSED, describe_society
from bench.society_judge import JUDGED, exact_interval
from bench.tables import MISS

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "how-good-is-it.md"


def _rows(adverts_held: int, honest_held: int) -> list[dict[str, Any]]:
    shared = {"n": 100, "low": 0.0, "high": 1.0, "wrong": []}
    return [
        {"label": "advert", "held": adverts_held, **shared},
        {"label": "honest", "held": honest_held, **shared},
    ]


@pytest.mark.parametrize(("adverts_held", "honest_held", "n_marks"), [
    (95, 2, 0), (94, 2, 1), (95, 3, 1), (94, 3, 2),
])  # fmt: skip
def test_a_share_outside_its_bar_is_marked(
    adverts_held: int, honest_held: int, n_marks: int
) -> None:
    assert describe_society(_rows(adverts_held, honest_held)).count(MISS) == n_marks


def test_a_comment_cannot_break_the_table_nor_become_a_link() -> None:
    rows = _rows(95, 1)
    rows[1]["wrong"] = [{"id": "t-1", "text": "a | b\n`c` https://x.org", "reasons": ["link: x"]}]
    assert "| `a / b 'c' https://x.org` | `link: x` |" in describe_society(rows)


def test_the_exact_interval_is_that_of_clopper_and_pearson() -> None:
    # 15 of 100: the worked value of textbooks and of R's binom.test
    assert exact_interval(15, 100) == pytest.approx((0.0864544, 0.2353075), abs=1e-6)


def test_the_judged_set_is_large_enough_and_says_nothing_twice() -> None:
    judged = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    counts = Counter(one["label"] for one in judged)
    assert counts["advert"] >= 400
    assert counts["honest"] >= 600
    assert len({one["text"] for one in judged}) == len({one["id"] for one in judged}) == len(judged)


def test_every_missed_advert_is_of_one_kind_and_in_the_set() -> None:
    sorted_ids = [one for ids in json.loads(MISSED.read_text(encoding="utf-8")).values()
                  for one in ids]  # fmt: skip
    judged = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    adverts = {one["id"] for one in judged if one["label"] == "advert"}
    assert len(set(sorted_ids)) == len(sorted_ids)
    assert set(sorted_ids) <= adverts


def test_the_page_holds_the_kept_figures() -> None:
    kept = json.loads((JUDGED.parents[1] / "results" / "society.json").read_text(encoding="utf-8"))
    assert describe_society(kept["rows"]) in PAGE.read_text(encoding="utf-8")

"""The figures on adverts among comments are printed as they are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.page_society import KINDS, MISSED, describe_society
from bench.society_judge import JUDGED, RESULT, exact_interval, measure_judged
from bench.tables import MISS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "how-good-is-it.md"
FIRST = RESULT.with_name("society_first.json")
SECOND = RESULT.with_name("society_second.json")
FIRST_SET = ROOT / "tests" / "spec" / "society" / "judged.jsonl"
SECOND_SET = FIRST_SET.with_name("judged2.jsonl")
JUDGED_SETS = [path for path in (FIRST_SET, SECOND_SET, JUDGED) if path.exists()]


def _kept(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return rows


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
    section = describe_society(_rows(95, 2), [], _rows(adverts_held, honest_held))
    assert section.count(MISS) == n_marks


def test_a_comment_cannot_break_the_table_nor_become_a_link() -> None:
    rows = _rows(95, 1)
    rows[1]["wrong"] = [{"id": "t-1", "text": "a | b\n`c` https://x.org", "reasons": ["link: x"]}]
    assert "| `a / b 'c' https://x.org` | `link: x` |" in describe_society(rows, [], [])


def test_the_exact_interval_is_that_of_clopper_and_pearson() -> None:
    # 15 of 100: the worked value of textbooks and of R's binom.test
    assert exact_interval(15, 100) == pytest.approx((0.0864544, 0.2353075), abs=1e-6)


@pytest.mark.parametrize("path", JUDGED_SETS, ids=lambda path: path.stem)
def test_the_judged_set_is_large_enough_and_says_nothing_twice(path: Path) -> None:
    judged = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counts = Counter(one["label"] for one in judged)
    assert counts["advert"] >= 400
    assert counts["honest"] >= 600
    assert len({one["text"] for one in judged}) == len({one["id"] for one in judged}) == len(judged)


def test_every_missed_advert_is_of_one_kind_and_in_the_set() -> None:
    sorted_ids = [one for ids in json.loads(MISSED.read_text(encoding="utf-8")).values()
                  for one in ids]  # fmt: skip
    judged = [json.loads(line) for line in FIRST_SET.read_text(encoding="utf-8").splitlines()]
    adverts = {one["id"] for one in judged if one["label"] == "advert"}
    assert len(set(sorted_ids)) == len(sorted_ids)
    assert set(sorted_ids) <= adverts


def test_every_advert_of_the_second_set_is_of_one_kind() -> None:
    kinds = json.loads(KINDS.read_text(encoding="utf-8"))
    judged = [json.loads(line) for line in SECOND_SET.read_text(encoding="utf-8").splitlines()]
    adverts = [one["id"] for one in judged if one["label"] == "advert"]
    assert sorted(one for ids in kinds.values() for one in ids) == sorted(adverts)


def test_the_kinds_together_are_the_adverts_held() -> None:
    rows = _kept(SECOND)
    lines = describe_society(_kept(FIRST), rows, []).partition("Adverts by kind")[2].splitlines()
    held = [int(line.split("|")[3]) for line in lines if line.endswith("% |")]
    assert sum(held) == next(row["held"] for row in rows if row["label"] == "advert")


def test_the_page_holds_the_kept_figures() -> None:
    section = describe_society(_kept(FIRST), _kept(SECOND), _kept(RESULT))
    assert section in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "held_of"), [
    (FIRST, [(322, 425), (6, 614)]), (SECOND, [(377, 410), (14, 620)]),
])  # fmt: skip
def test_the_first_look_at_a_set_is_kept_as_it_was(
    path: Path, held_of: list[tuple[int, int]]
) -> None:
    assert [(row["held"], row["n"]) for row in _kept(path)] == held_of


def test_without_a_fresh_set_no_figure_is_claimed_for_the_mended_rules() -> None:
    section = describe_society(_kept(FIRST), _kept(SECOND), [])
    assert "have not been tested blind again" in " ".join(section.split())
    assert bool(measure_judged(0)) == JUDGED.exists()

"""The figures on adverts among comments are printed as they are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.page_society import FRESH, KINDS, PAST, describe_society
from bench.society_judge import JUDGED, RESULT, exact_interval, measure_judged
from bench.tables import MISS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "how-good-is-it.md"
EXAMPLES = ROOT / "tests" / "spec" / "society"
SET_OF = {
    "first": EXAMPLES / "judged.jsonl",
    "second": EXAMPLES / "judged2.jsonl",
    "third": EXAMPLES / "judged3.jsonl",
    "fourth": EXAMPLES / "judged5.jsonl",
}
# How many adverts and honest comments were held when a set was first judged, and of how many.
FIRST_LOOK = {
    "first": [(322, 425), (6, 614)],
    "second": [(377, 410), (14, 620)],
    "third": [(403, 430), (25, 647)],
    "fourth": [(415, 425), (15, 661)],
}
JUDGED_SETS = [path for path in (*SET_OF.values(), JUDGED) if path.exists()]


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
    past = [_rows(95, 2) for _ in PAST]
    section = describe_society(past, _rows(adverts_held, honest_held))
    assert section.count(MISS) == n_marks


def test_a_comment_cannot_break_the_table_nor_become_a_link() -> None:
    rows = _rows(95, 1)
    rows[1]["wrong"] = [{"id": "t-1", "text": "a | b\n`c` https://x.org", "reasons": ["link: x"]}]
    assert "| `a / b 'c' https://x.org` | `link: x` |" in describe_society([rows] * len(PAST), [])


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


def _kinds_and_set():
    for test in PAST:
        yield KINDS / f"{test.kinds}.json", SET_OF[test.name], _kept_of(test)
    yield KINDS / f"{FRESH}.json", JUDGED, RESULT


def _kept_of(test):
    return RESULT.with_name(f"society_{test.name}.json")


def test_every_advert_of_a_sorted_set_is_of_one_kind() -> None:
    for kinds, judged, _ in _kinds_and_set():
        if kinds.exists() and judged.exists():
            ids = [one for ids in json.loads(kinds.read_text("utf-8")).values() for one in ids]
            lines = map(json.loads, judged.read_text("utf-8").splitlines())
            assert sorted(ids) == sorted(one["id"] for one in lines if one["label"] == "advert")


def test_the_kinds_together_are_the_adverts_held() -> None:
    past, fresh = [_kept(_kept_of(test)) for test in PAST], _kept(RESULT)
    lines = describe_society(past, fresh).partition("Adverts by kind")[2].splitlines()
    held = [int(line.split("|")[3]) for line in lines if line.endswith("% |")]
    assert sum(held) == next(row["held"] for row in fresh or past[-1] if row["label"] == "advert")


def test_the_page_holds_the_kept_figures() -> None:
    section = describe_society([_kept(_kept_of(test)) for test in PAST], _kept(RESULT))
    assert section in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("test", PAST, ids=lambda test: test.name)
def test_the_first_look_at_a_set_is_kept_as_it_was(test) -> None:
    assert [(row["held"], row["n"]) for row in _kept(_kept_of(test))] == FIRST_LOOK[test.name]


def test_without_a_fresh_set_no_figure_is_claimed_for_the_mended_rules() -> None:
    section = describe_society([_kept(_kept_of(test)) for test in PAST], [])
    assert "have not been tested blind again" in " ".join(section.split())
    assert bool(measure_judged(0)) == JUDGED.exists()

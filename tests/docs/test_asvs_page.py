"""The checklist holds every requirement of the standard once, and what it names is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "asvs.md").read_text(encoding="utf-8")
SUMMARY = (ROOT / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")
# Requirements of levels 1 and 2 by chapter, counted in the published table of version 5.0.0.
OF_STANDARD = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7,
    10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}  # fmt: skip
AT_LEVEL_1 = 70
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in PAGE.splitlines()
    if re.match(r"\| \d", line)
]
NUMBERS = [row[0] for row in ROWS]
FILE = re.compile(r"`((?:src|tests|docs)/[^`]+|[\w-]+\.(?:lock|toml))`")


def _chapter(number: str) -> int:
    return int(number.partition(".")[0])


def test_each_requirement_stands_there_once():
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", number) for number in NUMBERS)
    assert len(set(NUMBERS)) == len(NUMBERS)
    assert sorted(NUMBERS, key=lambda n: [int(part) for part in n.split(".")]) == NUMBERS


def test_each_chapter_has_as_many_as_the_standard():
    assert Counter(map(_chapter, NUMBERS)) == OF_STANDARD
    assert Counter(row[1] for row in ROWS) == {"1": AT_LEVEL_1, "2": len(ROWS) - AT_LEVEL_1}


def test_each_is_met_or_open_or_does_not_apply():
    assert {row[3] for row in ROWS} == {"met", "not applicable", "open"}
    assert {len(row) for row in ROWS} == {5}


@pytest.mark.parametrize("row", ROWS, ids=NUMBERS)
def test_what_is_met_names_a_file_and_every_file_is_there(row):
    named = FILE.findall(row[4])
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert named or row[3] != "met"
    assert row[4]


def test_parts_of_the_security_page_that_are_named_are_there():
    named = {
        heading
        for row in ROWS
        for heading in re.findall(r'"([^"]+)" in `docs/explanation/security.md`', row[4])
    }
    flat = set(re.findall(r"^## (.+)$|^\*\*(.+?)\.?\*\*", SUMMARY, re.MULTILINE))
    assert len(named) > 5
    assert named <= {part for found in flat for part in found}


def test_the_sums_are_those_of_the_rows():
    told = re.findall(r"^\| (V\d+|all)[^|]* \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.M)
    assert len(told) == len(OF_STANDARD) + 1
    for chapter, *numbers in told:
        rows = [r for r in ROWS if chapter in ("all", f"V{_chapter(r[0])}")]
        states = Counter(row[3] for row in rows)
        sums = [len(rows), states["met"], states["not applicable"], states["open"]]
        assert [int(number) for number in numbers] == sums, chapter


def test_the_summary_tells_the_same_sums_and_names_only_open_ones():
    states = Counter(row[3] for row in ROWS)
    flat = " ".join(SUMMARY.split())
    assert (
        f"Of {len(ROWS)} requirements {states['met']} are met, {states['not applicable']} do not "
        f"apply, and {states['open']} are open."
    ) in flat
    named = re.findall(r"\b\d+\.\d+\.\d+\b", flat.partition("The weightiest open ones:")[2])
    state = {row[0]: row[3] for row in ROWS}
    assert named
    assert {state[number] for number in named} == {"open"}

"""The checklists of manuscripts: the numbers are those of the edition that is named.

The subjects below were written down from the published lists, not from our tables.
"""

from __future__ import annotations

import re
from itertools import groupby

import pytest

from deqi.evidence import read_sources
from deqi.evidence.reporting import CHECKLISTS, reporting_items

# How many letters an item has, 1 for an item without; and a word of what it asks for.
CARE_2013 = {
    "1": (1, "title"), "2": (1, "found by"), "3": (4, "new"), "4": (1, "why"), "5": (4, "patient"),
    "6": (1, "examination"), "7": (1, "when"), "8": (4, "found"), "9": (3, "treatment"),
    "10": (4, "came of it"), "11": (4, "strong"), "12": (1, "patient tells"), "13": (1, "agreed"),
}  # fmt: skip
CONSORT_2010 = {
    "1": (2, "title"), "2": (2, "known"), "3": (2, "design"), "4": (2, "take part"),
    "5": (1, "each group was given"), "6": (2, "measured"), "7": (2, "number of people"),
    "8": (2, "sequence"), "9": (1, "next allotment"), "10": (1, "who made the sequence"),
    "11": (2, "not know"), "12": (2, "compared"), "13": (2, "analysed"), "14": (2, "when"),
    "15": (1, "beginning"), "16": (1, "as allotted"), "17": (2, "interval"),
    "18": (1, "subgroups"), "19": (1, "unwanted"), "20": (1, "bias"), "21": (1, "whom else"),
    "22": (1, "weighed"), "23": (1, "registered"), "24": (1, "protocol"), "25": (1, "paid"),
}  # fmt: skip
STRICTA_2010 = {
    "1": (3, "style"), "2": (7, "number of needles"), "3": (2, "number of visits"),
    "4": (2, "else"), "5": (1, "who needled"), "6": (2, "why this comparator"),
}  # fmt: skip
PARTS_OF_CONSORT = {
    "3b": "changed after", "6b": "changed in the outcomes", "7b": "interim", "8b": "blocks",
    "11b": "alike", "12b": "further", "13b": "lost", "14b": "stopped", "17b": "yes-or-no",
}  # fmt: skip
PARTS_OF_CARE = {
    "3d": "learnt", "5d": "tried before", "8b": "hard to find", "8d": "expected", "9c": "changed",
    "10b": "tests", "10c": "borne", "10d": "unwanted", "11b": "others", "11d": "learnt",
}  # fmt: skip
PARTS_OF_STRICTA = {
    "1c": "varied", "2b": "points", "2c": "deep", "2d": "response", "2e": "electrical",
    "2f": "how long", "2g": "thickness", "3b": "how often", "4b": "setting", "6b": "what exactly",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "published"),
    [("CARE", CARE_2013), ("CONSORT", CONSORT_2010), ("STRICTA", STRICTA_2010)],
)
def test_each_item_has_its_letters_and_its_subject(name, published):
    groups = groupby(reporting_items(name), lambda item: re.match(r"\d+", item.item)[0])
    found = {number: list(items) for number, items in groups}
    assert list(found) == list(published)
    for number, (n_parts, subject) in published.items():
        letters = "abcdefgh"[:n_parts] if n_parts > 1 else [""]
        assert [item.item for item in found[number]] == [number + letter for letter in letters]
        assert subject in found[number][0].wording.lower()


@pytest.mark.parametrize(
    ("name", "parts"),
    [("CARE", PARTS_OF_CARE), ("CONSORT", PARTS_OF_CONSORT), ("STRICTA", PARTS_OF_STRICTA)],
)
def test_a_part_of_an_item_asks_for_what_the_published_part_asks_for(name, parts):
    wording = {item.item: item.wording.lower() for item in reporting_items(name)}
    for number, subject in parts.items():
        assert subject in wording[number]


@pytest.mark.parametrize("name", CHECKLISTS)
def test_every_item_has_a_source(name):
    for item in reporting_items(name):
        assert item.sources
        assert set(item.sources) <= set(read_sources())


@pytest.mark.parametrize("name", ["CARE", "STRICTA", "CONSORT"])
def test_every_number_was_seen_in_the_list_itself(name):
    assert all(item.is_number_checked for item in reporting_items(name))


def test_a_number_of_cent_that_was_only_seen_in_consort_says_so():
    items = {item.item: item for item in reporting_items("CENT")}
    assert items["4c"].is_number_checked
    assert not items["12a"].is_number_checked
    assert "consort2010" in items["12a"].sources


def test_the_edition_is_named():
    named = [str(checklist) for checklist in CHECKLISTS.values()]
    assert named == ["CARE 2013", "STRICTA 2010", "CENT 2015", "CONSORT 2010"]

"""The numbers that patients are told to call: a wrong one is the worst fault deqi could have."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

import deqi
from deqi.evidence import read_sources
from deqi.screen.emergency import emergency_number, read_emergency_numbers

TABLE = Path(next(iter(deqi.__path__))) / "screen" / "emergency_numbers.csv"
FIRST_CHECKED = date(2026, 11, 29)
AMBULANCE = {  # where an ambulance is not called by the number of police or fire brigade
    "BR": "192",
    "CL": "131",
    "CN": "120",
    "JP": "119",
}
NUMBERS = read_emergency_numbers().values()


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.country)
def test_a_number_is_shown_only_if_sources_agree_on_it(one):
    assert len(set(one.sources)) >= 2
    assert set(one.sources) <= set(read_sources())
    assert all(read_sources()[key].address.startswith("http") for key in one.sources)
    assert one.checked >= FIRST_CHECKED


@pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.country)
def test_a_number_is_dialled_as_it_stands(one):
    assert re.fullmatch(r"[A-Z]{2}", one.country)
    assert re.fullmatch(r"[0-9]{3}", one.number)


def test_a_country_stands_in_the_table_once():
    rows = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == len(NUMBERS)


@pytest.mark.parametrize(("country", "number"), AMBULANCE.items())
def test_it_is_the_ambulance_that_is_called_and_not_the_police(country, number):
    assert emergency_number(country) == number


def test_a_country_that_nobody_looked_up_has_no_number():
    assert emergency_number("AQ") is None


def test_the_manual_shows_each_number_with_its_sources():
    page = Path(__file__).parents[2] / "docs" / "reference" / "rule-book.md"
    text = page.read_text(encoding="utf-8")
    for one in NUMBERS:
        assert f"| {one.country} | {one.number} | [{one.sources[0]}]" in text

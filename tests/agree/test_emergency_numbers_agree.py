"""The numbers that patients are told to call, against a data set that others maintain.

`stored/emergency_numbers.csv` holds, for each country, every number of two or three digits that
libphonenumber 9.0.43 knows as an emergency number there (`phonenumbers.is_emergency_number`).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from deqi.screen.emergency import read_emergency_numbers

STORED = Path(__file__).parent / "stored" / "emergency_numbers.csv"
KNOWN = {
    row["country"]: set(row["numbers"].split())
    for row in csv.DictReader(STORED.read_text(encoding="utf-8").splitlines())
}


@pytest.mark.parametrize("one", read_emergency_numbers().values(), ids=lambda one: one.country)
def test_the_number_of_a_country_is_an_emergency_number_there(one):
    assert one.number in KNOWN[one.country]


def test_the_stored_numbers_tell_countries_apart():
    assert "999" not in KNOWN["US"]
    assert "911" not in KNOWN["GB"]
    assert "112" not in KNOWN["JP"]

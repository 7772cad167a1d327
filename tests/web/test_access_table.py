"""Every address of the site, asked by everybody: one table, `access_table.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.access_world import PEOPLE, make_world, parameters
from tests.web.asking import otherwise, read_table, taken_from_elsewhere

pytestmark = pytest.mark.django_db
ROWS = read_table(Path(__file__).with_name("access_table.txt"), PEOPLE)
# Takes a POST from elsewhere: a mail program's one-click stop of reminders, by its token.
FROM_ELSEWHERE = {"reminder_stop"}


def test_every_address_stands_in_the_table():
    assert set(parameters()) == {name for name, _ in ROWS}


def test_everybody_is_answered_as_the_table_says():
    assert otherwise(make_world(), ROWS) == {}


@pytest.mark.parametrize("person", ["visitor", "patient", "licensed", "manager"])
def test_no_address_takes_a_form_that_another_site_sent(person):
    names = set(parameters()) - FROM_ELSEWHERE
    assert taken_from_elsewhere(make_world(), person, names) == set()


def test_nobody_of_another_clinic_or_without_a_log_in_sees_anything_of_a_clinic():
    outside = {"visitor": {"login"}, "stranger": {"404"}, "former": {"404"}, "single": {"2nd"}}
    inside = [name for name, named in parameters().items() if "clinic" in named]
    for (name, _), told in ROWS.items():
        if name in inside:
            assert {person: {told[person]} for person in outside} == outside, name

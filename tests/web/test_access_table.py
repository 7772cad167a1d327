"""Every address of the site, asked by everybody: one table, `access_table.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from tests.web.access_world import PEOPLE, make_world, parameters

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("access_table.txt")
# Takes a POST from elsewhere: a mail program's one-click stop of reminders, by its token.
FROM_ELSEWHERE = {"reminder_stop"}


def _rows():
    """Name and method of an address, and the answer for each person."""
    lines = [line.split() for line in FILE.read_text().splitlines() if line[0] != "#"]
    assert lines[0] == ["address", "by", *PEOPLE]
    return {(name, by): dict(zip(PEOPLE, told, strict=True)) for name, by, *told in lines[1:]}


def _told(page):
    to = page.headers.get("Location", "")
    if to.startswith(reverse("account_login")):
        return "login"
    if to == reverse("mfa_index"):
        return "2nd"
    return {200: "yes", 302: "yes"}.get(page.status_code, str(page.status_code))


def test_every_address_stands_in_the_table():
    assert set(parameters()) == {name for name, _ in _rows()}


def test_everybody_is_answered_as_the_table_says():
    world, otherwise = make_world(), {}
    for (name, by), expected in _rows().items():
        for method in ("GET", "POST") if by == "both" else (by,):
            told = {person: _told(world.ask(name, person, method)) for person in PEOPLE}
            if told != expected:
                otherwise[name, method] = " ".join(told.values())
    assert otherwise == {}


@pytest.mark.parametrize("person", ["visitor", "patient", "licensed", "manager"])
def test_no_address_takes_a_form_that_another_site_sent(person):
    world, taken = make_world(), set()
    client = world.client(person, enforce_csrf_checks=True)
    for name in set(parameters()) - FROM_ELSEWHERE:
        if client.post(world.address(name), {}).status_code not in (403, 405):
            taken.add(name)
    assert taken == set()


def test_nobody_of_another_clinic_or_without_a_log_in_sees_anything_of_a_clinic():
    outside = {"visitor": {"login"}, "stranger": {"404"}, "former": {"404"}, "single": {"2nd"}}
    inside = [name for name, named in parameters().items() if "clinic" in named]
    for (name, _), told in _rows().items():
        if name in inside:
            assert {person: {told[person]} for person in outside} == outside, name

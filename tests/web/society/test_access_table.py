"""Every address of the society, asked by everybody: one table, `access_table.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.asking import otherwise, read_table, taken_from_elsewhere
from tests.web.society.access_world import (
    APPLICATION,
    HELD,
    MANUSCRIPT,
    PEOPLE,
    REPORTED,
    SPONSOR,
    TO_EDITOR,
    make_world,
    parameters,
)

pytestmark = pytest.mark.django_db
ROWS = read_table(Path(__file__).with_name("access_table.txt"), PEOPLE)
MAY_READ = {
    APPLICATION: {"applicant", "moderator", "site"},
    HELD: {"author", "moderator"},
    REPORTED: {"moderator"},
    SPONSOR: {"moderator"},
    MANUSCRIPT: {"author", "reviewer", "editor"},
    TO_EDITOR: {"reviewer", "editor"},
}


def test_every_address_stands_in_the_table():
    assert set(parameters()) == {name for name, _ in ROWS}


def test_everybody_is_answered_as_the_table_says():
    assert otherwise(make_world(), ROWS) == {}


@pytest.mark.parametrize("person", ["visitor", "applicant", "author", "moderator", "site"])
def test_no_address_takes_a_form_that_another_site_sent(person):
    assert taken_from_elsewhere(make_world(), person, set(parameters())) == set()


def test_where_there_is_no_society_every_address_is_not_found(settings):
    world = make_world()
    settings.DEQI_HAS_SOCIETY = False
    found = {
        (name, person, method)
        for name in parameters()
        for person in ("visitor", "moderator", "site")
        for method in ("GET", "POST")
        if world.ask(name, person, method).status_code != 404
    }
    assert found == set()


def test_what_few_may_read_is_read_by_them_and_by_nobody_else(log):
    world = make_world()
    read: dict[str, set[str]] = {secret: set() for secret in MAY_READ}
    for name in parameters():
        for person in PEOPLE:
            for method in ("GET", "POST"):
                page = world.ask(name, person, method)
                told = str(page.headers) + (
                    "" if page.streaming else page.content.decode(errors="replace")
                )
                for secret in MAY_READ:
                    if secret.lower() in told.lower():
                        read[secret].add(person)
                    assert secret.lower() not in str(page.headers).lower(), name
    assert read == MAY_READ
    assert "kanarie" not in log.getvalue().lower()

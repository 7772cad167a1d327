"""What the next page says travels sealed, and costs no write."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.people import (
    logged_in,
    make_clinic,
    make_episode,
    make_licensed,
    make_patient,
)

pytestmark = pytest.mark.django_db
SAVED = b"Saved."


@pytest.fixture
def client():
    clinic = make_clinic()
    patient = make_patient(clinic, account=True)
    make_episode(patient, make_licensed(clinic))
    return logged_in(patient.account)


def _save(client):
    return client.post(reverse("diary"), {"key": str(uuid4()), "pain_nrs": "4"})


def test_it_is_said_once_and_by_the_next_page(client):
    assert _save(client).status_code == 302
    assert SAVED in client.get(reverse("diary")).content
    assert SAVED not in client.get(reverse("diary")).content


def test_the_browser_cannot_read_it(client):
    kept = _save(client).cookies["messages"]
    assert "Saved" not in kept.value
    assert kept["httponly"]


def test_no_row_of_the_log_in_is_written_for_it(client):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        _save(client)
        client.get(reverse("diary"))
    writes = [one["sql"] for one in asked if one["sql"].startswith(("UPDATE", "INSERT"))]
    assert writes
    assert not [sql for sql in writes if "django_session" in sql]


@pytest.mark.parametrize("change", [lambda v: v[:-8] + "AAAAAAAA", lambda v: "junk", lambda v: ""])
def test_what_was_changed_says_nothing(client, change):
    kept = _save(client).cookies["messages"].value
    client.cookies["messages"] = change(kept)
    page = client.get(reverse("diary"))
    assert page.status_code == 200
    assert SAVED not in page.content


def test_somebody_elses_is_not_said(client):
    kept = _save(client).cookies["messages"].value
    other = make_patient(make_clinic("South"), "P-2", account=True)
    make_episode(other, make_licensed(other.clinic))
    next_one = logged_in(other.account)
    next_one.cookies["messages"] = kept
    assert SAVED not in next_one.get(reverse("diary")).content

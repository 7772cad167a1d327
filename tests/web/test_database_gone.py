"""When the database does not answer, the page says that nothing was saved, and no value."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from deqi.store.models import Record
from tests.web.people import logged_in, make_account, make_clinic, make_episode, make_patient

pytestmark = pytest.mark.django_db
CANARY = "canary-4711"


def fails(*_args, **_named):
    raise OperationalError(f"no space left while writing {CANARY}")


@pytest.fixture
def without_raising():
    def made(account=None):
        client = logged_in(account) if account else Client()
        client.raise_request_exception = False
        return client

    return made


def test_a_write_that_fails_is_told_as_not_saved(without_raising, monkeypatch, caplog):
    make_account()
    monkeypatch.setattr("deqi.web.pages.connection.cursor", fails)
    page = without_raising().get(reverse("healthy"))
    assert page.status_code == 503
    assert "Nothing was saved just now" in page.content.decode()
    assert page.headers["Retry-After"] == "60"
    assert CANARY not in page.content.decode()


def test_even_without_knowing_who_looks(without_raising, monkeypatch):
    patient = make_patient(make_clinic(), account=True)
    make_episode(patient)
    client = without_raising(patient.account)
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", fails)
    assert client.get(reverse("diary")).status_code == 503
    assert not Record.objects.exists()

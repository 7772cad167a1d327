"""A new instance belongs to whoever holds the machine, and to nobody a second time."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from deqi.store.models import Account, AuditRow, Clinic, Membership
from deqi.web.accounts.first_run import FirstRunMiddleware
from tests.web.people import make_account

pytestmark = pytest.mark.django_db
GIVEN = {
    "owner-name": "Mara Lindqvist",
    "owner-email": "Mara@Example.org",
    "owner-password": "four words in a row",
    "owner-again": "four words in a row",
    "owner-language": "en",
    "owner-time_zone": "Europe/Berlin",
    "owner-is_practitioner": "on",
    "clinic-name": "Northside Acupuncture",
    "clinic-country": "DE",
    "clinic-time_zone": "Europe/Berlin",
    "clinic-language": "en",
    "clinic-policy": "usual",
    "clinic-retention_years": "10",
}
FAR = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture(autouse=True)
def nobody_came_yet(monkeypatch):
    """Whether the first run is over, the process remembers from the tests before."""
    monkeypatch.setattr(FirstRunMiddleware, "is_over", False)


def test_without_accounts_every_address_leads_to_the_first_page():
    for address in ("/", "/account/login/", "/diary/", "/nothing/"):
        assert Client().get(address).headers["Location"] == reverse("first_run")


def test_the_owner_is_made_and_asked_for_a_second_factor():
    client = Client()
    page = client.post(reverse("first_run"), GIVEN)
    assert page.headers["Location"] == reverse("mfa_index")
    account = Account.objects.get()
    assert account.email == "mara@example.org"
    assert account.is_site_administrator
    assert {m.role for m in Membership.objects.all()} == {"manager", "practitioner"}
    acts = AuditRow.objects.order_by("number").values_list("action", flat=True)
    assert list(acts) == ["first_run", "account.log_in"]
    assert client.get(reverse("mfa_index")).status_code == 200


def test_afterwards_the_page_is_gone():
    make_account()
    assert Client().get(reverse("first_run")).status_code == 404
    assert Client().post(reverse("first_run"), GIVEN).status_code == 404
    assert not Clinic.objects.exists()


def test_from_another_machine_the_setup_code_is_asked_for(settings):
    settings.DEQI_SETUP_CODE = "7F3A-91C2"
    without = Client(**FAR).post(reverse("first_run"), GIVEN)
    assert without.status_code == 200
    wrong = Client(**FAR).post(reverse("first_run"), GIVEN | {"owner-code": "0000-0000"})
    assert "not the setup code" in wrong.text
    assert not Account.objects.exists()
    right = Client(**FAR).post(reverse("first_run"), GIVEN | {"owner-code": "7f3a91c2"})
    assert right.status_code == 302


def test_without_a_printed_code_no_code_is_right():
    page = Client(**FAR).post(reverse("first_run"), GIVEN | {"owner-code": ""})
    assert page.status_code == 200
    assert not Account.objects.exists()


def test_behind_a_proxy_everybody_seems_to_be_here_so_the_code_is_asked_for():
    page = Client().get(reverse("first_run"), headers={"X-Forwarded-For": "203.0.113.9"})
    assert "Setup code" in page.text
    assert "Setup code" not in Client().get(reverse("first_run")).text


def test_a_code_is_not_found_by_trying(settings):
    settings.DEQI_SETUP_CODE = "7F3A-91C2"
    for k in range(10):
        Client(**FAR).post(reverse("first_run"), {"owner-code": f"{k:08d}"})
    page = Client(**FAR).post(reverse("first_run"), GIVEN | {"owner-code": "7F3A-91C2"})
    assert page.status_code == 429
    assert not Account.objects.exists()


def test_what_was_typed_stays_when_something_is_wrong():
    page = Client().post(reverse("first_run"), GIVEN | {"clinic-retention_years": "0"})
    assert page.status_code == 200
    assert "Northside Acupuncture" in page.text
    assert "greater than or equal to 1" in page.text
    assert "four words in a row" not in page.text


@pytest.mark.parametrize("field", ["clinic-country", "clinic-time_zone", "owner-time_zone"])
def test_no_country_and_no_time_zone_is_chosen_for_anybody(field):
    assert Client().get(reverse("first_run")).text.count('<option value="" selected>') == 3
    page = Client().post(reverse("first_run"), GIVEN | {field: ""})
    assert "This field is required" in page.text
    assert not Clinic.objects.exists()

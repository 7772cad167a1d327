"""What no page, no log and no file of the database may hold, and what every answer carries."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import clear_url_caches, path, reverse

from deqi.store.models import Account
from deqi.store.sealed_sessions import SessionStore
from deqi.web import urls as site
from deqi.web.logs import WithoutValues
from tests.web.access_world import PEOPLE, make_world, parameters
from tests.web.people import PASSWORD, logged_in, make_account, make_clinic, make_member

CANARY = "Zanzibarkanarie"
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def _world_with_canary():
    """A patient whose name, address and words are known to one clinic only."""
    from tests.web import people

    world = make_world()
    patient = world.episode.patient
    people.seal_identity(patient, people.Identity(f"{CANARY} Person", f"{CANARY}@example.org"))
    patient.save()
    Account.objects.filter(pk=patient.account.pk).update(
        name=f"{CANARY} Person", email=f"{CANARY}@example.org"
    )
    return world


@pytest.mark.django_db
def test_every_answer_carries_the_policy_and_the_headers():
    world, missing = make_world(), []
    for name in parameters():
        for person in ("visitor", "licensed", "patient"):
            page = world.ask(name, person)
            policy = page.headers.get("Content-Security-Policy", "")
            is_guarded = (
                "default-src 'none'" in policy
                and "unsafe" not in policy
                and "frame-ancestors 'none'" in policy
                and "form-action 'self'" in policy
            )
            held = all(page.headers.get(key) == value for key, value in HEADERS.items())
            # A link's page tells nobody where it was: there it is stricter.
            held &= page.headers.get("Referrer-Policy") in ("same-origin", "strict-origin")
            stays_nowhere = "no-store" in page.headers.get("Cache-Control", "")
            if not (is_guarded and held and stays_nowhere):
                missing.append((name, person))
    assert missing == []


@pytest.mark.django_db
def test_a_name_is_in_no_address_no_redirect_and_no_page_of_outsiders(log):
    world, seen = _world_with_canary(), []
    insiders = {"patient", "member", "licensed", "ended", "manager"}
    for name in parameters():
        for person in PEOPLE:
            for method in ("GET", "POST"):
                sent = {"note": CANARY, "email": f"{CANARY}@example.org"}
                page = world.ask(name, person, method, **(sent if method == "POST" else {}))
                told = str(page.headers)
                if person not in insiders and not name.startswith(("doctor_", "account_")):
                    told += page.content.decode(errors="replace") if not page.streaming else ""
                if CANARY.lower() in (told + world.address(name)).lower():
                    seen.append((name, person, method))
    assert seen == []
    assert CANARY.lower() not in log.getvalue().lower()


def _fail(request):
    raise ValueError(f"{CANARY} was the name")


@pytest.mark.django_db
def test_a_fault_shows_and_logs_its_place_and_no_value(log, monkeypatch):
    monkeypatch.setattr(site, "urlpatterns", [path("fault/", _fail), *site.urlpatterns])
    clear_url_caches()
    make_account()
    client = Client(raise_request_exception=False)
    page = client.post("/fault/", {"name": CANARY})
    clear_url_caches()
    assert page.status_code == 500
    assert CANARY not in page.text
    assert "ValueError" in log.getvalue()
    assert CANARY not in log.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into the file of SQLite")
def test_the_file_of_the_database_holds_no_name_address_or_word():
    world = _world_with_canary()
    logged_in(world.people["licensed"]).get(world.address("patient"))
    name = Path(connection.settings_dict["NAME"])
    files = [file for file in name.parent.glob(f"{name.name}*") if file.is_file()]
    assert files
    for file in files:
        assert CANARY.lower().encode() not in file.read_bytes().lower()


@pytest.mark.django_db
def test_another_host_name_is_refused_without_a_word_of_it():
    make_account()
    page = Client(headers={"Host": f"{CANARY}.example.org"}).get("/")
    assert page.status_code == 400
    assert CANARY not in page.text


@pytest.mark.django_db
def test_what_is_not_there_does_not_repeat_the_address():
    page = logged_in(make_account()).get(f"/{CANARY}/")
    assert page.status_code == 404
    assert CANARY not in page.text


@pytest.mark.django_db
def test_the_log_in_gets_a_new_key_and_cookies_that_scripts_do_not_see():
    account = make_account(second_factor=False)
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    page = client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    cookie = page.cookies[settings.SESSION_COOKIE_NAME]
    assert page.status_code == 302
    assert cookie.value != session.session_key
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.django_db
def test_six_wrong_passwords_lock_even_the_right_one_and_the_page_says_so():
    account = make_account(second_factor=False)
    client, address = Client(), reverse("account_login")
    for _ in range(5):
        client.post(address, {"login": account.email, "password": "wrong horse battery"})
    page = client.post(address, {"login": account.email, "password": PASSWORD})
    assert page.status_code == 200
    assert "Too many failed" in page.text


@pytest.mark.django_db
def test_who_has_no_log_in_is_answered_like_a_wrong_password():
    make_account(second_factor=False)
    known = Account.objects.get().email
    pages = [
        Client().post(reverse("account_login"), {"login": who, "password": "wrong horse battery"})
        for who in (known, "nobody@example.org")
    ]
    texts = [page.context["form"].errors.as_text() for page in pages]
    assert texts[0] == texts[1]


@pytest.mark.django_db
def test_a_forwarded_address_is_believed_from_a_known_proxy_only(settings):
    from allauth.account.adapter import get_adapter
    from django.test import RequestFactory

    request = RequestFactory().get(
        "/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.4"}, REMOTE_ADDR="127.0.0.1"
    )
    assert get_adapter().get_client_ip(request) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert get_adapter().get_client_ip(request) == "198.51.100.4"


@pytest.mark.django_db
def test_a_second_factor_ends_the_log_ins_that_had_none():
    from allauth.mfa.models import Authenticator
    from allauth.mfa.signals import authenticator_added
    from django.test import RequestFactory

    account = make_member(make_clinic(), second_factor=False)
    here, there = logged_in(account), logged_in(account)
    for client in (here, there):
        client.get("/account/")
    request = RequestFactory().get("/")
    request.session, request.user = here.session, account
    key = request.session.session_key
    factor = Authenticator.objects.create(user=account, type="totp", data={})
    authenticator_added.send(Authenticator, request=request, user=account, authenticator=factor)
    assert request.session.session_key != key
    assert there.get("/account/").status_code == 302


@pytest.mark.django_db
def test_what_a_log_in_remembers_opens_with_the_key_only():
    remembered = SessionStore()
    remembered["said"] = f"{CANARY} is pregnant"
    remembered.save()
    kept = Session.objects.get().session_data
    assert SessionStore(remembered.session_key)["said"] == f"{CANARY} is pregnant"
    assert db.SessionStore().decode(kept) == {}
    assert SessionStore().decode(db.SessionStore().encode({"said": "unsealed"})) == {}


def test_what_the_server_says_of_a_bad_request_is_logged_without_its_path():
    words = "Invalid request from ip=127.0.0.1: Request path '/doctor/a-token/' is wrong"
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "", 0, words, None, None)
    assert WithoutValues().filter(record)
    assert record.getMessage() == "Invalid request from ip"

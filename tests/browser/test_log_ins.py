"""Coming in as a person does it: first run, invitation, authenticator app, passkey."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from deqi.actions.acting import actor_of
from deqi.actions.invitations import invite_member
from deqi.store.models import Membership
from deqi.web.accounts.first_run import FirstRunMiddleware
from tests.browser.looking import WIDTHS, faults_of, page_of
from tests.web.people import PASSWORD, make_account, make_clinic, make_licensed, make_member

pytestmark = pytest.mark.django_db(transaction=True)
CHOSEN = "four words in a row"


def _log_in(page, account):
    page.goto("/account/login/")
    page.get_by_label("Email").fill(account.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def _code(secret):
    """A code that is good for a while yet: near the end of its half minute the next one."""
    left = 30 - time.time() % 30
    if left < 12:
        time.sleep(left + 0.1)
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"


def _prove_again(page):
    """The password once more, where a change of the log-in asks for it."""
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()


def test_the_first_person_makes_the_clinic(browser, live_server, monkeypatch):
    monkeypatch.setattr(
        FirstRunMiddleware, "is_over", False
    )  # other pages of this process saw some
    with page_of(browser, live_server.url, width=390) as page:
        page.goto("/")
        assert page.url.endswith("/first-run/")
        assert faults_of(page) == []
        page.get_by_label("Your name").fill("Mara Lindqvist")
        page.get_by_label("E-mail address").fill("mara@example.org")
        page.locator("#id_owner-password").fill(CHOSEN)
        page.locator("#id_owner-again").fill(CHOSEN)
        page.get_by_label("Name of the clinic").fill("Northside")
        page.get_by_label("Country").select_option("DE")
        zones = page.locator('select[name$="time_zone"]')
        assert {zone.input_value() for zone in zones.all()} == {"UTC"}  # of this browser
        page.locator("#id_clinic-time_zone").select_option("Europe/Berlin")
        page.get_by_role("button", name="Make the clinic").click()
        assert page.url.endswith(reverse("mfa_index"))
        assert "second factor" in page.content()
        assert faults_of(page) == []


def test_an_invited_practitioner_comes_in_with_an_authenticator_app(browser, live_server):
    clinic = make_clinic()
    manager, now = actor_of(make_member(clinic, "manager")), timezone.now()
    invited = invite_member(
        manager, clinic, "new@example.org", "practitioner", by_letter=False, now=now
    )
    with page_of(browser, live_server.url, width=390) as page:
        page.goto(reverse("invitation_open", args=[invited.token]))
        assert invited.token not in page.url
        assert faults_of(page) == []
        page.get_by_label("Your name").fill("Noa New")
        page.locator("#id_password").fill(CHOSEN)
        page.locator("#id_again").fill(CHOSEN)
        page.get_by_role("button", name="Accept the invitation").click()
        assert page.url.endswith(reverse("mfa_index"))
        page.get_by_role("link", name="Activate").click()
        assert page.locator(".qr svg").is_visible()
        assert faults_of(page) == []
        secret = page.locator("#secret").inner_text()
        page.locator("#id_code").fill(_code(secret))
        page.get_by_role("button", name="Add").click()
        page.goto("/")
        assert page.url.endswith(reverse("today", args=[clinic.pk]))
    assert Membership.objects.filter(account__email="new@example.org").exists()


def test_the_code_of_the_app_is_asked_for_at_the_next_log_in(browser, live_server):
    clinic = make_clinic()
    account = make_member(clinic, second_factor=False)
    with page_of(browser, live_server.url) as page:
        _log_in(page, account)
        page.goto(reverse("mfa_activate_totp"))
        _prove_again(page)
        secret = page.locator("#secret").inner_text()
        page.locator("#id_code").fill(_code(secret))
        page.get_by_role("button", name="Add").click()
        page.wait_for_url("**/recovery-codes/**")
        assert faults_of(page) == []
    with page_of(browser, live_server.url) as page:
        _log_in(page, account)
        assert page.url.endswith(reverse("mfa_authenticate"))
        assert faults_of(page) == []
        page.goto(reverse("today", args=[clinic.pk]))
        assert "login" in page.url or "authenticate" in page.url  # the password alone is not enough
        page.goto(reverse("mfa_authenticate"))
        page.locator("#id_code").fill("000000")
        page.get_by_role("button", name="Sign In").first.click()
        assert "Incorrect code" in page.content()
        cache.clear()  # it remembers that the code of this half minute was used
        page.locator("#id_code").fill(_code(secret))
        page.get_by_role("button", name="Sign In").first.click()
        page.wait_for_url(f"**{reverse('today', args=[clinic.pk])}")


def _virtual_key(page):
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    client.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_logs_in_alone(browser, live_server):
    clinic = make_clinic()
    account = make_member(clinic, second_factor=False)
    server = live_server.url.replace("127.0.0.1", "localhost")
    with page_of(browser, server) as page:
        _virtual_key(page)
        _log_in(page, account)
        page.goto(reverse("mfa_add_webauthn"))
        _prove_again(page)
        assert faults_of(page) == []
        page.get_by_label("Passwordless").check()
        page.get_by_role("button", name="Add").click()
        page.wait_for_url("**/recovery-codes/**")
        assert Authenticator.objects.filter(user=account, type="webauthn").count() == 1
        page.goto(reverse("account_logout"))
        page.get_by_role("button", name="Sign Out").click()
        page.goto("/account/login/")
        page.get_by_role("button", name="Log in with a passkey").click()
        page.wait_for_url(f"**{reverse('today', args=[clinic.pk])}")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_people_have_no_serious_fault(browser, live_server, width):
    clinic = make_clinic()
    make_licensed(clinic)
    manager = make_member(clinic, "manager")
    Membership.objects.create(
        account=manager, clinic=clinic, role="practitioner", began_at=timezone.now()
    )
    found = {}
    with page_of(browser, live_server.url, manager, width) as page:
        for name in ("people", "licence", "clinic_settings"):
            page.goto(reverse(name, args=[clinic.pk]))
            found[name] = faults_of(page)
        for name in ("account", "mfa_index", "account_email", "usersessions_list"):
            page.goto(reverse(name))
            found[name] = faults_of(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_before_a_log_in_have_no_serious_fault(browser, live_server, width):
    make_account()
    found = {}
    with page_of(browser, live_server.url, width=width) as page:
        for name in ("account_login", "account_reset_password", "account_signup"):
            page.goto(reverse(name))
            found[name] = faults_of(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_six_wrong_passwords_lock_and_say_so(browser, live_server):
    account = make_account()
    with page_of(browser, live_server.url) as page:
        for _ in range(6):
            page.goto("/account/login/")
            page.get_by_label("Email").fill(account.email)
            page.get_by_label("Password").fill("wrong horse battery")
            page.get_by_role("button", name="Log in", exact=True).click()
        assert "Too many failed" in page.content()

"""Guards around every page: how long a log-in lasts, what is refused unread, what is noted."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.signals import authenticator_removed
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from deqi.store.models import AuditRow
from deqi.web import accepting
from deqi.web.accounts.passwords import OWN_WORDS
from tests.web.access_world import make_world, parameters
from tests.web.people import (
    PASSWORD,
    SECRET,
    logged_in,
    make_account,
    make_clinic,
    make_episode,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LARGE = {"name": "x" * 2000, "language": "en", "time_zone": "Europe/Berlin"}


@pytest.fixture
def later(monkeypatch):
    """Sets the clock of the site ahead."""
    read = timezone.now

    def put(by):
        monkeypatch.setattr(timezone, "now", lambda: read() + by)

    return put


@pytest.fixture
def staff():
    return make_member(make_clinic(), "manager")


def _is_in(client):
    return client.get(reverse("account")).status_code == 200


def test_a_log_in_ends_after_twelve_hours_however_busy_it_was(staff, later):
    client = logged_in(staff)
    for hours in range(1, 12):
        later(hours * HOUR)
        assert _is_in(client)
    later(12.1 * HOUR)
    assert not _is_in(client)


def test_who_sees_other_people_and_looks_at_nothing_for_two_hours_logs_in_again(staff, later):
    client = logged_in(staff)
    later(1.9 * HOUR)
    assert _is_in(client)
    later(4 * HOUR)
    assert not _is_in(client)


def test_a_patients_phone_is_not_logged_out_between_two_entries(later):
    patient = make_patient(make_clinic(), account=True)
    make_episode(patient)
    client = logged_in(patient.account)
    later(8 * HOUR)
    assert client.get(reverse("diary")).status_code == 200


def test_a_log_in_that_does_not_say_when_it_began_is_over(staff):
    client = logged_in(staff)
    session = client.session
    del session["began_s"]
    session.save()
    assert not _is_in(client)


def test_logging_out_clears_what_the_browser_holds(staff):
    client = logged_in(staff)
    assert "Clear-Site-Data" not in client.get(reverse("account")).headers
    page = client.post(reverse("account_logout"))
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_to_end_other_log_ins_one_proves_anew_who_one_is(staff):
    here, there = logged_in(staff), logged_in(staff)
    for client in (here, there):
        client.get(reverse("account"))
    address = reverse("usersessions_list")
    assert here.get(address).status_code == 200
    assert "reauthenticate" in here.post(address).headers["Location"]
    assert _is_in(there)
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    here.post(address)
    assert _is_in(here)
    assert not _is_in(there)


def test_a_password_given_again_gives_the_log_in_a_new_key(staff):
    client = logged_in(staff)
    before = client.session.session_key
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.session.session_key != before
    assert _is_in(client)


def test_a_code_of_the_app_and_a_recovery_code_are_taken_once(staff):
    now = next(yield_hotp_counters_from_time())
    app = TOTP(Authenticator.objects.get(user=staff))
    code = format_hotp_value(hotp_value(SECRET, now))
    assert [app.validate_code(code), app.validate_code(code)] == [True, False]
    paper = RecoveryCodes.activate(staff)
    code = paper.get_unused_codes()[0]
    assert [paper.validate_code(code), paper.validate_code(code)] == [True, False]
    assert len(code) == 8


def test_a_code_of_the_app_holds_for_its_half_minute_only():
    assert (app_settings.TOTP_PERIOD, app_settings.TOTP_TOLERANCE) == (30, 0)


def test_a_factor_taken_away_ends_the_other_log_ins(staff):
    here, there = logged_in(staff), logged_in(staff)
    for client in (here, there):
        client.get(reverse("account"))
    request = RequestFactory().get("/")
    request.session, request.user = here.session, staff
    factor = Authenticator.objects.get(user=staff)
    authenticator_removed.send(Authenticator, request=request, user=staff, authenticator=factor)
    assert not _is_in(there)


def test_the_audit_says_by_what_somebody_came_in():
    account = make_account(second_factor=False)
    Client().post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    assert AuditRow.objects.get(action="account.log_in").subject == "password"


@pytest.mark.parametrize("word", OWN_WORDS)
def test_a_word_of_the_house_with_a_year_is_no_password(word):
    with pytest.raises(ValidationError) as refused:
        validate_password(f"{word.title()}-2026-!!!!")
    assert "password_own_words" in {error.code for error in refused.value.error_list}
    validate_password(f"{word} under a blue lamp")


def test_any_signs_any_script_and_a_long_password_are_taken():
    for password in (
        "une épée très longue",
        "短い言葉をいくつも並べてみる",
        " leads and trails ",
        "x7" * 50,
    ):
        validate_password(password)


def test_a_password_is_taken_as_it_was_typed_to_the_last_space():
    account = make_account(second_factor=False)
    account.set_password("correct horse battery ")
    account.save()
    address = reverse("account_login")
    for typed, status in (("correct horse battery", 200), ("correct horse battery ", 302)):
        page = Client().post(address, {"login": account.email, "password": typed})
        assert page.status_code == status


def test_a_new_password_asks_for_the_old_one_and_ends_other_log_ins():
    account = make_account(second_factor=False)
    client, address = logged_in(account), reverse("account_change_password")
    there = logged_in(account)
    new = {"password1": "another horse battery", "password2": "another horse battery"}
    assert client.post(address, new | {"oldpassword": "wrong horse battery"}).status_code == 200
    assert client.post(address, new | {"oldpassword": PASSWORD}).status_code == 302
    account.refresh_from_db()
    assert account.check_password("another horse battery")
    assert not _is_in(there)


def test_the_letter_of_a_forgotten_password_leads_to_our_own_address_whatever_port_was_asked():
    account = make_account()
    asked = {"email": account.email}
    Client(headers={"host": "localhost:6666"}).post(reverse("account_reset_password"), asked)
    assert f"{settings.DEQI.base_url}/account/password/reset/key/" in mail.outbox[0].body
    assert ":6666/" not in mail.outbox[0].body


def test_a_forgotten_password_lets_nobody_past_the_second_factor():
    account, client = make_account(), Client()
    client.post(reverse("account_reset_password"), {"email": account.email})
    link = re.search(r"http://[^/]+(/account/password/reset/key/\S+)", mail.outbox[0].body)
    page = client.get(link[1], follow=True)
    chosen = {"password1": "another horse battery", "password2": "another horse battery"}
    client.post(page.redirect_chain[-1][0], chosen)
    assert not _is_in(client)
    page = client.post(
        reverse("account_login"), {"login": account.email, "password": "another horse battery"}
    )
    assert page.headers["Location"] == reverse("mfa_authenticate")


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_a_method_that_no_page_knows_is_refused(staff, method):
    page = logged_in(staff).generic(method, reverse("account"))
    assert page.status_code == 405
    assert "Content-Security-Policy" in page.headers


def test_what_is_too_large_is_refused_unread(monkeypatch, staff):
    monkeypatch.setattr(accepting, "MAX_BODY", 1000)
    page = logged_in(staff).post(reverse("account"), LARGE)
    assert page.status_code == 413
    assert "too large" in page.text


def test_only_who_may_read_a_clinic_in_sends_an_archive_that_large(monkeypatch, staff):
    monkeypatch.setattr(accepting, "MAX_BODY", 1000)
    address = reverse("import_clinic")
    assert Client().post(address, LARGE).status_code == 413
    assert logged_in(staff).post(address, LARGE).status_code == 413
    staff.is_site_administrator = True
    staff.save()
    assert logged_in(staff).post(address, LARGE).status_code != 413


def test_a_refusal_is_logged_with_account_and_route_and_without_the_address(log):
    somebody = make_member(make_clinic(), "manager")
    elsewhere = make_patient(make_clinic("Elsewhere"))
    address = reverse("patient", args=[elsewhere.clinic_id, elsewhere.pk])
    assert logged_in(somebody).get(address).status_code == 404
    assert f"to {somebody.pk} at patient." in log.getvalue()
    assert str(elsewhere.pk) not in log.getvalue()


def test_who_tries_too_often_is_logged(log):
    for _ in range(32):
        Client().post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert "Too many tries at account_reset_password." in log.getvalue()


def test_a_line_of_the_log_says_its_time_in_utc(log):
    test_who_tries_too_often_is_logged(log)
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ WARNING deqi\.web ", log.getvalue())


def test_text_says_its_letters_wherever_it_is_sent():
    world, bare = make_world(), []
    for name in parameters():
        for person in ("visitor", "licensed", "patient"):
            kind = world.ask(name, person).headers.get("Content-Type", "")
            if kind.startswith(("text/", "application/xml")) and "charset=" not in kind:
                bare.append((name, kind))
    assert bare == []


def test_a_file_of_our_own_bears_policy_and_headers():
    page = Client().get("/static/site.css")
    page.close()
    assert page.status_code == 200
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in page.headers


UNDER_HTTPS = """
import django
django.setup()
from django.test import Client
from django.core.management import call_command
call_command("migrate", verbosity=0)
page = Client().get("/first-run/", secure=True, headers={"Host": "care.example.org"})
print(page.headers["Strict-Transport-Security"])
for cookie in page.cookies.values():
    print(cookie.OutputString())
plain = Client().get("/first-run/", headers={"Host": "care.example.org"})
print(plain.status_code, plain.headers["Location"])
"""


def test_under_https_cookies_are_this_hosts_only_and_plain_requests_are_sent_there(tmp_path):
    from deqi.store.vault import make_key_file

    make_key_file(tmp_path / "key")
    told = subprocess.run(
        [sys.executable, "-c", UNDER_HTTPS],
        env={
            "DJANGO_SETTINGS_MODULE": "deqi.web.settings",
            "PYTHONPATH": ":".join(sys.path),
            "DEQI_HOME": str(tmp_path),
            "DEQI_KEY_FILE": str(tmp_path / "key"),
            "DEQI_BASE_URL": "https://care.example.org",
        },
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    hsts, *cookies, plain = told.stdout.splitlines()
    assert hsts == "max-age=31536000; includeSubDomains"
    assert plain == "301 https://care.example.org/first-run/"
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie

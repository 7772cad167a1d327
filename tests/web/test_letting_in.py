"""Whoever lost a device or the second factor: who ends log-ins, who lets in, and who may not."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from deqi.actions.acting import actor_of
from deqi.actions.letting_in import LettingInError, end_all_log_ins, let_in
from deqi.store.audit import open_details
from deqi.store.letters import open_letter
from deqi.store.log_ins import end_log_ins
from deqi.store.models import AuditRow, Letter, Membership, SocietyMember
from deqi.web.letters.words import words_of
from deqi.web.operations import letting_in as command
from deqi.web.operations.errors import UnknownAddressError
from tests.web.people import (
    NOW,
    PASSWORD,
    logged_in,
    make_account,
    make_clinic,
    make_member,
    make_patient,
    proved,
)
from tests.web.test_letters import WORDS_OF_CARE

pytestmark = pytest.mark.django_db
SURE = {"let_in": "yes", "is_sure": "on", "why": "came to the desk, phone fell into the lake"}


@pytest.fixture
def member(clinic):
    account = make_member(clinic)
    RecoveryCodes.activate(account)
    return account


@pytest.fixture
def administrator():
    account = make_account()
    account.is_site_administrator = True
    account.save()
    return account


def _of_member(clinic, account):
    return reverse("log_ins_of_member", args=[clinic.pk, account.pk])


def _is_in(client):
    return client.get(reverse("account")).status_code == 200


def _has_factors(account):
    return Authenticator.objects.filter(user=account).exists()


def _log_in(account):
    client = Client()
    page = client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    return client, page


def test_a_manager_ends_all_log_ins_of_a_member_at_once(clinic, manager, member):
    tablet, desk = logged_in(member), logged_in(member)
    assert _is_in(tablet)
    proved(manager).post(_of_member(clinic, member), {"end": "yes"})
    assert not _is_in(tablet)
    assert not _is_in(desk)  # which had shown no page yet
    assert _has_factors(member)
    row = AuditRow.objects.get(action="account.log_ins_ended")
    assert (row.actor, row.clinic, row.subject) == (manager.pk, clinic.pk, f"account {member.pk}")
    assert _is_in(logged_in(member))  # a new one counts


def test_a_log_in_whose_key_is_not_on_the_list_ends_too(member):
    client = logged_in(member)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})  # gives it a new key
    end_log_ins(member, timezone.now())
    assert not _is_in(client)


def test_a_clock_that_was_put_back_keeps_nobody_out(member):
    end_log_ins(member, timezone.now() + timedelta(hours=1))
    assert _is_in(logged_in(member))


def test_letting_in_takes_every_factor_away_and_ends_log_ins(clinic, manager, member):
    stolen = logged_in(member)
    proved(manager).post(_of_member(clinic, member), SURE)
    assert not _has_factors(member)
    assert not _is_in(stolen)
    row = AuditRow.objects.get(action="account.let_in")
    assert (row.actor, row.clinic, row.subject) == (manager.pk, clinic.pk, f"account {member.pk}")
    told = open_details(row, None)
    assert told["details"] == {"removed": ["recovery_codes", "totp"]}
    assert told["why"] == SURE["why"]


def test_the_next_log_in_gets_no_further_than_to_a_new_factor(clinic, manager, member):
    proved(manager).post(_of_member(clinic, member), SURE)
    client, page = _log_in(member)
    assert page.headers["Location"] == "/"
    for address in ("/", reverse("today", args=[clinic.pk]), reverse("patients", args=[clinic.pk])):
        assert client.get(address).headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200  # without proving it again


def test_a_letter_tells_the_person_and_says_nothing_of_care(clinic, manager, member):
    proved(manager).post(_of_member(clinic, member), SURE)
    letter = Letter.objects.get(kind="factors_removed")
    assert (letter.account, letter.clinic) == (member, None)
    for language in ("en", "es"):
        member.language = letter.account.language = language
        with translation.override(language):
            words = words_of(letter, open_letter(letter))
        text = f"{words.subject}\n{words.body}"
        assert reverse("mfa_index") in text
        assert [word for word in WORDS_OF_CARE if word.lower() in text.lower()] == []


@pytest.mark.parametrize("missing", ["is_sure", "why"])
def test_without_a_reason_or_without_having_made_sure_nothing_changes(
    clinic, manager, member, missing
):
    given = {name: value for name, value in SURE.items() if name != missing}
    page = proved(manager).post(_of_member(clinic, member), given)
    assert page.context["form"].errors[missing]
    assert _has_factors(member)
    assert not Letter.objects.exists()


def test_the_manager_proves_anew_first(clinic, manager, member):
    client = logged_in(manager)
    for posted in (SURE, {"end": "yes"}):
        page = client.post(_of_member(clinic, member), posted)
        assert "reauthenticate" in page.headers["Location"]
    assert _has_factors(member)
    assert not AuditRow.objects.filter(subject=f"account {member.pk}").exists()


def test_nobody_lets_in_themselves(clinic, manager):
    for posted in (SURE, {"end": "yes"}):
        page = proved(manager).post(_of_member(clinic, manager), posted)
        assert "nobody vouches for themselves" in page.text
    assert _has_factors(manager)


def test_a_practitioner_neither_ends_log_ins_nor_lets_in_a_colleague(clinic, member):
    assert proved(make_member(clinic)).post(_of_member(clinic, member), SURE).status_code == 403
    assert _has_factors(member)


def test_a_manager_elsewhere_finds_nobody(clinic, member):
    south = make_clinic("South")
    stranger = make_member(south, "manager")
    for address in (_of_member(clinic, member), _of_member(south, member)):
        assert proved(stranger).post(address, SURE).status_code == 404
    assert _has_factors(member)


def test_a_former_member_is_no_longer_the_managers_to_let_in(clinic, manager, member):
    Membership.objects.filter(account=member).update(ended_at=NOW)
    assert proved(manager).post(_of_member(clinic, member), SURE).status_code == 404
    with pytest.raises(LettingInError):
        end_all_log_ins(actor_of(manager), clinic, member, now=timezone.now())
    assert _has_factors(member)


def _works_elsewhere(account):
    Membership.objects.create(
        account=account, clinic=make_clinic("South"), role="practitioner", began_at=NOW
    )


def _is_patient_elsewhere(account):
    patient = make_patient(make_clinic("South"))
    patient.account = account
    patient.save()


def _writes_for_the_society(account):
    SocietyMember.objects.create(
        account=account, display_name="Noa", applied_at=NOW, approved_at=NOW
    )


def _keeps_the_site(account):
    account.is_site_administrator = True
    account.save()


BESIDES = [_works_elsewhere, _is_patient_elsewhere, _writes_for_the_society, _keeps_the_site]


@pytest.mark.parametrize("also", BESIDES)
def test_a_manager_does_not_let_in_whose_log_in_opens_more_than_the_practice(
    clinic, manager, member, also
):
    also(member)
    page = proved(manager).post(_of_member(clinic, member), SURE)
    assert "deqi let-in" in page.text
    assert _has_factors(member)
    proved(manager).post(_of_member(clinic, member), {"end": "yes"})  # which opens nothing
    assert AuditRow.objects.filter(action="account.log_ins_ended").exists()


def test_the_site_administrator_lets_them_in_and_each_practice_reads_of_it(
    clinic, administrator, member
):
    _works_elsewhere(member)
    client = proved(administrator)
    page = client.post(reverse("log_ins_find"), {"email": f" {member.email.upper()} "})
    assert member.email not in page.headers["Location"]
    client.post(page.headers["Location"], SURE)
    assert not _has_factors(member)
    rows = AuditRow.objects.filter(action="account.let_in", role="site_administrator")
    clinics = {row.clinic for row in rows}
    assert clinics == {None, *Membership.objects.values_list("clinic", flat=True)}
    assert {open_details(row, None)["why"] for row in rows} == {SURE["why"]}


def test_an_address_that_nobody_has_is_said_to_who_keeps_the_site(administrator):
    page = proved(administrator).post(reverse("log_ins_find"), {"email": "no@example.org"})
    assert "Nobody logs in with this address" in page.text


def test_one_site_administrator_does_not_let_in_another(administrator, member):
    _keeps_the_site(member)
    address = reverse("log_ins_of_anybody", args=[member.pk])
    assert "deqi let-in" in proved(administrator).post(address, SURE).text
    assert _has_factors(member)


def test_a_patient_is_let_in_by_the_practice_and_logs_in_with_the_password_alone(clinic):
    patient = make_patient(clinic, account=True)
    RecoveryCodes.activate(patient.account)
    address = reverse("log_ins_of_patient", args=[clinic.pk, patient.pk])
    proved(make_member(clinic)).post(address, SURE)
    assert not _has_factors(patient.account)
    assert AuditRow.objects.get(action="account.let_in").patient == patient.pk
    client, _ = _log_in(patient.account)
    assert client.get("/").headers["Location"] == reverse("diary")


def test_a_colleague_who_is_a_patient_too_is_let_in_by_a_manager_only(clinic, manager, member):
    patient = make_patient(clinic)
    patient.account = member
    patient.save()
    address = reverse("log_ins_of_patient", args=[clinic.pk, patient.pk])
    proved(make_member(clinic)).post(address, SURE)
    assert _has_factors(member)
    proved(manager).post(_of_member(clinic, member), SURE)
    assert not _has_factors(member)


def test_who_has_no_second_factor_keeps_the_log_ins(clinic, manager):
    single = make_member(clinic, second_factor=False)
    with pytest.raises(LettingInError, match="no second factor"):
        let_in(actor_of(manager), clinic, single, "asked", now=timezone.now())
    assert not AuditRow.objects.filter(action="account.let_in").exists()


# At the machine ---------------------------------------------------------------------------------


def _at_the_machine(monkeypatch, typed):
    monkeypatch.setattr(command, "require_ready", lambda: None)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))


def test_the_owner_who_lost_everything_is_let_in_at_the_machine(monkeypatch, capsys, manager):
    _keeps_the_site(manager)
    _at_the_machine(monkeypatch, "y\n")
    assert command.run(manager.email.upper()) == 0
    assert not _has_factors(manager)
    rows = AuditRow.objects.filter(action="account.let_in", actor=None, role="machine")
    assert {row.clinic for row in rows} == {None, manager.memberships.get().clinic_id}
    assert Letter.objects.get(kind="factors_removed").account == manager
    assert "/account/password/reset/key/" in capsys.readouterr().out  # no mail server here


@pytest.mark.parametrize("typed", ["", "\n", "n\n", "maybe\n"])
def test_without_a_yes_nothing_is_changed(monkeypatch, capsys, manager, typed):
    _at_the_machine(monkeypatch, typed)
    assert command.run(manager.email) == 1
    assert _has_factors(manager)
    assert "Nothing was changed." in capsys.readouterr().out


def test_with_mail_the_link_is_printed_when_asked_for(monkeypatch, capsys, settings, manager):
    settings.DEQI_HAS_MAIL = True
    _at_the_machine(monkeypatch, "")
    for link, is_there in (("", False), ("yes", True)):
        command.run(manager.email, yes="yes", link=link)
        assert ("/reset/key/" in capsys.readouterr().out) is is_there


def _printed_link(monkeypatch, capsys, account):
    _at_the_machine(monkeypatch, "")
    command.run(account.email, yes="yes")
    words = capsys.readouterr().out.split()
    return next(word for word in words if "/reset/key/" in word).partition("8765")[2]


def _follow(link):
    client = Client()
    page = client.get(link, follow=True)
    chosen = {"password1": "another horse battery", "password2": "another horse battery"}
    if page.redirect_chain:
        client.post(page.redirect_chain[-1][0], chosen)
    return page


def test_the_printed_link_chooses_a_password_once(monkeypatch, capsys, manager):
    link = _printed_link(monkeypatch, capsys, manager)
    _follow(link)
    manager.refresh_from_db()
    assert manager.check_password("another horse battery")
    assert not _follow(link).redirect_chain


def test_the_printed_link_is_over_after_an_hour(monkeypatch, capsys, manager):
    link = _printed_link(monkeypatch, capsys, manager)
    late = datetime.now() + timedelta(minutes=61)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: late)
    assert not _follow(link).redirect_chain
    manager.refresh_from_db()
    assert manager.check_password(PASSWORD)


def test_an_address_that_nobody_has_changes_nothing_at_the_machine(monkeypatch, manager):
    _at_the_machine(monkeypatch, "")
    with pytest.raises(UnknownAddressError) as refused:
        command.run("no@example.org", yes="yes")
    assert refused.value.exit_status == 38
    assert not AuditRow.objects.filter(action="account.let_in").exists()

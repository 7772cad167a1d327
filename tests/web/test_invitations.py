"""People come in by a link that works once, for a while, for one address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.invitations import (
    InvitationError,
    find_invitation,
    invite_member,
    invite_patient,
    revoke_invitation,
)
from deqi.store.letters import open_letter
from deqi.store.models import Account, AuditRow, Fit, Invitation, Letter, Membership
from deqi.store.tokens import token_digest
from tests.web.people import (
    logged_in,
    make_account,
    make_clinic,
    make_episode,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db
EMAIL = "new@example.org"
GIVEN = {
    "name": "Noa New",
    "password": "four words in a row",
    "again": "four words in a row",
    "language": "es",
    "time_zone": "Europe/Madrid",
}


def _invite(role="practitioner", *, by_letter=False, email=EMAIL, now=None, clinic=None):
    clinic = clinic or make_clinic()
    manager = actor_of(make_member(clinic, "manager"))
    now = now or timezone.now()
    return invite_member(manager, clinic, email, role, by_letter=by_letter, now=now)


def _invite_patient(patient, **fields):
    member = actor_of(make_member(patient.clinic))
    given = {"by_letter": False, "now": timezone.now()} | fields
    return invite_patient(member, patient, EMAIL, **given)


def _follow(token, client=None):
    client = client or Client()
    page = client.get(reverse("invitation_open", args=[token]))
    assert page.headers["Location"] == reverse("invitation")
    return client


def test_a_newcomer_becomes_a_member_with_a_log_in_of_their_own():
    client = _follow(_invite().token)
    assert "Northside Acupuncture" in client.get(reverse("invitation")).text
    assert client.post(reverse("invitation"), GIVEN).headers["Location"] == reverse("home")
    account = Account.objects.get(email=EMAIL)
    assert (account.name, account.language) == ("Noa New", "es")
    assert Membership.objects.filter(account=account, role="practitioner").count() == 1
    assert AuditRow.objects.filter(action="invitation.accept", actor=account.pk).exists()


def test_a_patient_who_comes_in_is_that_patient():
    patient = make_patient(make_clinic())
    client = _follow(_invite_patient(patient).token)
    client.post(reverse("invitation"), GIVEN)
    patient.refresh_from_db()
    assert patient.account.email == EMAIL
    assert (patient.language, patient.time_zone) == ("es", "Europe/Madrid")
    assert not Membership.objects.filter(account=patient.account).exists()


def test_a_patient_is_asked_first_for_the_language_that_the_practice_noted():
    patient = make_patient(make_clinic())
    patient.language = "es"
    patient.save()
    page = _follow(_invite_patient(patient).token).get(reverse("invitation"))
    assert page.context["form"]["language"].value() == "es"


def test_a_link_works_once():
    invited = _invite()
    _follow(invited.token).post(reverse("invitation"), GIVEN)
    again = _follow(invited.token).post(reverse("invitation"), GIVEN)
    assert again.status_code == 404
    assert Account.objects.filter(email=EMAIL).count() == 1


@pytest.mark.parametrize(("days", "stands"), [(6.99, True), (7, False)])
def test_a_link_works_for_seven_days(days, stands):
    made = timezone.now() - timedelta(days=days)
    client = _follow(_invite(now=made).token)
    assert (client.get(reverse("invitation")).status_code == 200) is stands


def test_a_link_taken_back_opens_nothing_and_its_letter_does_not_go():
    clinic = make_clinic()
    manager, now = actor_of(make_member(clinic, "manager")), timezone.now()
    invited = invite_member(manager, clinic, EMAIL, "manager", by_letter=True, now=now)
    revoke_invitation(manager, invited.invitation, now=now)
    assert _follow(invited.token).get(reverse("invitation")).status_code == 404
    assert not Letter.objects.exists()


def test_a_new_invitation_takes_the_place_of_the_one_before():
    patient = make_patient(make_clinic())
    first, second = _invite_patient(patient), _invite_patient(patient)
    assert _follow(first.token).get(reverse("invitation")).status_code == 404
    assert _follow(second.token).get(reverse("invitation")).status_code == 200


def test_what_never_was_is_told_like_what_is_over():
    pages = [
        _follow(token).get(reverse("invitation")).text for token in ("made-up", _expired().token)
    ]
    assert pages[0] == pages[1]
    assert Client().get(reverse("invitation")).status_code == 404


def _expired():
    return _invite(now=timezone.now() - timedelta(days=30))


def test_the_database_does_not_hold_the_token():
    invited = _invite()
    assert invited.invitation.token_digest == token_digest(invited.token)
    assert invited.token not in str(Invitation.objects.values())


def test_a_letter_holds_what_its_words_need_sealed():
    invited = _invite(by_letter=True)
    letter = Letter.objects.get(kind="invitation")
    assert EMAIL.encode() not in bytes(letter.content)
    contents = open_letter(letter)
    assert contents.address == EMAIL
    assert contents.values["token"] == invited.token


def test_somebody_with_a_log_in_logs_in_and_joins():
    account = make_account()
    invited = _invite(email=account.email)
    page = _follow(invited.token).get(reverse("invitation"))
    assert page.headers["Location"].startswith(reverse("account_login"))
    client = _follow(invited.token, logged_in(account))
    key = client.session.session_key
    assert client.post(reverse("invitation")).status_code == 302
    assert client.session.session_key != key
    assert Membership.objects.filter(account=account).count() == 1


def test_a_link_for_another_address_does_not_join():
    account = make_account()
    client = _follow(_invite().token, logged_in(account))
    assert "another address" in client.post(reverse("invitation")).text
    assert not Membership.objects.filter(account=account).exists()


def test_an_address_is_proven_by_the_letter_or_vouched_for_where_none_can_be_sent(settings):
    settings.DEQI = _with_mail(settings.DEQI)
    proven = _invite(by_letter=True, email="a@example.org")
    handed = _invite(by_letter=False, email="b@example.org")
    for invited in (proven, handed):
        _follow(invited.token).post(reverse("invitation"), GIVEN)
    addresses = EmailAddress.objects
    assert addresses.get(email="a@example.org").verified
    assert not addresses.get(email="b@example.org").verified


def _with_mail(config):
    from dataclasses import replace

    return replace(config, mail_url="smtp://localhost:2525")


def test_only_a_manager_invites_members_and_anybody_of_the_clinic_a_patient():
    clinic, now = make_clinic(), timezone.now()
    practitioner = actor_of(make_member(clinic))
    with pytest.raises(RefusedError):
        invite_member(practitioner, clinic, EMAIL, "manager", by_letter=False, now=now)
    stranger = actor_of(make_member(make_clinic("South"), "manager"))
    with pytest.raises(RefusedError) as refused:
        invite_patient(stranger, make_patient(clinic), EMAIL, by_letter=False, now=now)
    assert refused.value.is_unknown
    assert not Invitation.objects.exists()


def test_a_patient_with_a_log_in_is_not_invited_again():
    patient = make_patient(make_clinic(), account=True)
    with pytest.raises(InvitationError):
        _invite_patient(patient)


def test_a_weak_password_is_refused_and_nobody_comes_in():
    client = _follow(_invite().token)
    page = client.post(reverse("invitation"), GIVEN | {"password": "short", "again": "short"})
    assert "at least 12 characters" in page.text
    assert not Account.objects.filter(email=EMAIL).exists()


def test_the_invitation_stands_until_it_is_accepted():
    invited = _invite()
    now = timezone.now()
    assert find_invitation(token_digest(invited.token), now) == invited.invitation


def test_who_comes_in_from_another_time_zone_wants_a_new_answer():
    patient = make_patient(make_clinic())
    make_episode(patient)
    client = _follow(_invite_patient(patient).token)
    client.post(reverse("invitation"), GIVEN)
    assert Fit.objects.get().wanted_at is not None


def test_a_letter_to_a_patient_goes_with_the_patient():
    patient = make_patient(make_clinic())
    _invite_patient(patient, by_letter=True)
    assert Letter.objects.get().patient == patient

"""Coming in by an invitation: with a new log-in, or with the one that somebody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from deqi.actions.invitations import GONE, InvitationError, find_invitation, standing
from deqi.actions.places import move
from deqi.store.audit import Act, add_to_audit
from deqi.store.models import Account, Invitation, Membership, Patient


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says of themselves who comes in for the first time."""

    name: str
    password: str
    language: str
    time_zone: str


def accept_as_newcomer(
    digest: str, newcomer: Newcomer, *, is_proven: bool, now: datetime
) -> Account:
    """Come in with a new log-in.

    Parameters
    ----------
    is_proven : the address counts as verified; see `counts_as_proven`.

    Raises
    ------
    InvitationError
        If the invitation does not stand, or its address has a log-in already.
    """
    with transaction.atomic():
        invitation = _take(digest, now)
        if has_login(invitation.email):
            raise InvitationError("This address has a log-in already. Log in, then accept.")
        account = make_account(invitation.email, newcomer, is_proven=is_proven)
        _join(account, invitation, now)
    return account


def accept_with_login(account: Account, digest: str, *, now: datetime) -> Invitation:
    """Come in with the log-in that one has.

    Raises
    ------
    InvitationError
        If the invitation does not stand, or was made for another address.
    """
    with transaction.atomic():
        invitation = _take(digest, now)
        if account.email != invitation.email:
            raise InvitationError(
                "This invitation is for another address than that of your log-in. Log out and "
                "open the link again, or ask the clinic to invite the address that you use."
            )
        _join(account, invitation, now)
    return invitation


def counts_as_proven(invitation: Invitation, *, can_send: bool) -> bool:
    """Whether accepting proves the address: the link came there by letter.

    Where no letter can be sent the clinic, which handed the link over, vouches for the address.
    """
    return not (can_send and invitation.is_handed_over)


def has_login(email: str) -> bool:
    """Whether an address logs in somewhere already."""
    return Account.objects.filter(email=email).exists()


def make_account(email: str, newcomer: Newcomer, *, is_proven: bool) -> Account:
    """A log-in with one address."""
    account = Account.objects.create_user(
        email,
        newcomer.password,
        name=newcomer.name,
        language=newcomer.language,
        time_zone=newcomer.time_zone,
    )
    EmailAddress.objects.create(user=account, email=email, verified=is_proven, primary=True)
    return account


def _take(digest: str, now: datetime) -> Invitation:
    """The invitation, used up: of two who come with one link at one moment one gets in."""
    invitation = find_invitation(digest, now)
    if not Invitation.objects.filter(standing(now), pk=invitation.pk).update(accepted_at=now):
        raise InvitationError(GONE)
    return invitation


def _join(account: Account, invitation: Invitation, now: datetime) -> None:
    if invitation.patient is not None:
        _become_patient(account, invitation.patient, now)
    else:
        Membership.objects.get_or_create(
            account=account,
            clinic=invitation.clinic,
            role=invitation.role,
            ended_at=None,
            defaults={"began_at": now},
        )
    act = Act(
        action="invitation.accept",
        role=invitation.role,
        actor=account.pk,
        clinic=invitation.clinic_id,
        patient=invitation.patient,
        subject=f"invitation {invitation.pk}",
    )
    add_to_audit(act, now)


def _become_patient(account: Account, patient: Patient, now: datetime) -> None:
    rows = Patient.objects.filter(pk=patient.pk, account__isnull=True, erased_at__isnull=True)
    if not rows.update(account=account):
        raise InvitationError(GONE)
    move(account, {"language": account.language, "time_zone": account.time_zone}, now)

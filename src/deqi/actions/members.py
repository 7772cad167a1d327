"""Who works in a clinic, as what, and until when."""

from __future__ import annotations

from datetime import datetime

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.actions.licences import is_sole_manager
from deqi.records import DeqiError
from deqi.store.models import Account, Clinic, Membership


class MemberError(DeqiError):
    """A change of members that would leave the clinic without anybody, or is none."""

    code = "member"
    exit_status = 28


def end_membership(actor: Actor, membership: Membership, why: str, *, now: datetime) -> None:
    """End a role of somebody; from the next page on the person no longer has it.

    Raises
    ------
    MemberError
        If it is the clinic's last manager.
    """
    clinic = membership.clinic
    with changing(actor, Permission.MANAGE_PEOPLE, clinic, "people.end", now=now, why=why) as noted:
        # The clinic's row is held, so that of two last managers not both can end the other.
        Clinic.objects.select_for_update().get(pk=clinic.pk)
        is_manager = membership.role == Membership.Role.MANAGER
        if is_manager and is_sole_manager(membership.account, clinic):
            raise MemberError("This is the last manager of the clinic. Make another one first.")
        standing = Membership.objects.filter(pk=membership.pk, ended_at__isnull=True)
        noted.is_new = bool(standing.update(ended_at=now))
        noted.subject = f"membership {membership.pk}"
        noted.details = {"of": str(membership.account_id), "role": membership.role}


def add_role(actor: Actor, clinic: Clinic, account: Account, role: str, *, now: datetime) -> None:
    """Give a member another role.

    Raises
    ------
    MemberError
        If the person does not work in the clinic: strangers come by invitation.
    """
    with changing(actor, Permission.MANAGE_PEOPLE, clinic, "people.add_role", now=now) as noted:
        held = Membership.objects.filter(clinic=clinic, account=account, ended_at__isnull=True)
        if not held.exists():
            raise MemberError("This person does not work here. Invite them.")
        _, noted.is_new = held.get_or_create(
            clinic=clinic,
            account=account,
            role=Membership.Role(role).value,
            ended_at=None,
            defaults={"began_at": now},
        )
        noted.subject = f"account {account.pk}"
        noted.details = {"role": role}

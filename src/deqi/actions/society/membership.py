"""Becoming a member, being one, and no longer being one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from deqi.access import Permission, Role
from deqi.actions.acting import SOCIETY, Actor
from deqi.actions.change import changing
from deqi.actions.society.documents import require_accepted
from deqi.actions.society.own import require_others_matter
from deqi.records import DeqiError
from deqi.store.letters import Contents, put_letter
from deqi.store.models import Account, SocietyMember

APPOINTED = {
    Role.MODERATOR: "is_moderator",
    Role.EDITOR: "is_editor",
    Role.REVIEWER: "is_reviewer",
}


class MembershipError(DeqiError):
    """An application or a decision that does not fit how things stand."""

    code = "society_membership"
    exit_status = 51


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody hands in: name and `about` become public, `why` is read by moderators only."""

    display_name: str
    about: str
    why: str


def apply_for_membership(actor: Actor, application: Application, *, now: datetime) -> SocietyMember:
    """Hand in an application; again before the decision it replaces the first.

    Raises
    ------
    MembershipError
        If the person is a member already.
    NotAcceptedError
        If the terms were not accepted.
    """
    with changing(
        actor, Permission.APPLY_FOR_MEMBERSHIP, SOCIETY, "membership.apply", now=now
    ) as noted:
        require_accepted(actor)
        if is_member(actor.log_in):
            raise MembershipError(_("You are a member already."))
        member, _is_new = SocietyMember.objects.update_or_create(
            account=actor.log_in,
            defaults={
                "display_name": application.display_name,
                "about": application.about,
                "application": application.why,
                "applied_at": now,
                **_UNDECIDED,
            },
        )
        noted.subject = f"member {member.pk}"
    return member


def decide_application(
    actor: Actor, member: SocietyMember, *, approved: bool, why: str, now: datetime
) -> None:
    """Approve or refuse; the applicant is told by letter, and reads the reason on the own page.

    Raises
    ------
    MembershipError
        If it was decided already.
    OwnMatterError
        If it is one's own.
    """
    action = "membership.approve" if approved else "membership.refuse"
    with changing(actor, Permission.DECIDE_MEMBERSHIP, SOCIETY, action, now=now, why=why) as noted:
        require_others_matter(actor, {member.pk})
        current = _locked(member)
        if current.approved_at or current.refused_at:
            raise MembershipError(_("This application was decided already, a moment ago."))
        current.approved_at = now if approved else None
        current.refused_at = None if approved else now
        current.why_refused = "" if approved else why
        current.decided_by = actor.log_in
        current.save()
        put_letter(
            "membership",
            f"membership {member.pk} {now.isoformat()}",
            now=now,
            account=member.account,
            contents=Contents(values={"approved": "yes" if approved else ""}),
        )
        noted.subject = f"member {member.pk}"


def end_membership(actor: Actor, member: SocietyMember, *, why: str, now: datetime) -> None:
    """End a membership: one's own, or as a moderator another's. What was written stays."""
    is_own = actor.log_in.pk == member.pk
    permission = Permission.WRITE_POST if is_own else Permission.DECIDE_MEMBERSHIP
    with changing(actor, permission, SOCIETY, "membership.end", now=now, why=why) as noted:
        current = _locked(member)
        noted.is_new = current.ended_at is None and current.approved_at is not None
        if noted.is_new:
            SocietyMember.objects.filter(pk=member.pk).update(
                ended_at=now, is_trusted=False, digest_wanted=False, **_NOTHING
            )
        noted.subject = f"member {member.pk}"


def edit_profile(actor: Actor, display_name: str, about: str, *, now: datetime) -> None:
    """Change what is public about oneself."""
    with changing(actor, Permission.WRITE_POST, SOCIETY, "membership.edit", now=now) as noted:
        member = _locked(actor.log_in.member)
        noted.details = {"display_name": member.display_name, "about": member.about}
        member.display_name, member.about = display_name, about
        member.save(update_fields=["display_name", "about"])
        noted.subject = f"member {member.pk}"


def appoint(actor: Actor, member: SocietyMember, roles: frozenset[Role], *, now: datetime) -> None:
    """Give a member exactly these of the roles in `APPOINTED`.

    The one decision that somebody makes about themselves too: there is one site administrator.

    Raises
    ------
    MembershipError
        If the person is no member.
    """
    with changing(actor, Permission.APPOINT, SOCIETY, "membership.appoint", now=now) as noted:
        if not is_member(member.account):
            raise MembershipError(_("Only a member can be appointed."))
        held = {column: role in roles for role, column in APPOINTED.items()}
        SocietyMember.objects.filter(pk=member.pk).update(**held)
        noted.subject = f"member {member.pk}"
        noted.details = held


def trust(actor: Actor, member: SocietyMember, is_trusted: bool, *, now: datetime) -> None:
    """Let a member's comments skip the queue, or not; contact details are held all the same.

    Raises
    ------
    MembershipError
        If the person is no member.
    OwnMatterError
        If it is oneself.
    """
    action = "membership.trust" if is_trusted else "membership.distrust"
    with changing(actor, Permission.MODERATE, SOCIETY, action, now=now) as noted:
        require_others_matter(actor, {member.pk})
        if not is_member(member.account):
            raise MembershipError(_("Only a member's comments can skip the queue."))
        rows = SocietyMember.objects.filter(pk=member.pk).exclude(is_trusted=is_trusted)
        noted.is_new = bool(rows.update(is_trusted=is_trusted))
        noted.subject = f"member {member.pk}"


def is_member(account: Account) -> bool:
    """Whether somebody is a member now."""
    members = SocietyMember.objects.filter(approved_at__isnull=False, ended_at__isnull=True)
    return members.filter(pk=account.pk).exists()


def _locked(member: SocietyMember) -> SocietyMember:
    """The row as it stands, kept from others until this act is over."""
    return SocietyMember.objects.select_for_update().get(pk=member.pk)


_NOTHING = dict.fromkeys(APPOINTED.values(), False)
_UNDECIDED = {
    "approved_at": None,
    "refused_at": None,
    "why_refused": "",
    "decided_by": None,
    "ended_at": None,
    **_NOTHING,
}

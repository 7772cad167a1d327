"""When a device or a second factor is lost: ending somebody's log-ins, and a way back in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import NoneType

from django.db import transaction
from django.db.models import QuerySet

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.actions.society.membership import is_member
from deqi.records import DeqiError
from deqi.store.audit import Act, add_to_audit
from deqi.store.letters import put_letter
from deqi.store.log_ins import end_log_ins, has_factor, take_factors_away
from deqi.store.models import Account, Clinic, Membership, Patient

LET_IN, LOG_INS_ENDED = "account.let_in", "account.log_ins_ended"
FACTORS_REMOVED = "factors_removed"
Where = Clinic | Patient | None
"""As whose account it is looked at: a member's, a patient's, or anybody's on this site."""

_MAY: dict[type, Permission] = {
    Clinic: Permission.MANAGE_PEOPLE,  # whoever may invite
    Patient: Permission.ENROL_PATIENT,
    NoneType: Permission.LET_ANYBODY_IN,
}
_OWN = (
    "This log-in is your own. Yours are listed under Account; and since nobody vouches for "
    "themselves, a lost second factor is replaced by somebody else: another manager, or whoever "
    "keeps the machine (deqi let-in)."
)
_NOBODYS = "This log-in does not belong here (any more). Load the page before and look again."
_OF_THE_SITE = (
    "This log-in looks after the whole site. Only whoever keeps the machine replaces its second "
    "factor: deqi let-in."
)
_OPENS_MORE = (
    "This log-in opens more than this practice. Only the site administrator replaces its second "
    "factor, or whoever keeps the machine (deqi let-in)."
)
_NO_FACTOR = (
    "This log-in has no second factor. With the password it is open; a forgotten one is chosen "
    "anew from the page of the log-in."
)


class LettingInError(DeqiError):
    """A log-in whose end, or whose second factor, is not this person's to decide."""

    code = "letting_in"
    exit_status = 37


def permission_for(where: Where) -> Permission:
    """What somebody needs who sees to a log-in there."""
    return _MAY[type(where)]


def end_all_log_ins(actor: Actor, where: Where, account: Account, *, now: datetime) -> None:
    """End every log-in of somebody at once, such as when a tablet was stolen.

    Raises
    ------
    LettingInError
        If it is the actor's own, or does not belong there.
    """
    with changing(actor, permission_for(where), where, LOG_INS_ENDED, now=now) as noted:
        _refuse(_why_not_end(actor, where, account))
        end_log_ins(account, now)
        noted.subject = _subject(account)
        if where is None:
            _tell_practices(account, _by_administrator(actor, account, LOG_INS_ENDED), now)


def let_in(actor: Actor, where: Where, account: Account, why: str, *, now: datetime) -> None:
    """Take all second factors of somebody away, end the log-ins, and tell the person by letter.

    The password stays: it is what the actor does not have. Whoever sees other people's data gets
    no further with it than to setting up a new factor.

    Raises
    ------
    LettingInError
        If this is not the actor's to do; `why_not_let_in` says why.
    """
    with changing(actor, permission_for(where), where, LET_IN, now=now, why=why) as noted:
        _refuse(why_not_let_in(actor, where, account))
        noted.subject = _subject(account)
        noted.details = {"removed": _open_again(account, now)}
        if where is None:
            _tell_practices(account, _by_administrator(actor, account, LET_IN, why), now)


def let_in_from_machine(account: Account, *, now: datetime) -> list[str]:
    """The same for anybody, by whoever holds machine and key; says which factors there were."""
    with transaction.atomic():
        removed = _open_again(account, now)
        act = Act(LET_IN, "machine", details={"removed": removed}, subject=_subject(account))
        add_to_audit(act, now)
        _tell_practices(account, act, now)
    return removed


def why_not_let_in(actor: Actor, where: Where, account: Account) -> str:
    """Why the actor does not replace the second factor of this account; empty if it is allowed."""
    against = _why_not_end(actor, where, account)
    if against:
        return against
    if account.is_site_administrator:
        return _OF_THE_SITE
    # Who vouches for somebody answers for everything that the log-in opens: else a practice that
    # invites a practitioner of another one could open the other's records.
    if where is not None and _opens_more(account, where):
        return _OPENS_MORE
    return "" if has_factor(account) else _NO_FACTOR


def _why_not_end(actor: Actor, where: Where, account: Account) -> str:
    if account.pk == actor.log_in.pk:
        return _OWN
    return "" if _belongs(account, where) else _NOBODYS


def _belongs(account: Account, where: Where) -> bool:
    if where is None:
        return True
    if isinstance(where, Patient):
        return where.account_id == account.pk
    return _memberships(account).filter(clinic=where).exists()


def _opens_more(account: Account, where: Clinic | Patient) -> bool:
    """Whether anything hangs on this log-in besides: then one practice does not decide alone."""
    if is_member(account):
        return True
    if isinstance(where, Patient):
        elsewhere = account.patients.exclude(clinic=where.clinic_id)
        return _memberships(account).exists() or elsewhere.exists()
    memberships = _memberships(account).exclude(clinic=where)
    return memberships.exists() or account.patients.exclude(clinic=where).exists()


def _memberships(account: Account) -> QuerySet[Membership]:
    return Membership.objects.filter(account=account, ended_at__isnull=True)


def _refuse(against: str) -> None:
    if against:
        raise LettingInError(against)


def _open_again(account: Account, now: datetime) -> list[str]:
    removed = take_factors_away(account)
    end_log_ins(account, now)
    put_letter(
        FACTORS_REMOVED,
        f"{FACTORS_REMOVED} {account.pk} {now.isoformat()}",
        now=now,
        account=account,
    )
    return removed


def _by_administrator(actor: Actor, account: Account, action: str, why: str = "") -> Act:
    by = actor.log_in.pk
    return Act(action, "site_administrator", by, subject=_subject(account), why=why)


def _tell_practices(account: Account, act: Act, now: datetime) -> None:
    """The same row for each practice of this person: its manager reads no rows of the site."""
    works_in = set(_memberships(account).values_list("clinic", flat=True))
    for clinic in works_in | set(account.patients.values_list("clinic", flat=True)):
        add_to_audit(replace(act, clinic=clinic), now)


def _subject(account: Account) -> str:
    return f"account {account.pk}"

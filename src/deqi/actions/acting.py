"""Who acts: the account behind a request as the person that `deqi.access` decides about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from allauth.mfa.models import Authenticator
from django.db.models import Max

from deqi.access import Decision, Permission, Person, Role, Subject, Why, decide
from deqi.records import DeqiError
from deqi.store.models import (
    Account,
    Clinic,
    Episode,
    Licence,
    Membership,
    Patient,
    SocietyMember,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """An account, or nobody, with everything that decides what it may do."""

    account: Account | None
    person: Person

    @property
    def log_in(self) -> Account:
        """The account of somebody who was found to be allowed something: no visitor ever is."""
        if self.account is None:
            raise RefusedError(Decision(Why.LOG_IN, "Log in first."))
        return self.account


class RefusedError(DeqiError):
    """The person may not do this; the sentence says why and what to do."""

    code = "refused"
    exit_status = 17

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.sentence)
        self.decision = decision

    @property
    def is_unknown(self) -> bool:
        """Whether to this person the subject does not exist."""
        return self.decision.why is Why.UNKNOWN


@dataclass(frozen=True, slots=True)
class Society:
    """The society as something that can be changed; there is one an instance."""


SOCIETY: Final = Society()
Thing = Clinic | Patient | Episode | Society | None
NOBODY = Actor(None, Person())


def actor_of(account: Account | None) -> Actor:
    """The actor behind a log-in."""
    if account is None or not account.is_active:
        return NOBODY
    roles = _roles(account)
    return Actor(
        account,
        Person(
            account=str(account.pk),
            roles=roles,
            patients=frozenset(str(pk) for pk in account.patients.values_list("pk", flat=True)),
            society=_society(account),
            is_site_administrator=account.is_site_administrator,
            has_second_factor=_has_second_factor(account),
            licensed_until=_licensed_until(account) if roles else {},
        ),
    )


def require(actor: Actor, permission: Permission, subject: Subject, today: date) -> None:
    """Raise `RefusedError` unless the actor may."""
    decision = decide(actor.person, permission, subject, today)
    if not decision:
        raise RefusedError(decision)


def subject_of(thing: Thing) -> Subject:
    """What access is asked about; nothing stands for the site."""
    if thing is None:
        return Subject()
    if isinstance(thing, Society):
        return Subject(is_society=True)
    if isinstance(thing, Clinic):
        return Subject(str(thing.pk))
    if isinstance(thing, Episode):
        return Subject(str(thing.patient.clinic_id), str(thing.patient_id), str(thing.pk))
    return Subject(str(thing.clinic_id), str(thing.pk))


def role_towards(actor: Actor, subject: Subject, permission: Permission | None = None) -> str:
    """The role that goes into the audit: one that allows the act, of care before the others."""
    held = actor.person.roles_for(subject)
    if permission is not None:
        held = held & permission.roles or held
    order = (Role.PATIENT, Role.PRACTITIONER, *Role)
    return next((role.value for role in order if role in held), "visitor")


def _roles(account: Account) -> dict[str, frozenset[Role]]:
    held: dict[str, set[Role]] = defaultdict(set)
    for membership in Membership.objects.filter(account=account, ended_at__isnull=True):
        held[str(membership.clinic_id)].add(Role(membership.role))
    return {clinic: frozenset(roles) for clinic, roles in held.items()}


def _society(account: Account) -> frozenset[Role]:
    rows = SocietyMember.objects.filter(
        account=account, approved_at__isnull=False, ended_at__isnull=True
    )
    # No more than is needed: the application is sealed, and opening it takes its time.
    member = rows.only("is_reviewer", "is_moderator", "is_editor").first()
    if member is None:
        return frozenset()
    appointed = {
        Role.REVIEWER: member.is_reviewer,
        Role.MODERATOR: member.is_moderator,
        Role.EDITOR: member.is_editor,
    }
    return frozenset({Role.MEMBER, *(role for role, held in appointed.items() if held)})


def _has_second_factor(account: Account) -> bool:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=account.pk, type__in=kinds).exists())


def _licensed_until(account: Account) -> dict[str, date]:
    ends = (
        Licence.objects.filter(
            account=account,
            kind=Licence.Kind.LICENCE,
            confirmed_at__isnull=False,
            ended_at__isnull=True,
        )
        .values_list("clinic")
        .annotate(until=Max("valid_until"))
    )
    return {str(clinic): until for clinic, until in ends}

"""The frame of every act: permission first, then change and audit row in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, Actor, Thing, require, role_towards, subject_of
from deqi.store.audit import Act, add_to_audit
from deqi.store.models import Clinic, Episode, Patient


@dataclass(slots=True)
class Noted:
    """What the audit will say of a change; the body fills it in."""

    subject: str = ""
    details: Any = None
    is_new: bool = True  # False: the same was sent before, nothing changed, nothing to note


@contextmanager
def changing(
    actor: Actor,
    permission: Permission,
    thing: Thing,
    action: str,
    *,
    now: datetime,
    why: str = "",
) -> Iterator[Noted]:
    """Everything in the body and its audit row happen together, or nothing does.

    Parameters
    ----------
    thing : what is changed, `SOCIETY` for all that is the society's; decides who may.
    action : for the audit, such as `visit.record`.
    why : the person's reason, where one is asked for.

    Raises
    ------
    RefusedError
        If the actor may not; the body does not run.
    """
    require(actor, permission, subject_of(thing), local_today(thing, now))
    noted = Noted()
    with transaction.atomic():
        yield noted
        if noted.is_new:
            add_to_audit(_act_of(actor, permission, thing, action, noted, why), now)


def reading(
    actor: Actor,
    permission: Permission,
    thing: Clinic | Patient | Episode,
    action: str,
    *,
    now: datetime,
    shown: Iterable[str] = (),
) -> None:
    """Note that a person reads; called before anything is shown.

    Parameters
    ----------
    shown : for a list, the ids of everybody it names: one row for all of them.
    """
    with changing(actor, permission, thing, action, now=now) as noted:
        noted.subject = "" if isinstance(thing, Clinic) else str(thing.pk)
        noted.details = list(shown) or None


def note(actor: Actor, action: str, subject: str, *, now: datetime) -> None:
    """The audit row of what everybody may do, a visitor too; inside the transaction of it."""
    role = role_towards(actor, subject_of(SOCIETY))
    account = None if actor.account is None else actor.account.pk
    add_to_audit(Act(action=action, role=role, actor=account, subject=subject), now)


def local_today(thing: Thing, now: datetime) -> Any:
    """The date at the clinic: licences end there, and reviews fall due. UTC without a clinic."""
    clinic = clinic_of(thing)
    return now.astimezone(ZoneInfo("UTC" if clinic is None else clinic.time_zone)).date()


def clinic_of(thing: Thing) -> Clinic | None:
    """The clinic that a thing belongs to."""
    if isinstance(thing, Clinic):
        return thing
    patient = patient_of(thing)
    return None if patient is None else patient.clinic


def clinic_id(thing: Thing) -> Any:
    """The id of that clinic."""
    clinic = clinic_of(thing)
    return None if clinic is None else clinic.pk


def patient_of(thing: Thing) -> Patient | None:
    """The patient that a thing is about."""
    if isinstance(thing, Episode):
        return thing.patient
    return thing if isinstance(thing, Patient) else None


def _act_of(
    actor: Actor, permission: Permission, thing: Thing, action: str, noted: Noted, why: str
) -> Act:
    return Act(
        action=action,
        role=role_towards(actor, subject_of(thing), permission),
        actor=None if actor.account is None else actor.account.pk,
        clinic=clinic_id(thing),
        patient=patient_of(thing),
        subject=noted.subject,
        details=noted.details,
        why=why,
    )

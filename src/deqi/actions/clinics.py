"""A clinic's settings, and another clinic on the same site."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.store.fits import open_episodes, want_fits
from deqi.store.models import Clinic, Membership


@dataclass(frozen=True, slots=True)
class ClinicSettings:
    """What a clinic's manager decides about it.

    Attributes
    ----------
    country : two letters of ISO 3166-1; chooses the emergency number that patients see.
    policy : of `deqi plan --policy`.
    retention_years : how long the law has records kept after the last care.
    asks_for_supervisor : whether a licence there needs a supervisor's name.
    """

    name: str
    country: str
    jurisdiction: str
    time_zone: str
    language: str
    policy: str
    retention_years: int
    asks_for_supervisor: bool


def settings_of(clinic: Clinic) -> ClinicSettings:
    """As they stand."""
    return ClinicSettings(**{name: getattr(clinic, name) for name in _NAMES})


def edit_clinic(actor: Actor, clinic: Clinic, after: ClinicSettings, *, now: datetime) -> None:
    """Change a clinic's settings; the audit keeps what was and what is."""
    with changing(actor, Permission.EDIT_CLINIC, clinic, "clinic.edit", now=now) as noted:
        before = settings_of(clinic)
        changed = [name for name in _NAMES if getattr(before, name) != getattr(after, name)]
        noted.is_new = bool(changed)
        noted.details = {name: [getattr(before, name), getattr(after, name)] for name in changed}
        Clinic.objects.filter(pk=clinic.pk).update(**asdict(after))
        if {"policy", "time_zone"} & set(changed):
            want_fits(open_episodes(clinic), now)


def make_clinic(actor: Actor, settings: ClinicSettings, *, now: datetime) -> Clinic:
    """Another clinic on this site; whoever makes it is its first manager."""
    with changing(actor, Permission.MAKE_CLINIC, None, "clinic.make", now=now) as noted:
        clinic = Clinic.objects.create(**asdict(settings), made_at=now)
        Membership.objects.create(
            account=actor.log_in, clinic=clinic, role=Membership.Role.MANAGER, began_at=now
        )
        noted.subject = f"clinic {clinic.pk}"
    return clinic


_NAMES = tuple(field.name for field in fields(ClinicSettings))

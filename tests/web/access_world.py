"""One clinic with everything in it, everybody who could ask, and every address of the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.urls import get_resolver
from django.utils import timezone

from deqi.actions.acting import actor_of
from deqi.actions.alarm import raise_alarm
from deqi.actions.diary import entry_now
from deqi.actions.doctor_links import make_link
from deqi.actions.invitations import invite_member
from deqi.records import Visit
from deqi.store.alarms import Said
from deqi.store.consent_texts import Purpose
from deqi.store.models import Account, Clinic, Episode, Licence, Membership
from deqi.store.records import add_record
from tests.web.asking import Asking, Parameters, names_below
from tests.web.people import (
    NOW,
    agree,
    make_account,
    make_clinic,
    make_episode,
    make_licensed,
    make_member,
    make_patient,
)

PEOPLE = (
    "visitor",
    "patient",  # whom the page is about
    "other",  # another patient of the same clinic
    "stranger",  # a licensed practitioner of another clinic
    "member",  # a practitioner of the clinic, no licence confirmed
    "licensed",
    "ended",  # whose licence ended
    "manager",
    "site",  # the site administrator, a member nowhere
    "single",  # a practitioner without a second factor
    "former",  # whose membership ended
)


@dataclass(frozen=True)
class World(Asking):
    """The clinic that every address is about."""

    clinic: Clinic
    episode: Episode


def make_world() -> World:
    """Fresh, for one test."""
    clinic, elsewhere = make_clinic(), make_clinic("South")
    patient = make_patient(clinic, account=True)
    licensed, member = make_licensed(clinic), make_member(clinic)
    episode = make_episode(patient, licensed)
    people: dict[str, Account | None] = {
        "visitor": None,
        "patient": patient.account,
        "other": make_patient(clinic, "P-015", name="Other", account=True).account,
        "stranger": make_licensed(elsewhere),
        "member": member,
        "licensed": licensed,
        "ended": make_licensed(clinic, until=date(2020, 1, 1)),
        "manager": make_member(clinic, "manager"),
        "site": make_account(),
        "single": make_member(clinic, second_factor=False),
        "former": make_member(clinic),
    }
    Account.objects.filter(pk=people["site"].pk).update(is_site_administrator=True)
    Membership.objects.filter(account=people["former"]).update(ended_at=NOW)
    values = _values(clinic, episode, people, member)
    return World(people, values, parameters(), clinic, episode)


def _values(
    clinic: Clinic, episode: Episode, people: dict[str, Account | None], member: Account
) -> dict[str, Any]:
    now = timezone.now()
    invited = invite_member(
        actor_of(people["manager"]),
        clinic,
        "new@example.org",
        "practitioner",
        by_letter=False,
        now=now,
    )
    asked = uuid4()
    said = Said(("fever_or_chills",), "")
    alarm = raise_alarm(actor_of(people["patient"]), episode, said, key=uuid4(), now=now)
    points = clinic.point_sets.create(name="Usual", points=[], made_by=member, made_at=now).pk
    return {
        "clinic": clinic.pk,
        "episode": episode.pk,
        "patient": episode.patient.pk,
        "membership": Membership.objects.get(account=member).pk,
        "account": member.pk,
        "licence": Licence.objects.filter(clinic=clinic).order_by("given_at").first().pk,
        "invitation": invited.invitation.pk,
        "alarm": alarm.pk,
        "link": asked,
        "instrument": "peg",
        "key": _keep(episode, Visit(now, now.date(), True, 5.0)),
        "entry key": _keep(episode, entry_now(episode, 5, now)),
        "point_set_rename key": points,
        "point_set_end key": points,
        "doctor_sheet token": _ask_a_doctor(episode, asked),
        "token": "no-such-token",
        "uidb36": "1",
        "pk": 1,
    }


def _keep(episode: Episode, value: Any) -> UUID:
    row, _ = add_record(episode, value, at=value.at, on=value.on, by=None, now=timezone.now())
    return row.key


def _ask_a_doctor(episode: Episode, key: UUID) -> str | None:
    agree(episode.patient, Purpose.DOCTOR_LINK)
    actor, lasts = actor_of(episode.practitioner), timedelta(days=14)
    return make_link(actor, episode, "May we?", lasts=lasts, key=key, now=timezone.now())


def parameters() -> Parameters:
    """Every name of the clinic's addresses, with the parameters that stand in it.

    Those of the society have people and a table of their own.
    """
    return dict(names_below(get_resolver(), but=("society/",)))

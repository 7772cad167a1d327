"""One clinic with everything in it, everybody who could ask, and every address of the site."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from deqi.actions.acting import actor_of
from deqi.actions.diary import entry_now
from deqi.actions.invitations import invite_member
from deqi.store.models import Account, Clinic, Episode, Licence, Membership
from deqi.store.records import add_record
from tests.web.people import (
    NOW,
    logged_in,
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
class World:
    """The clinic that every address is about."""

    clinic: Clinic
    episode: Episode
    people: dict[str, Account | None]
    values: dict[str, Any]  # what stands in the addresses

    def client(self, person: str, **options: Any) -> Client:
        """A browser of one of the people."""
        account = self.people[person]
        return Client(**options) if account is None else logged_in(account, **options)

    @cached_property
    def clients(self) -> dict[str, Client]:
        """Everybody's browser."""
        return {person: self.client(person) for person in PEOPLE}

    def address(self, name: str) -> str:
        """The address of a name, about this clinic."""
        named = {key: self.values[key] for key in parameters()[name]}
        return reverse(name, kwargs=named)

    def ask(self, name: str, person: str, method: str = "GET", **data: Any) -> HttpResponse:
        """Ask for an address as somebody; whatever it changes is taken back."""
        client = self.clients[person]
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            send = client.post if method == "POST" else client.get
            page = send(self.address(name), data)
            transaction.set_rollback(True)
        client.cookies = cookies
        return page


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
    return World(clinic, episode, people, _values(clinic, episode, people, member))


def _values(
    clinic: Clinic, episode: Episode, people: dict[str, Account | None], member: Account
) -> dict[str, Any]:
    now = timezone.now()
    manager = actor_of(people["manager"])
    invited = invite_member(
        manager, clinic, "new@example.org", "practitioner", by_letter=False, now=now
    )
    entry = entry_now(episode, 5, now)
    record, _ = add_record(episode, entry, at=entry.at, on=entry.on, by=None, now=now, key=uuid4())
    return {
        "clinic": clinic.pk,
        "episode": episode.pk,
        "patient": episode.patient.pk,
        "membership": Membership.objects.get(account=member).pk,
        "account": member.pk,
        "licence": Licence.objects.filter(clinic=clinic).order_by("given_at").first().pk,
        "invitation": invited.invitation.pk,
        "key": record.key,
        "token": "no-such-token",
        "uidb36": "1",
        "pk": 1,
    }


def parameters() -> dict[str, tuple[str, ...]]:
    """Every name of the site's addresses, with the parameters that stand in it."""
    return {name: tuple(names) for name, names in _walk(get_resolver(), ())}


def _walk(resolver: URLResolver, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        found = (*above, *pattern.pattern.converters, *_groups(pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, found)
        else:
            yield pattern.name, found


def _groups(pattern: URLPattern | URLResolver) -> tuple[str, ...]:
    regex = getattr(pattern.pattern, "regex", None)
    converters = pattern.pattern.converters
    return () if regex is None or converters else tuple(regex.groupindex)

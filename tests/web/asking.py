"""Everybody asks for every address: what the tables of access are checked with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from deqi.store.models import Account
from tests.web.people import logged_in

Parameters = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Asking:
    """People, and what stands in the addresses they ask for.

    Attributes
    ----------
    people : the accounts by what they are; None for a visitor.
    values : for each parameter, or for an address and its parameter, the value.
    named : the parameters of every address.
    """

    people: Mapping[str, Account | None]
    values: Mapping[str, Any]
    named: Parameters

    def client(self, person: str, **options: Any) -> Client:
        """A browser of one of the people, who has just typed the password again."""
        account = self.people[person]
        if account is None:
            return Client(**options)
        client = logged_in(account, **options)
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, account, method="password", reauthenticated=True)
        request.session.save()
        return client

    @cached_property
    def clients(self) -> dict[str, Client]:
        """Everybody's browser."""
        return {person: self.client(person) for person in self.people}

    def address(self, name: str) -> str:
        """The address of a name, with the values of this world."""
        named = {
            key: self.values.get(f"{name} {key}", self.values.get(key)) for key in self.named[name]
        }
        return reverse(name, kwargs=named)

    def ask(self, name: str, person: str, method: str = "GET", /, **data: Any) -> HttpResponse:
        """Ask for an address as somebody; whatever it changes is taken back."""
        cache.clear()  # so that nobody has to wait for having asked too often
        client = self.clients[person]
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            send = client.post if method == "POST" else client.get
            page = send(self.address(name), data)
            transaction.set_rollback(True)
        client.cookies = cookies
        return page


def names_below(
    resolver: URLResolver, above: tuple[str, ...] = (), but: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address with the parameters that stand in it; not below the prefixes `but`."""
    for pattern in resolver.url_patterns:
        if str(pattern.pattern) in but:
            continue
        found = (*above, *pattern.pattern.converters, *_groups(pattern))
        if isinstance(pattern, URLResolver):
            yield from names_below(pattern, found, but)
        else:
            yield pattern.name, found


def read_table(file: Path, people: tuple[str, ...]) -> dict[tuple[str, str], dict[str, str]]:
    """Name and method of an address, and the answer for each person."""
    lines = [line.split() for line in file.read_text().splitlines() if line[0] != "#"]
    assert lines[0] == ["address", "by", *people]
    return {(name, by): dict(zip(people, told, strict=True)) for name, by, *told in lines[1:]}


def told_by(page: HttpResponse) -> str:
    """An answer in one word, as in the tables."""
    to = page.headers.get("Location", "")
    if to.startswith(reverse("account_login")):
        return "login"
    if to == reverse("mfa_index"):
        return "2nd"
    return {200: "yes", 302: "yes"}.get(page.status_code, str(page.status_code))


def otherwise(asking: Asking, rows: Mapping[tuple[str, str], dict[str, str]]) -> dict[Any, str]:
    """The lines of a table that are not true, as they would have to be."""
    found = {}
    for (name, by), expected in rows.items():
        for method in ("GET", "POST") if by == "both" else (by,):
            told = {who: told_by(asking.ask(name, who, method)) for who in asking.people}
            if told != expected:
                found[name, method] = " ".join(told.values())
    return found


def taken_from_elsewhere(asking: Asking, person: str, names: set[str]) -> set[str]:
    """The addresses that take a form which another site sent."""
    client = asking.client(person, enforce_csrf_checks=True)
    return {
        name
        for name in names
        if client.post(asking.address(name), {}).status_code not in (403, 404, 405)
    }


def _groups(pattern: URLPattern | URLResolver) -> tuple[str, ...]:
    regex = getattr(pattern.pattern, "regex", None)
    converters = pattern.pattern.converters
    return () if regex is None or converters else tuple(regex.groupindex)

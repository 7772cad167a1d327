"""Everything that was recorded of a course, with every version: by whom, when, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deqi.access import Permission
from deqi.actions.change import reading
from deqi.store.models import Account, Episode, Record
from deqi.store.patients import key_of, open_identity
from deqi.store.records import Version, open_records
from deqi.web.clinic.courses.told import told
from deqi.web.finding import find_episode
from deqi.web.middleware import Request

A_PAGE = 40


@dataclass(frozen=True, slots=True)
class Told:
    """One version in words."""

    version: Version
    parts: list[tuple[str, str]]
    by: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One record with its versions, the present one first."""

    row: Record
    versions: list[Told]


def show(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """The newest first."""
    found = find_episode(clinic, episode)
    reading(request.actor, Permission.READ_COURSE, found, "history.read", now=timezone.now())
    page = Paginator(_last_versions(found).order_by("-at", "-id"), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "clinic": found.patient.clinic,
        "here": "today",
        "episode": found,
        "name": open_identity(found.patient).name,
        "page": page,
        "things": _things(found, list(page)),
    }
    return render(request, "clinic/courses/history.html", context)


def _last_versions(episode: Episode) -> QuerySet[Record]:
    """Of each record its last version: the current one, or the one with which it was withdrawn."""
    later = Record.objects.filter(key=OuterRef("key"), version__gt=OuterRef("version"))
    rows = Record.objects.filter(~Exists(later), episode=episode)
    return rows.defer("content")


def _things(episode: Episode, rows: list[Record]) -> list[Thing]:
    every = Record.objects.filter(episode=episode, key__in=[row.key for row in rows])
    versions = list(open_records(every.order_by("-version"), key_of(episode.patient)))
    names = _names({version.recorded_by for version in versions})
    of_key: dict[UUID, list[Told]] = defaultdict(list)
    for version in versions:
        by = names.get(version.recorded_by, "") if version.recorded_by else ""
        of_key[version.key].append(Told(version, told(version.value), by))
    return [Thing(row, of_key[row.key]) for row in rows]


def _names(ids: set[UUID | None]) -> dict[UUID, str]:
    accounts = Account.objects.filter(pk__in=[pk for pk in ids if pk is not None])
    return {account.pk: account.get_full_name() for account in accounts}

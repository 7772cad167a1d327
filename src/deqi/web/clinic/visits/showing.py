"""The visits of an episode as a table, and one of them with its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from deqi.access import Permission
from deqi.actions.change import local_today, reading
from deqi.actions.visits import is_of_today
from deqi.exchange.write_folder import visit_cells
from deqi.records import Visit
from deqi.screen import screen
from deqi.store.courses import course_of
from deqi.store.models import Account, Episode, Record
from deqi.store.patients import open_identity
from deqi.store.records import VISIT, Version, current_records, history_of, is_withdrawn
from deqi.track import describe_adverse
from deqi.web.clinic.visits.checking import check, completeness
from deqi.web.finding import find_episode
from deqi.web.middleware import Request


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that an amendment changed."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One version of a visit: who wrote it, when, why, and what it changed."""

    version: Version
    who: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A visit as it is shown."""

    key: UUID
    visit: Visit
    events: tuple[str, ...]


def listed(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """Every visit with what was done, the newest first."""
    found = find_episode(clinic, episode)
    now = timezone.now()
    reading(request.actor, Permission.READ_COURSE, found, "visits.read", now=now)
    rows = [_row(version.key, version.value) for version in current_records(found, VISIT)]
    context = _context(found) | {"rows": rows[::-1], "withdrawn": _withdrawn(found)[::-1]}
    return render(request, "clinic/visits/list.html", context)


def one(request: Request, clinic: UUID, episode: UUID, key: UUID) -> HttpResponse:
    """A visit, how fully it is recorded, and every version of it."""
    found = find_episode(clinic, episode)
    now = timezone.now()
    reading(request.actor, Permission.READ_COURSE, found, "visit.read", now=now)
    versions = history_of(found, key)
    if not versions or versions[0].kind != VISIT:
        raise Http404
    course, visit = course_of(found), versions[-1].value
    today = local_today(found, now)
    context = _context(found) | {
        "row": _row(key, visit),
        "steps": list(_steps(found, versions)),
        "is_withdrawn": is_withdrawn(found, key),
        "points": check(visit.needling.each_point(), course.pregnancy),
        "stricta": completeness(course, visit),
        "can_complete": visit.pain_after_nrs is None and is_of_today(found, visit, now),
        "grave": [r.sentence for r in screen(course, today).reasons if "adverse" in r.item],
    }
    return render(request, "clinic/visits/one.html", context)


def find_visit(episode: Episode, key: UUID) -> Record:
    """The current version of a visit; what was withdrawn is not found."""
    rows = Record.objects.select_related("episode__patient__clinic", "episode__patient__key")
    return get_object_or_404(rows, episode=episode, key=key, kind=VISIT, is_current=True)


def _context(episode: Episode) -> dict[str, Any]:
    return {
        "clinic": episode.patient.clinic,
        "here": "today",
        "episode": episode,
        "identity": open_identity(episode.patient),
    }


def _row(key: UUID, visit: Visit) -> Row:
    return Row(key, visit, tuple(describe_adverse(event) for event in visit.needling.adverse))


def _withdrawn(episode: Episode) -> list[Row]:
    rows = Record.objects.filter(episode=episode, kind=VISIT)
    current = set(rows.filter(is_current=True).values_list("key", flat=True))
    keys = dict.fromkeys(rows.order_by("at", "id").values_list("key", flat=True))
    return [_row(key, history_of(episode, key)[-1].value) for key in keys if key not in current]


def _steps(episode: Episode, versions: list[Version]) -> Iterator[Step]:
    zone = ZoneInfo(episode.patient.time_zone)
    ids = [version.recorded_by for version in versions if version.recorded_by is not None]
    names = {account.pk: account.name for account in Account.objects.filter(pk__in=ids)}
    cells = [visit_cells(version.value, zone) for version in versions]
    changes = [(), *(_changes(before, after) for before, after in pairwise(cells))]
    for version, changed in zip(versions, changes, strict=True):
        by = version.recorded_by
        yield Step(version, "" if by is None else names.get(by, ""), tuple(changed))


def _changes(before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    for column, text in after.items():
        if text != before[column]:
            yield Change(column.replace("_", " "), before[column], text)

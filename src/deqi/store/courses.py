"""From the rows of an episode to the course that every room computes with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from deqi.records import (
    ENTRY_WITHOUT_TIME,
    VISIT_WITHOUT_TIME,
    Course,
    Credential,
    Entry,
    Practitioner,
    Visit,
)
from deqi.store.facts import CourseFacts
from deqi.store.models import Episode, Licence, Record
from deqi.store.patients import open_identity
from deqi.store.records import (
    BLOCK,
    DIARY,
    FACTS,
    SCORE,
    TREATMENT,
    VISIT,
    current_records,
    current_values,
)

Timed = TypeVar("Timed", Entry, Visit)
_FIELD_OF = {
    DIARY: "entries",
    VISIT: "visits",
    SCORE: "scores",
    TREATMENT: "treatments",
    BLOCK: "blocks",
}


def course_of(episode: Episode) -> Course:
    """The course as it stands: the current version of everything, in order of time.

    The same values as `deqi report` reads from the exported folder of the same episode.
    """
    found: dict[str, list[Any]] = {kind: [] for kind in (*_FIELD_OF, FACTS)}
    for kind, value in current_values(episode):
        found[kind].append(value)
    facts = found[FACTS][-1] if found[FACTS] else CourseFacts()
    identity = open_identity(episode.patient)
    zone = ZoneInfo(episode.patient.time_zone)
    for kind in (DIARY, VISIT):
        found[kind] = _said_once(_in_zone(record, zone) for record in found[kind])
    named: dict[str, Any] = {
        **{name: tuple(found[kind]) for kind, name in _FIELD_OF.items()},
        **{name.name: getattr(facts, name.name) for name in fields(CourseFacts)},
    }
    return Course(
        **named,
        id=episode.course_id,
        time_zone=episode.patient.time_zone,
        time_zone_given=True,
        year_of_birth=identity.year_of_birth,
        sex=identity.sex,
        practitioner=practitioner_of(episode),
    )


def _in_zone(record: Timed, zone: ZoneInfo) -> Timed:
    """A course counts its days in one time zone, the one in which its patient lives now."""
    if record.has_time:
        return replace(record, on=record.at.astimezone(zone).date())
    usual = ENTRY_WITHOUT_TIME if isinstance(record, Entry) else VISIT_WITHOUT_TIME
    return replace(record, at=datetime.combine(record.on, usual, zone).astimezone(UTC))


def _said_once(records: Iterable[Timed]) -> list[Timed]:
    """A time stamp with the same values twice is one thing that was written down twice."""
    seen: set[Timed] = set()
    kept = []
    for record in records:
        if not record.has_time or record not in seen:
            kept.append(record)
        seen.add(record)
    return kept


def facts_of(episode: Episode) -> CourseFacts:
    """What is known of the course beside its rows."""
    found = list(current_records(episode, FACTS))
    return found[-1].value if found else CourseFacts()


def facts_version(episode: Episode) -> int:
    """Which version of them stands; 0 before anything was asked."""
    rows = Record.objects.filter(episode=episode, kind=FACTS, is_current=True)
    return rows.values_list("version", flat=True).first() or 0


def practitioner_of(episode: Episode) -> Practitioner:
    """By what right the practitioner of an episode needles: licences that a manager confirmed."""
    if episode.practitioner_id is None:
        return Practitioner()
    licences = Licence.objects.filter(
        account_id=episode.practitioner_id,
        clinic_id=episode.patient.clinic_id,
        confirmed_at__isnull=False,
        ended_at__isnull=True,
    ).order_by("valid_until")
    held = {licence.kind: _credential(licence) for licence in licences}
    return Practitioner(held.get(Licence.Kind.LICENCE), held.get(Licence.Kind.CERTIFICATION))


def _credential(licence: Licence) -> Credential:
    return Credential(licence.number, licence.body, licence.jurisdiction, licence.valid_until)

"""Records of a course as sealed rows, each with its versions, and as values again.

A row holds one value of `deqi.records` (or `CourseFacts`), written as JSON and sealed with the
patient's key for its own place: moved to another row it does not open. Amending adds a version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.db import IntegrityError
from django.utils.translation import gettext as _

from deqi.records import Block, DeqiError, Entry, Score, Treatment, Visit
from deqi.store.decoders import decoder_of
from deqi.store.facts import CourseFacts
from deqi.store.models import Account, Episode, Record
from deqi.store.patients import key_of
from deqi.store.vault import Key
from deqi.store.words import as_kept

Value = Entry | Visit | Score | Treatment | Block | CourseFacts
DIARY, VISIT, SCORE, TREATMENT, BLOCK, FACTS = (
    "diary", "visit", "score", "treatment", "block", "facts",
)  # fmt: skip
KINDS: dict[str, type[Any]] = {
    DIARY: Entry,
    VISIT: Visit,
    SCORE: Score,
    TREATMENT: Treatment,
    BLOCK: Block,
    FACTS: CourseFacts,
}
_KIND_OF = {made: kind for kind, made in KINDS.items()}


class AmendedMeanwhileError(DeqiError):
    """Somebody else amended the same record a moment before."""

    code = "amended_meanwhile"
    exit_status = 16


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record, opened."""

    kind: str
    key: UUID
    number: int
    value: Any
    reason: str
    recorded_at: datetime
    recorded_by: UUID | None


def add_record(
    episode: Episode,
    value: Value,
    *,
    at: datetime,
    on: date,
    by: Account | None,
    now: datetime,
    key: UUID | None = None,
) -> tuple[Record, bool]:
    """Write a new record; the same `key` again gives the row that is there, and False.

    A form that is sent twice, by an impatient thumb or after a lost answer, carries its key both
    times.
    """
    key = key or uuid4()
    found = Record.objects.filter(key=key, version=1, episode=episode).first()
    if found is not None:
        return found, False
    return _write(episode, key, 1, value, "", at=at, on=on, by=by, now=now), True


def amend_record(
    current: Record,
    value: Value,
    reason: str,
    *,
    at: datetime,
    on: date,
    by: Account | None,
    now: datetime,
) -> Record:
    """A new version in the place of the current one, which stays readable.

    Raises
    ------
    AmendedMeanwhileError
        If `current` is no longer the current version.
    """
    changed = Record.objects.filter(pk=current.pk, is_current=True).update(is_current=False)
    if not changed:
        raise AmendedMeanwhileError(
            _(
                "This was amended by somebody else a moment ago. Look at it again; nothing was "
                "changed."
            )
        )
    n = current.version + 1
    return _write(current.episode, current.key, n, value, reason, at=at, on=on, by=by, now=now)


def withdraw_record(current: Record, reason: str, *, by: Account | None, now: datetime) -> Record:
    """Say that something did not happen: a last version, and no current one any more.

    So it is in no list and no course, while all its versions, and the reason, stay readable.

    Raises
    ------
    AmendedMeanwhileError
        If `current` is no longer the current version.
    """
    value = open_record(current).value
    last = amend_record(current, value, reason, at=current.at, on=current.on, by=by, now=now)
    last.is_current = False
    last.save(update_fields=["is_current"])
    return last


def is_withdrawn(episode: Episode, key: UUID) -> bool:
    """Whether a record was taken back: it has versions, and none is current."""
    rows = Record.objects.filter(episode=episode, key=key)
    return rows.exists() and not rows.filter(is_current=True).exists()


def open_record(row: Record, key: Key | None = None) -> Version:
    """A row, opened. `key` spares unwrapping the patient's key for each row of many."""
    key = key or key_of(row.episode.patient)
    content = _content(row.content, row.kind, place_of_record(row), key)
    return Version(
        row.kind,
        row.key,
        row.version,
        content.value,
        content.reason,
        row.recorded_at,
        row.recorded_by_id,
    )


def current_records(episode: Episode, *kinds: str) -> Iterator[Version]:
    """The current version of every record of an episode, in order of time."""
    rows = Record.objects.filter(episode=episode, is_current=True)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    yield from open_records(rows.order_by("at", "id"), key_of(episode.patient))


def current_values(episode: Episode) -> Iterator[tuple[str, Any]]:
    """Kind and value of every current record of an episode, in order of time, and no more of it:
    a whole course is opened at each look at a diary."""
    key = key_of(episode.patient)
    rows = Record.objects.filter(episode=episode, is_current=True).order_by("at", "id")
    for kind, name, version, content in rows.values_list("kind", "key", "version", "content"):
        place = _place(episode.pk, name, version, kind)
        yield kind, _content(content, kind, place, key).value


def open_records(rows: Iterable[Record], key: Key) -> Iterator[Version]:
    """Rows of one patient, opened."""
    return (open_record(row, key) for row in rows)


def history_of(episode: Episode, key: UUID) -> list[Version]:
    """Every version of a record, the first one first."""
    rows = Record.objects.filter(episode=episode, key=key).order_by("version")
    return list(open_records(rows, key_of(episode.patient)))


def add_many(
    episode: Episode, values: Iterable[tuple[Value, datetime, date]], *, now: datetime
) -> None:
    """New records of one episode at once, each with its time and local date: a course that was
    kept elsewhere. The caller notes it in the audit."""
    key = key_of(episode.patient)
    rows = [
        _row(episode, uuid4(), 1, value, "", at=at, on=on, by=None, now=now, seal_with=key)
        for value, at, on in values
    ]
    Record.objects.bulk_create(rows)


def _write(
    episode: Episode,
    key: UUID,
    version: int,
    value: Value,
    reason: str,
    *,
    at: datetime,
    on: date,
    by: Account | None,
    now: datetime,
) -> Record:
    seal_with = key_of(episode.patient)
    row = _row(
        episode, key, version, value, reason, at=at, on=on, by=by, now=now, seal_with=seal_with
    )
    try:
        row.save(force_insert=True)
    except IntegrityError:
        raise AmendedMeanwhileError(
            _("The same record was written a moment ago. Look at it again; nothing was changed.")
        ) from None
    return row


def _row(
    episode: Episode,
    key: UUID,
    version: int,
    value: Value,
    reason: str,
    *,
    at: datetime,
    on: date,
    by: Account | None,
    now: datetime,
    seal_with: Key,
) -> Record:
    row = Record(
        key=key,
        version=version,
        episode=episode,
        kind=_KIND_OF[type(value)],
        at=at,
        on=on,
        recorded_at=now,
        recorded_by=by,
    )
    content = msgspec.json.encode({"value": as_kept(value), "reason": as_kept(reason)})
    row.content = seal_with.seal(content, place_of_record(row))
    return row


def place_of_record(row: Record) -> str:
    return _place(row.episode_id, row.key, row.version, row.kind)


def _place(episode: UUID, key: UUID, version: int, kind: str) -> str:
    return f"record.{episode}.{key}.{version}.{kind}"


def _content(sealed: bytes | memoryview, kind: str, place: str, key: Key) -> Any:
    return decoder_of(_CONTENTS[kind]).decode(key.open(bytes(sealed), place))


_CONTENTS = {
    kind: msgspec.defstruct(f"Content_{kind}", [("value", made), ("reason", str)])
    for kind, made in KINDS.items()
}

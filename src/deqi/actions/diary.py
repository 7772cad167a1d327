"""A patient writes the diary."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.records import Entry
from deqi.store.fits import want_fit
from deqi.store.models import Episode, Record
from deqi.store.records import add_record


def write_entry(
    actor: Actor, episode: Episode, entry: Entry, *, key: UUID, now: datetime
) -> Record:
    """Keep one diary entry; sent again with the same key it is kept once."""
    with changing(actor, Permission.WRITE_DIARY, episode, "diary.write", now=now) as noted:
        by = actor.account
        row, noted.is_new = add_record(
            episode, entry, at=entry.at, on=entry.on, by=by, now=now, key=key
        )
        noted.subject = f"diary {row.key}"
        if noted.is_new:
            want_fit(episode, now)
    return row


def entry_now(
    episode: Episode, pain_nrs: float, now: datetime, *, flare: bool | None = None
) -> Entry:
    """An entry for this minute, on the patient's own date."""
    at = now.replace(second=0, microsecond=0)
    on = at.astimezone(ZoneInfo(episode.patient.time_zone)).date()
    return Entry(at=at, on=on, has_time=True, pain_nrs=pain_nrs, flare=flare)

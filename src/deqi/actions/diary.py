"""A patient writes the diary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.actions.consent import require_consent
from deqi.actions.resending import hold, kept_under, key_of_sent
from deqi.records import DeqiError, Entry
from deqi.store.consent_texts import Purpose
from deqi.store.fits import want_fit
from deqi.store.models import Episode, Record
from deqi.store.patients import key_of
from deqi.store.records import DIARY, add_record, amend_record, open_record
from deqi.store.reminders import note_answer
from deqi.store.words import as_kept

WITHOUT_TIME = time(20)  # as the readers of files take an entry without a time
WRITABLE_DAYS = 14  # further back memory makes up more than it keeps


class EntryError(DeqiError):
    """An entry of a moment that cannot be written about."""

    code = "entry"
    exit_status = 21


def write_entry(
    actor: Actor, episode: Episode, entry: Entry, *, key: UUID, now: datetime
) -> Record:
    """Keep one diary entry; sent again with the same key, or the same words, it is kept once.

    Raises
    ------
    ConsentError
        If the patient has not agreed to keep a diary.
    EntryError
        If the entry is of the future, or of longer ago than `WRITABLE_DAYS`.
    """
    entry = as_kept(entry)
    with changing(actor, Permission.WRITE_DIARY, episode, "diary.write", now=now) as noted:
        require_consent(episode.patient, Purpose.DIARY)
        _check_moment(entry, episode, now)
        hold(episode)
        row = _twin(episode, entry)
        noted.is_new = row is None
        if row is None:
            key = key_of_sent(key, _answers_kept(episode, key), _answers(entry))
            row, noted.is_new = add_record(
                episode, entry, at=entry.at, on=entry.on, by=actor.account, now=now, key=key
            )
        noted.subject = f"diary {row.key}"
        if noted.is_new:
            note_answer(episode.patient, now)
            want_fit(episode, now)
    return row


def amend_entry(
    actor: Actor, current: Record, entry: Entry, reason: str, *, now: datetime
) -> Record:
    """Put another entry in the place of one; the first stays readable.

    Raises
    ------
    AmendedMeanwhileError
        If `current` is no longer the current version.
    """
    episode, entry = current.episode, as_kept(entry)
    with changing(
        actor, Permission.WRITE_DIARY, episode, "diary.amend", now=now, why=reason
    ) as noted:
        require_consent(episode.patient, Purpose.DIARY)
        if open_record(current).value == entry:
            noted.is_new = False
            return current
        if entry.at != current.at:
            _check_moment(entry, episode, now)
        if _twin(episode, entry) is not None:
            raise EntryError(_("There is the same entry for this time already."))
        row = amend_record(
            current, entry, reason, at=entry.at, on=entry.on, by=actor.account, now=now
        )
        noted.subject = f"diary {row.key} {row.version}"
        want_fit(episode, now)
    return row


def entry_now(
    episode: Episode, pain_nrs: float, now: datetime, *, flare: bool | None = None
) -> Entry:
    """An entry for this minute, on the patient's own date."""
    at, on, has_time = this_minute(episode, now)
    return Entry(at=at, on=on, has_time=has_time, pain_nrs=pain_nrs, flare=flare)


def this_minute(episode: Episode, now: datetime) -> tuple[datetime, date, bool]:
    """Moment, date of the patient, and that the time is known, as an `Entry` has them."""
    at = now.replace(second=0, microsecond=0)
    return at, at.astimezone(ZoneInfo(episode.patient.time_zone)).date(), True


def moment_of(episode: Episode, on: date, clock: time | None) -> tuple[datetime, date, bool]:
    """The same for a day and a time of the patient's own; without a time, as files have it.

    Raises
    ------
    EntryError
        If the clocks jumped over this time, or it lies at an end of the calendar.
    """
    zone = ZoneInfo(episode.patient.time_zone)
    local = datetime.combine(on, clock or WITHOUT_TIME)
    try:
        at = local.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        raise EntryError(_("This day is too far away to be meant. Correct the day.")) from None
    if at.astimezone(zone).replace(tzinfo=None) != local:
        raise EntryError(_("On that day the clocks jumped over this time. Give another one."))
    return at, on, clock is not None


def _check_moment(entry: Entry, episode: Episode, now: datetime) -> None:
    today = now.astimezone(ZoneInfo(episode.patient.time_zone)).date()
    # An evening entry without a time counts as 20:00 and may be written before that.
    if entry.on > today or (entry.has_time and entry.at > now):
        raise EntryError(_("This lies in the future. Write it when it has happened."))
    if today - entry.on > timedelta(days=WRITABLE_DAYS):
        raise EntryError(
            _("This is more than %(days)d days ago. Tell your practice, if it matters.")
            % {"days": WRITABLE_DAYS}
        )


def _answers(entry: Entry) -> Entry:
    """An entry without its moment: sent again a minute later, it is still the same entry."""
    return replace(entry, at=datetime.min, on=date.min, has_time=False)


def _answers_kept(episode: Episode, key: UUID) -> Entry | None:
    kept = kept_under(episode, key)
    return None if kept is None else _answers(kept)


def _twin(episode: Episode, entry: Entry) -> Record | None:
    """The row that says just this of just this minute. Files hold such rows once as well."""
    rows = Record.objects.filter(episode=episode, kind=DIARY, at=entry.at, is_current=True)
    key = key_of(episode.patient)
    return next((row for row in rows if open_record(row, key).value == entry), None)

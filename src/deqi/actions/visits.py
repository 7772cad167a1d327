"""A practitioner records a visit and amends it. What speaks against needling stops it first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing, local_today
from deqi.actions.stops import StoppedError, check_news, what_stops
from deqi.exchange.visits import TIME_IF_NOT_GIVEN
from deqi.exchange.write_folder import visit_cells
from deqi.records import Answer, DeqiError, Visit
from deqi.records.dates import day
from deqi.store.courses import course_of
from deqi.store.fits import want_fit
from deqi.store.models import Episode, Patient, Record
from deqi.store.records import VISIT, add_record, amend_record, open_record
from deqi.store.words import as_kept

EARLIEST = date(1970, 1, 1)
COMPLETED = "completed on the same day"


class VisitError(DeqiError):
    """A visit that cannot be so: without a score, in the future, or before the episode."""

    code = "visit"
    exit_status = 31


class MadeMeanwhileError(DeqiError):
    """Another visit was recorded or amended while this one was being written."""

    code = "visit_made_meanwhile"
    exit_status = 32


def record_visit(
    actor: Actor,
    episode: Episode,
    visit: Visit,
    *,
    key: UUID,
    now: datetime,
    red_flags: Mapping[str, Answer] | None = None,
    seen: int | None = None,
) -> Record:
    """Keep a visit, with its pain just before; sent again with the same key it is kept once.

    Parameters
    ----------
    red_flags : when something is new: the answer to every red flag that is not known to be there,
        all of them "no". A "yes" is reported with `report_news`, and there is no visit.
    seen : what `last_change` gave when the form was made; None does not look.

    Raises
    ------
    StoppedError
        If an alarm is open, or a doctor has to be asked first.
    VisitError
        If the visit cannot be so.
    MadeMeanwhileError
        If another visit was recorded since the form was made.
    """
    with changing(actor, Permission.RECORD_VISIT, episode, "visit.record", now=now) as noted:
        noted.subject = f"visit {key}"
        _hold(episode)
        found = Record.objects.filter(key=key, version=1, episode=episode, kind=VISIT).first()
        noted.is_new = found is None
        if found is not None:
            _require_same(open_record(found).value, visit)
            return found
        check_news(episode, visit, red_flags or {}, by=actor.account, now=now)
        _check_new(episode, visit, now, seen)
        by = actor.account
        row, _ = add_record(episode, visit, at=visit.at, on=visit.on, by=by, now=now, key=key)
        _after(episode, visit, now)
    return row


def amend_visit(
    actor: Actor, current: Record, visit: Visit, reason: str, *, now: datetime
) -> Record:
    """Put another version in the place of one. Filling in on the same day needs no reason.

    An alarm does not stand in the way: what happened at a visit may be needed to resolve it.

    Raises
    ------
    VisitError
        If a reason is missing, or the visit cannot be so.
    AmendedMeanwhileError
        If `current` is no longer the current version.
    """
    episode, before = current.episode, open_record(current).value
    why = reason.strip() or _reason_of_itself(episode, before, visit, now)
    with changing(
        actor, Permission.RECORD_VISIT, episode, "visit.amend", now=now, why=why
    ) as noted:
        noted.subject = f"visit {current.key}"
        if before == visit:
            noted.is_new = False
            return current
        if not why:
            raise VisitError(
                "Something that stood in the record is changed. Say why, in a few words."
            )
        _hold(episode)
        if before.pain_before_nrs is not None:  # a visit from a file may have none
            _check_pain(visit)
        if visit.at != before.at:
            _check_moment(episode, visit, now, current.key)
        row = amend_record(current, visit, why, at=visit.at, on=visit.on, by=actor.account, now=now)
        noted.details = {"version": row.version}
        _after(episode, visit, now)
    return row


def last_change(episode: Episode) -> int:
    """A number that grows when a visit of the episode is recorded, amended or withdrawn."""
    rows = Record.objects.filter(episode=episode, kind=VISIT)
    return rows.aggregate(last=Max("id"))["last"] or 0


def moment_of_visit(
    episode: Episode, day: date | None, clock: time | None, now: datetime
) -> tuple[datetime, date, bool]:
    """`at`, `on` and `has_time` of a visit: now, or a day and a time as the clinic's clock shows.

    Raises
    ------
    VisitError
        If the clocks jumped over this time, or there is a time without a day.
    """
    lives_in = ZoneInfo(episode.patient.time_zone)
    if day is None:
        if clock is not None:
            raise VisitError("There is a time and no day. Give the day of the visit as well.")
        at = now.replace(second=0, microsecond=0)
        return at, at.astimezone(lives_in).date(), True
    if not EARLIEST <= day <= local_today(episode, now):
        raise VisitError("This day lies in the future, or long before deqi. Correct the day.")
    zone = lives_in if clock is None else ZoneInfo(episode.patient.clinic.time_zone)
    local = datetime.combine(day, clock or TIME_IF_NOT_GIVEN)
    at = local.replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))
    if at.astimezone(zone).replace(tzinfo=None) != local:
        raise VisitError("On that day the clocks jumped over this time. Give another one.")
    return at, (day if clock is None else at.astimezone(lives_in).date()), clock is not None


def is_of_today(episode: Episode, visit: Visit, now: datetime) -> bool:
    """Whether the patient's day of the visit is not over."""
    return visit.on == now.astimezone(ZoneInfo(episode.patient.time_zone)).date()


def _hold(episode: Episode) -> None:
    """Of two visits, or a visit and a closing, at one moment the second sees the first."""
    held = Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
    episode.closed_at = held.closed_at


def _require_same(kept: Visit, sent: Visit) -> None:
    """Sent again it is the same visit, a minute later too; changed, it is an amendment of it."""
    again = replace(sent, at=kept.at, on=kept.on, has_time=kept.has_time)
    if as_kept(again) != kept:
        raise VisitError(
            "This visit was saved already, and the form says something else now. Open the visit "
            "and amend it; what was saved stands."
        )


def _check_new(episode: Episode, visit: Visit, now: datetime, seen: int | None) -> None:
    """What stands in the way of a new visit: a stop first, then what cannot be."""
    stop = what_stops(episode, course_of(episode), local_today(episode, now))
    if stop is not None:
        raise StoppedError(stop)
    _check_pain(visit)
    _check_moment(episode, visit, now, None)
    if seen is not None and seen != last_change(episode):
        raise MadeMeanwhileError(
            "Another visit was recorded or amended while you were writing this one. Look at "
            "the visits; save again if this is one more. Nothing was saved yet."
        )


def _check_pain(visit: Visit) -> None:
    if visit.pain_before_nrs is None:
        raise VisitError("The pain just before needling is missing. Ask for it, 0 to 10.")


def _check_moment(episode: Episode, visit: Visit, now: datetime, but: UUID | None) -> None:
    """Whether there can be a visit then, beside the others; `but` is the one that is amended."""
    if visit.at > now:
        raise VisitError("This lies in the future. Record a visit when it has taken place.")
    began_on = local_today(episode, episode.opened_at)
    if visit.on < began_on:
        raise VisitError(
            f"This lies before the episode, which began here on {day(began_on)}. Correct the day."
        )
    others = Record.objects.filter(episode=episode, kind=VISIT, at=visit.at, is_current=True)
    if but is not None:
        others = others.exclude(key=but)
    if others.exists():
        raise VisitError("There is another visit at this very time. Amend that one instead.")


def _reason_of_itself(episode: Episode, before: Visit, after: Visit, now: datetime) -> str:
    """Pain after, or a reaction, is often asked an hour later: that needs no explanation."""
    zone = ZoneInfo(episode.patient.time_zone)
    cells, changed = visit_cells(before, zone), visit_cells(after, zone)
    fills_in = all(changed[name] == text for name, text in cells.items() if text)
    return COMPLETED if fills_in and is_of_today(episode, before, now) else ""


def _after(episode: Episode, visit: Visit, now: datetime) -> None:
    """The time of keeping runs from the last care; a person waits for the new answer."""
    rows = Patient.objects.filter(pk=episode.patient_id)
    rows.filter(Q(last_care_on__isnull=True) | Q(last_care_on__lt=visit.on)).update(
        last_care_on=visit.on
    )
    want_fit(episode, now, at_once=True)

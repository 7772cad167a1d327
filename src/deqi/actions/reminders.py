"""Reminders of the diary: at hours that the patient chose, and after a visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from deqi.access import Permission, Role
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.actions.consent import has_consent, require_consent
from deqi.store.audit import Act, add_to_audit
from deqi.store.consent_texts import Purpose
from deqi.store.letters import Contents, put_letter
from deqi.store.models import Episode, Letter, Patient, Record, ReminderPlan
from deqi.store.records import DIARY, VISIT, open_record
from deqi.store.reminders import REMINDER
from deqi.store.tokens import new_token, token_digest

LATE = timedelta(hours=1)  # later than this a reminder of an hour is none
QUIET = timedelta(hours=3)  # no reminder when something was written in the hours before
AFTER_VISIT = timedelta(hours=2)
QUIET_AFTER_VISIT = timedelta(hours=1)  # what was written on leaving does not count
MORNING = time(8)
APART = timedelta(hours=2)
LONGEST_AFTER_VISIT = timedelta(hours=40)  # from any visit to the next morning, and some


@dataclass(frozen=True, slots=True)
class Due:
    """A moment at which somebody wants to be reminded."""

    at: datetime
    about: str  # names the moment once and for all, whatever the clock does later
    quiet: timedelta


def choose_reminders(
    actor: Actor, patient: Patient, hours: Iterable[int], *, after_visits: bool, now: datetime
) -> ReminderPlan:
    """Be reminded at these local hours of the day.

    Raises
    ------
    ConsentError
        If the patient has not agreed to reminders.
    """
    with changing(actor, Permission.GIVE_CONSENT, patient, "reminders.choose", now=now) as noted:
        require_consent(patient, Purpose.REMINDERS)
        chosen = {"hours": sorted(set(hours)), "after_visits": after_visits}
        noted.details = chosen
        plan, _ = ReminderPlan.objects.update_or_create(
            patient=patient, defaults={**chosen, "stopped_at": None}
        )
    return plan


def find_reminder(token: str) -> Letter | None:
    """The reminder whose links hold this token."""
    letters = Letter.objects.select_related("account", "patient__key", "patient__clinic")
    return letters.filter(kind=REMINDER, token_digest=token_digest(token)).first()


def note_opened(letter: Letter, now: datetime) -> None:
    """Its link was followed. Nothing in the letter tells by itself that it was read."""
    Letter.objects.filter(pk=letter.pk, opened_at__isnull=True).update(opened_at=now)


def stop_reminders(letter: Letter, now: datetime) -> None:
    """No more reminders, as asked for in one of them. Whoever holds the letter may do that."""
    patient = letter.patient
    if patient is None:
        return
    act = Act(
        "reminders.stop",
        Role.PATIENT.value,
        clinic=patient.clinic_id,
        patient=patient,
        subject=f"letter {letter.pk}",
    )
    with transaction.atomic():
        running = ReminderPlan.objects.filter(patient=patient, stopped_at__isnull=True)
        if running.update(stopped_at=now):
            add_to_audit(act, now)


def is_wanted(patient: Patient) -> bool:
    """Whether reminders go to this patient now."""
    return (
        patient.erased_at is None
        and ReminderPlan.objects.filter(patient=patient, stopped_at__isnull=True).exists()
        and Episode.objects.filter(patient=patient, closed_at__isnull=True).exists()
        and has_consent(patient, Purpose.REMINDERS)
        and has_consent(patient, Purpose.DIARY)
    )


def plan_reminders(now: datetime) -> int:
    """Put the reminders that are due by now into the queue, each once; how many there were."""
    plans = ReminderPlan.objects.filter(
        stopped_at__isnull=True, patient__account__isnull=False, patient__erased_at__isnull=True
    ).select_related("patient__clinic", "patient__account")
    visits = _late_visits(now)
    return sum(
        _remind(plan.patient, due, now)
        for plan in plans
        for due in _moments(plan, visits, now)
        if due.at <= now < due.at + LATE
    )


def _moments(
    plan: ReminderPlan, visits: Mapping[UUID, list[Record]], now: datetime
) -> Iterator[Due]:
    zone = ZoneInfo(plan.patient.time_zone)
    today = now.astimezone(zone).date()
    for on in (today - timedelta(days=1), today):
        for hour in plan.hours:
            at = datetime.combine(on, time(hour), zone).astimezone(UTC)
            yield Due(at, f"{on} {hour}", QUIET)
    if plan.after_visits:
        for visit in visits.get(plan.patient_id, []):
            yield from _after(visit, zone)


def _after(visit: Record, zone: ZoneInfo) -> Iterator[Due]:
    """Two hours later, if it is known when it was, and the next morning."""
    if open_record(visit).value.has_time:
        yield Due(visit.at + AFTER_VISIT, f"after {visit.key}", QUIET_AFTER_VISIT)
    morning = datetime.combine(visit.on + timedelta(days=1), MORNING, zone)
    yield Due(morning.astimezone(UTC), f"morning {visit.on}", QUIET)


def _late_visits(now: datetime) -> Mapping[UUID, list[Record]]:
    rows = Record.objects.filter(
        kind=VISIT, is_current=True, at__gt=now - LONGEST_AFTER_VISIT, at__lte=now
    ).select_related("episode__patient__key")
    found: dict[UUID, list[Record]] = defaultdict(list)
    for row in rows:
        found[row.episode.patient_id].append(row)
    return found


def _remind(patient: Patient, due: Due, now: datetime) -> bool:
    unique = f"{REMINDER} {patient.pk} {due.about}"
    if Letter.objects.filter(unique=unique).exists() or not is_wanted(patient):
        return False
    if _has_written(patient, due.at - due.quiet) or _was_reminded(patient, now):
        return False
    token, digest = new_token()
    until = (due.at + LATE).isoformat()
    put_letter(
        REMINDER,
        unique,
        now=now,
        account=patient.account,
        patient=patient,
        contents=Contents(values={"token": token, "until": until}),
        token_digest=digest,
    )
    return True


def _has_written(patient: Patient, since: datetime) -> bool:
    rows = Record.objects.filter(episode__patient=patient, kind=DIARY, is_current=True)
    return rows.filter(at__gt=since).exists()


def _was_reminded(patient: Patient, now: datetime) -> bool:
    """Whether one is on its way, or was a moment ago."""
    letters = Letter.objects.filter(kind=REMINDER, patient=patient)
    return letters.filter(due_at__gt=now - APART).exists()

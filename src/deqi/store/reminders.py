"""Whether a reminder was followed by what it reminded of."""

from __future__ import annotations

from datetime import datetime, timedelta

from deqi.store.models import Letter, Patient

REMINDER = "reminder"
ANSWERED_WITHIN = timedelta(hours=12)


def note_answer(patient: Patient, now: datetime) -> None:
    """The patient has written: the reminders of the last hours are answered."""
    Letter.objects.filter(
        patient=patient,
        kind=REMINDER,
        sent_at__gt=now - ANSWERED_WITHIN,
        answered_at__isnull=True,
    ).update(answered_at=now)

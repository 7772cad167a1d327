"""The language and the time zone that a patient lives in."""

from __future__ import annotations

from datetime import datetime

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.store.fits import want_fit
from deqi.store.models import Account, Episode, Patient


def choose_place(
    actor: Actor, patient: Patient, language: str, time_zone: str, *, now: datetime
) -> None:
    """Pages, letters and days are in these from now on, of the log-in and all its diaries."""
    with changing(actor, Permission.WRITE_DIARY, patient, "place.choose", now=now) as noted:
        chosen = {"language": language, "time_zone": time_zone}
        noted.details = chosen
        Patient.objects.filter(account=patient.account).update(**chosen)
        Account.objects.filter(patients=patient).update(**chosen)
        for episode in Episode.objects.filter(patient__account=patient.account):
            want_fit(episode, now)  # days begin and end elsewhere

"""The language and the time zone that a patient lives in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.store.fits import want_fits
from deqi.store.models import Account, Episode, Patient


def choose_place(
    actor: Actor, patient: Patient, language: str, time_zone: str, *, now: datetime
) -> None:
    """Pages, letters and days are in these from now on, of the log-in and all its diaries."""
    with changing(actor, Permission.WRITE_DIARY, patient, "place.choose", now=now) as noted:
        chosen = {"language": language, "time_zone": time_zone}
        noted.details = chosen
        for account in Account.objects.filter(patients=patient):
            move(account, chosen, now)


def move(account: Account, place: Mapping[str, str], now: datetime) -> None:
    """A log-in and its diaries are there from now on; inside the transaction of whoever asks.

    Days begin and end elsewhere, so every open course of theirs wants a newer answer.
    """
    Account.objects.filter(pk=account.pk).update(**place)
    Patient.objects.filter(account=account).update(**place)
    want_fits(Episode.objects.filter(patient__account=account, closed_at__isnull=True), now)

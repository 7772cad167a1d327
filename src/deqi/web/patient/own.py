"""Whose pages these are: the patient behind the log-in, the open course, and the local date."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import timezone

from deqi.access import Permission, Subject
from deqi.actions.acting import require
from deqi.store.models import Episode, Patient
from deqi.web.middleware import Request

CHOSEN = "patient"  # of somebody who is a patient of two practices, in the log-in's session


def own_patients(request: Request) -> list[Patient]:
    """Every patient that this log-in is, the chosen one first, then by practice."""
    account = request.actor.account
    if account is None:
        require(request.actor, Permission.READ_OWN_DIARY, Subject(), timezone.now().date())
    rows = Patient.objects.filter(account=account, erased_at__isnull=True)
    found = rows.select_related("clinic", "key", "account").order_by("made_at")
    chosen = request.session.get(CHOSEN)
    return sorted(found, key=lambda patient: str(patient.pk) != chosen)


def own_patient(request: Request) -> Patient:
    """The patient whose diary is shown; times on the page are in their zone.

    Raises
    ------
    Http404
        If the log-in is no patient.
    """
    patients = own_patients(request)
    if not patients:
        raise Http404
    timezone.activate(ZoneInfo(patients[0].time_zone))
    return patients[0]


def open_episode(patient: Patient) -> Episode | None:
    """The latest course that is open; None between two courses."""
    rows = Episode.objects.filter(patient=patient, closed_at__isnull=True)
    found = rows.order_by("-number").first()
    if found is not None:
        found.patient = patient
    return found


def own_episode(request: Request) -> Episode:
    """The open course of the patient behind a request, or nothing to be found."""
    episode = open_episode(own_patient(request))
    if episode is None:
        raise Http404
    return episode


def own_today(patient: Patient, now: datetime) -> date:
    """The date where the patient is."""
    return now.astimezone(ZoneInfo(patient.time_zone)).date()

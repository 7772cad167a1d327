"""Who read a patient's record, for the patient."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deqi.access import Permission
from deqi.actions.audit_rows import who_read
from deqi.actions.change import reading
from deqi.web.middleware import Request
from deqi.web.patient.own import own_patient

MANY = 200


def show(request: Request) -> HttpResponse:
    """By day: who, and what of it."""
    patient, now = own_patient(request), timezone.now()
    reading(request.actor, Permission.READ_OWN_DIARY, patient, "who_read.read", now=now)
    readings = who_read(patient, now)[:MANY]
    context = {"here": "settings", "patient": patient, "readings": readings}
    return render(request, "patient/who_read.html", context)

"""Erasing a patient, in two steps, and what it did."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format

from deqi.access import Permission
from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today
from deqi.actions.erasure import Reason, erasable_from, erase, erasure_of, what_was_erased
from deqi.store.models import Patient
from deqi.web.accounts.again import asked_again
from deqi.web.clinic.keeping.forms import EraseForm, ReasonForm
from deqi.web.finding import find_patient
from deqi.web.middleware import Request
from deqi.web.operations.backups_made import backups_made


@asked_again
def show(request: Request, clinic: UUID, patient: UUID) -> HttpResponse:
    """From when on it is possible; then why; then the code; then what was done."""
    found, now = find_patient(clinic, patient), timezone.now()
    may = Permission.ERASE_PATIENT
    require(request.actor, may, subject_of(found), local_today(found, now))
    if found.erased_at is not None:
        return _done(request, found)
    first = erasable_from(found)
    context = _context(found) | {
        "first": first,
        "is_kept": local_today(found, now) < first,
        "backups": backups_before(now),
    }
    if request.method != "POST" or context["is_kept"]:
        return render(request, "clinic/keeping/erase.html", context | {"form": ReasonForm()})
    if "code" in request.POST:
        return _second_step(request, found, context, now)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render(request, "clinic/keeping/erase.html", context | {"form": form}, status=400)
    form = EraseForm(initial={"reason": form.cleaned_data["reason"]}, patient=found)
    return render(request, "clinic/keeping/erase_sure.html", context | {"form": form})


def backups_before(now: datetime) -> list[str]:
    """The backups that were made here up to now, by name and day."""
    return [
        f"{Path(one.file).name} ({date_format(timezone.localtime(one.made_at), 'j F Y')})"
        for one in backups_made()
        if one.made_at <= now
    ]


def _second_step(
    request: Request, patient: Patient, context: dict[str, Any], now: datetime
) -> HttpResponse:
    form = EraseForm(request.POST, patient=patient)
    if not form.is_valid():
        context["form"] = form
        return render(request, "clinic/keeping/erase_sure.html", context, status=400)
    reason = Reason(form.cleaned_data["reason"])
    erase(request.actor, patient, reason, backups=context["backups"], now=now)
    return redirect("erase_patient", clinic=patient.clinic_id, patient=patient.pk)


def _done(request: Request, patient: Patient) -> HttpResponse:
    row = erasure_of(patient)
    gone, backups = what_was_erased(row) if row is not None else (None, [])
    context = _context(patient) | {"gone": gone, "backups": backups}
    return render(request, "clinic/keeping/erased.html", context)


def _context(patient: Patient) -> dict[str, Any]:
    return {"clinic": patient.clinic, "here": "patients", "patient": patient}

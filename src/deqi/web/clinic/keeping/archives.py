"""Archives: of a patient, of a clinic, and one that is read in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from deqi.access import Permission, Subject
from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today
from deqi.actions.exporting import export_clinic, export_patient
from deqi.actions.importing import import_clinic
from deqi.store.models import Patient
from deqi.store.moving.reading import MovingError
from deqi.store.moving.writing import digest_of
from deqi.web.accounts.again import asked_again
from deqi.web.clinic.keeping.forms import ArchiveForm
from deqi.web.finding import find_clinic, find_patient
from deqi.web.middleware import Request


@asked_again
def of_patient(request: Request, clinic: UUID, patient: UUID) -> HttpResponseBase:
    """What an archive of one patient holds; posted, the archive."""
    found, now = find_patient(clinic, patient), timezone.now()
    may = Permission.EXPORT_PATIENT
    require(request.actor, may, subject_of(found), local_today(found, now))
    if request.method == "POST":
        return _download(export_patient(request.actor, found, now=now), "patient", now)
    context = {"clinic": found.clinic, "here": "patients", "patient": found}
    return render(request, "clinic/keeping/export_patient.html", context)


@asked_again
def of_clinic(request: Request, clinic: UUID) -> HttpResponseBase:
    """What an archive of the clinic holds, and its digest; posted, the archive."""
    found, now = find_clinic(clinic), timezone.now()
    may = Permission.EXPORT_CLINIC
    require(request.actor, may, subject_of(found), local_today(found, now))
    if request.method == "POST":
        return _download(export_clinic(request.actor, found, now=now), "clinic", now)
    context = {
        "clinic": found,
        "here": "keeping",
        "n_patients": Patient.objects.filter(clinic=found, erased_at__isnull=True).count(),
        "digest": digest_of(found) if "digest" in request.GET else "",
    }
    return render(request, "clinic/keeping/export_clinic.html", context)


@asked_again
def read_in(request: Request) -> HttpResponse:
    """Take a clinic into an instance without patients."""
    now = timezone.now()
    require(request.actor, Permission.IMPORT_CLINIC, Subject(), now.date())
    form = ArchiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            imported = import_clinic(request.actor, form.cleaned_data["archive"], now=now)
        except MovingError as error:
            form.add_error("archive", str(error))
        else:
            return render(request, "clinic/keeping/imported.html", {"imported": imported})
    context = {"form": form}
    return render(
        request, "clinic/keeping/import.html", context, status=400 if form.errors else 200
    )


def _download(pieces: Iterator[bytes], what: str, now: datetime) -> HttpResponseBase:
    """It begins at once and grows as it is read, however large the clinic is."""
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    name = f"deqi-{what}-{now:%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

"""Addresses below a clinic's own: export, erasure and the audit of a clinic."""

from __future__ import annotations

from django.urls import path

from deqi.web.clinic.keeping import archives, audit, erasing

urlpatterns = [
    path("export/", archives.of_clinic, name="export_clinic"),
    path("patient/<uuid:patient>/export/", archives.of_patient, name="export_patient"),
    path("patient/<uuid:patient>/erase/", erasing.show, name="erase_patient"),
    path("audit/", audit.show, name="audit"),
]

"""Addresses below a clinic's own: links for doctors and their answers."""

from __future__ import annotations

from django.urls import path

from deqi.web.clinic.doctors import links

urlpatterns = [
    path("course/<uuid:episode>/doctor/", links.show, name="doctor_page"),
    path("course/<uuid:episode>/doctor/sheet.pdf", links.download, name="doctor_pdf"),
    path(
        "course/<uuid:episode>/doctor/<uuid:link>/revoke/", links.revoke, name="doctor_link_revoke"
    ),
]

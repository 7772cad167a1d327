"""Addresses below a clinic's own: taking in a patient, from identity to first scores."""

from __future__ import annotations

from django.urls import path

from deqi.web.clinic.enrolment import patients, scores, screening

urlpatterns = [
    path("patients/", patients.show, name="patients"),
    path("patients/new/", patients.new, name="patient_new"),
    path("patient/<uuid:patient>/", patients.one, name="patient"),
    path("patient/<uuid:patient>/edit/", patients.edit, name="patient_edit"),
    path("patient/<uuid:patient>/episode/", patients.new_episode, name="episode_new"),
    path("course/<uuid:episode>/close/", patients.close, name="episode_close"),
    path("course/<uuid:episode>/screening/", screening.show, name="screening"),
    path("course/<uuid:episode>/scores/", scores.show, name="scores"),
    path("course/<uuid:episode>/other-care/", scores.other_care, name="other_care"),
]

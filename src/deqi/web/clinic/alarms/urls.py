"""Addresses below a clinic's own: alarms of a course, and letters that did not arrive."""

from __future__ import annotations

from django.urls import path

from deqi.web.clinic.alarms import letters, resolving

urlpatterns = [
    path("course/<uuid:episode>/alarm/", resolving.show, name="alarm"),
    path("letters/", letters.show, name="letters"),
]

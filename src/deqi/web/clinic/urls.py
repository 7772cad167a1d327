"""Addresses of a clinic's pages; each area of work has its own list."""

from __future__ import annotations

from django.urls import include, path

AREAS = ("courses", "enrolment", "visits", "people", "keeping", "doctors", "alarms")

urlpatterns = [path("<uuid:clinic>/", include(f"deqi.web.clinic.{area}.urls")) for area in AREAS]

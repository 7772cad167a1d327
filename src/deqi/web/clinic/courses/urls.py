"""Addresses below a clinic's own: today's list and the answer on one course."""

from __future__ import annotations

from django.urls import path

from deqi.web.clinic.courses import today

urlpatterns = [
    path("today/", today.show, name="today"),
]

"""Addresses below a clinic's own: today's list and the answer on one course."""

from __future__ import annotations

from django.urls import path

from deqi.web.clinic.courses import course, history, today

urlpatterns = [
    path("today/", today.show, name="today"),
    path("course/<uuid:episode>/", course.show, name="course"),
    path("course/<uuid:episode>/compute/", course.compute, name="compute_now"),
    path("course/<uuid:episode>/freshness/", course.freshness, name="freshness"),
    path("course/<uuid:episode>/history/", history.show, name="course_history"),
]

"""Addresses of a patient's own pages."""

from __future__ import annotations

from django.urls import path

from deqi.web.patient import diary

urlpatterns = [
    path("", diary.show, name="diary"),
]

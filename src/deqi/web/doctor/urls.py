"""Addresses of a doctor's page."""

from __future__ import annotations

from django.urls import path

from deqi.web.doctor import sheet

urlpatterns = [
    path("<str:token>/", sheet.show, name="doctor_sheet"),
]

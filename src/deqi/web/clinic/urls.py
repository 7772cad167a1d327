"""Addresses of a clinic's pages."""

from __future__ import annotations

from django.urls import path

from deqi.web.clinic import today

urlpatterns = [
    path("<uuid:clinic>/today/", today.show, name="today"),
]

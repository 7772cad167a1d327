"""Addresses of the society's sponsors."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

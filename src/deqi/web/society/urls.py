"""Addresses of the society's site, all below /society/; each area has its own list."""

from __future__ import annotations

from django.urls import include, path

AREAS = ("about", "posts", "comments", "complaints", "moderation", "manuscripts", "sponsors")

urlpatterns = [path("", include(f"deqi.web.society.{area}.urls")) for area in AREAS]

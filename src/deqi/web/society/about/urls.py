"""Addresses of the society's own pages."""

from __future__ import annotations

from django.urls import path

from deqi.web.society.about import front

urlpatterns = [path("", front.show, name="society")]

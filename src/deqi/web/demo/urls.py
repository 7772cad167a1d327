"""Addresses that are there in a demonstration only."""

from __future__ import annotations

from django.urls import path

from deqi.web.demo import entering

urlpatterns = [
    path("", entering.welcome, name="demo"),
    path("enter/<slug:role>/", entering.enter, name="demo_enter"),
]

"""Addresses in letters."""

from __future__ import annotations

from django.urls import path

from deqi.web.letters import links

urlpatterns = [
    path("<str:token>/", links.follow, name="reminder"),
    path("<str:token>/stop/", links.stop, name="reminder_stop"),
]

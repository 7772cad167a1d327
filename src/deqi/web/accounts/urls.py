"""Addresses of coming in: the first run, and invitations."""

from __future__ import annotations

from django.urls import path

from deqi.web.accounts import first_run, invitations, own

urlpatterns = [
    path("first-run/", first_run.show, name="first_run"),
    path("account/", own.show, name="account"),
    path("invitation/", invitations.answer, name="invitation"),
    path("invitation/<str:token>/", invitations.open_link, name="invitation_open"),
]

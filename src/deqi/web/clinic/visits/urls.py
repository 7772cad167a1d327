"""Addresses below a clinic's own: recording a visit and amending it."""

from __future__ import annotations

from django.urls import path

from deqi.web.clinic.visits import amending, point_sets, recording, showing, taking_back

VISIT = "course/<uuid:episode>/visits/<uuid:key>/"
urlpatterns = [
    path("course/<uuid:episode>/visits/", showing.listed, name="visits"),
    path("course/<uuid:episode>/visits/new/", recording.new, name="visit_new"),
    path(VISIT, showing.one, name="visit"),
    path(VISIT + "amend/", amending.amend, name="visit_amend"),
    path(VISIT + "complete/", amending.complete, name="visit_complete"),
    path(
        "course/<uuid:episode>/records/<uuid:key>/withdraw/",
        taking_back.show,
        name="record_withdraw",
    ),
    path("points/", point_sets.show, name="point_sets"),
    path("points/check/", point_sets.checked, name="points_check"),
    path("points/<uuid:key>/rename/", point_sets.rename, name="point_set_rename"),
    path("points/<uuid:key>/end/", point_sets.end, name="point_set_end"),
]

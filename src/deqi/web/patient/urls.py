"""Addresses of a patient's own pages."""

from __future__ import annotations

from django.urls import path

from deqi.web.patient import alarm, consent, diary, questionnaires, settings, who_read

urlpatterns = [
    path("", diary.show, name="diary"),
    path("entries/", diary.entries, name="entries"),
    path("entry/<uuid:key>/", diary.amend, name="entry"),
    path("questionnaire/<slug:instrument>/", questionnaires.show, name="questionnaire"),
    path("alarm/", alarm.show, name="alarm_new"),
    path("alarm/<uuid:alarm>/", alarm.raised, name="alarm_raised"),
    path("consent/", consent.show, name="consent"),
    path("who-read/", who_read.show, name="who_read"),
    path("settings/", settings.show, name="settings"),
    path("settings/reminders/", settings.reminders, name="reminders"),
    path("settings/diary/<uuid:patient>/", settings.choose, name="choose_diary"),
]

"""Addresses of the moderators' queue."""

from __future__ import annotations

from django.urls import path

from deqi.web.society.moderation import queue

urlpatterns = [
    path("queue/", queue.show, name="queue"),
    path("queue/<uuid:comment>/", queue.decide, name="queue_decide"),
    path("queue/undo/<int:decision>/", queue.undo, name="queue_undo"),
    path("queue/appeal/<int:appeal>/", queue.answer, name="queue_appeal"),
]

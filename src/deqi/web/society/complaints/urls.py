"""Addresses of what people report."""

from __future__ import annotations

from django.urls import path

from deqi.web.society.complaints import answering, making

urlpatterns = [
    path("complain/", making.new, name="complain"),
    path("complaints/", answering.show, name="complaints"),
    path("complaints/<uuid:complaint>/", answering.answer, name="complaint_answer"),
]

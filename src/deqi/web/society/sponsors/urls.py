"""Addresses of the society's sponsors."""

from __future__ import annotations

from django.urls import path

from deqi.web.society.sponsors import asking, deciding

urlpatterns = [
    path("sponsor/", asking.new, name="sponsor_ask"),
    path("sponsors/", deciding.show, name="sponsors"),
    path("sponsors/<uuid:sponsor>/", deciding.one, name="sponsor"),
]

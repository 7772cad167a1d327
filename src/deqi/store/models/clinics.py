"""A practice."""

from __future__ import annotations

import uuid

from django.db import models


class Clinic(models.Model):
    """A practice, with what its country and law ask of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)  # ISO 3166-1: which emergency number is shown
    jurisdiction = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=8, default="en")
    policy = models.CharField(max_length=40, default="usual")  # of `deqi plan --policy`
    retention_years = models.PositiveSmallIntegerField(default=10)
    asks_for_supervisor = models.BooleanField(default=False)  # where the jurisdiction does
    made_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

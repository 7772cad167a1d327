"""Something alarming that a patient said, and the doctor who is asked."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from deqi.store.models.accounts import Account
from deqi.store.models.care import Consent, Episode


class Alarm(models.Model):
    """Something new or alarming; while it is open no visit is recorded and no plan is shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="alarms")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    content = models.BinaryField()  # sealed: what was said, in ids of the red flags and words
    seen_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    resolution = models.BinaryField(null=True)  # sealed

    class Meta:
        indexes = [
            models.Index(
                fields=["episode"], condition=Q(resolved_at__isnull=True), name="open_alarms"
            )
        ]


class DoctorLink(models.Model):
    """A link with which one doctor reads one page and answers one question, for a while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="doctor_links")
    token_digest = models.CharField(max_length=64, unique=True)
    consent = models.ForeignKey(Consent, models.PROTECT)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    question = models.BinaryField()  # sealed
    answer = models.BinaryField(null=True)  # sealed

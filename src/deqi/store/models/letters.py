"""E-mail: what is to be sent, what was, and when a patient wants to be reminded."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from deqi.store.models.accounts import Account
from deqi.store.models.care import Patient
from deqi.store.models.clinics import Clinic


class ReminderPlan(models.Model):
    """When a patient wants to be reminded of the diary."""

    patient = models.OneToOneField(Patient, models.CASCADE, primary_key=True)
    hours = models.JSONField(default=list)  # local hours of the day, such as [8, 20]
    after_visits = models.BooleanField(default=True)  # 2 hours after, and the next morning
    stopped_at = models.DateTimeField(null=True)


class Letter(models.Model):
    """One e-mail. Its words are made when it is sent and kept nowhere.

    Attributes
    ----------
    kind : which letter: `reminder`, `alarm`, `licence_ends`, `invitation` ...
    account : to whom, if to an account; otherwise `content` holds the address.
    clinic : the practice that sends it; None for letters about a log-in.
    unique : what it is about, so that nothing is sent twice.
    n_tries, failure : how often it was tried, and the kind of the last failure.
    token_digest : of the token in its links.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    patient = models.ForeignKey(Patient, models.CASCADE, null=True, related_name="+")
    clinic = models.ForeignKey(Clinic, models.CASCADE, null=True, related_name="+")
    unique = models.CharField(max_length=120, unique=True)
    content = models.BinaryField(null=True)  # sealed with the house's key: address, values
    token_digest = models.CharField(max_length=64, null=True, unique=True)
    due_at = models.DateTimeField()
    n_tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="letters_that_wait",
            )
        ]

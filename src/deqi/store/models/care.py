"""Patients, their episodes, and the records of them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from deqi.store.models.accounts import Account
from deqi.store.models.clinics import Clinic


class PatientKey(models.Model):
    """The wrapped key of one patient. Without this row all that is sealed with it is gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField()


class Patient(models.Model):
    """A person in the care of one practice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="patients")
    key = models.OneToOneField(PatientKey, models.SET_NULL, null=True)
    code = models.CharField(max_length=40)  # the practice's own: P-014. Not a name
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="patients")
    identity = models.BinaryField(null=True)  # sealed `Identity`: name, contacts, guardian
    language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    made_at = models.DateTimeField()
    last_care_on = models.DateField(null=True)  # from which the time of keeping runs
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "code"], name="one_patient_of_a_code")
        ]


class Consent(models.Model):
    """What a patient agreed to, to which version of the words, and when they took it back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)  # diary, reminders, doctor_link, publication
    version = models.CharField(max_length=20)
    text_digest = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_consent_to_a_purpose",
            )
        ]


class Episode(models.Model):
    """One stretch of pain and its treatment: the course of `deqi report`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="episodes")
    number = models.PositiveSmallIntegerField()
    practitioner = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "number"], name="one_episode_of_a_number")
        ]

    @property
    def course_id(self) -> str:
        """What the course is called in files: the patient's code, and the number of the episode."""
        return self.patient.code if self.number == 1 else f"{self.patient.code} {self.number}"


class Record(models.Model):
    """One version of one thing that was felt, done or found. A version is never changed.

    Attributes
    ----------
    key : of the thing; its versions share it. Made by whoever writes, so that the same thing sent
        twice is kept once.
    kind : see `deqi.store.records.KINDS`.
    at, on : of the thing itself, not of the writing; they order and find it.
    content : the sealed value, with the reason of an amendment.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField()
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="records")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_version_of_a_number"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(is_current=True), name="one_current_version"
            ),
        ]
        indexes = [
            models.Index(
                fields=["episode", "kind", "at"],
                condition=Q(is_current=True),
                name="current_of_an_episode",
            )
        ]


class PointSet(models.Model):
    """Points that a practice needles often, under a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="point_sets")
    name = models.CharField(max_length=80)
    points = models.JSONField()
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

"""Who did what, when and why: rows that are only ever added, chained by their digests."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class AuditHead(models.Model):
    """The end of the chain: one row, held while a row is added, so that no two bear one number."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    digest = models.BinaryField(default=bytes)


class AuditRow(models.Model):
    """One act of one person. The database refuses to change or delete it.

    Attributes
    ----------
    number : 1, 2, 3 ... without a gap.
    actor, role : the account's id and in which role it acted; "doctor" or "program" without one.
    action : what was done, such as `visit.record`; `*.read` for reading.
    clinic, patient : whom it concerned, if anybody; ids, which mean nothing outside.
    subject : kind and id of the thing.
    details : what exactly and why, sealed with the patient's key, or with the house's.
    digest : over all of these and the digest of the row before, with a key from the key file.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    role = models.CharField(max_length=20)
    action = models.CharField(max_length=40)
    clinic = models.UUIDField(null=True)
    patient = models.UUIDField(null=True)
    subject = models.CharField(max_length=80, blank=True)
    details = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "number"], name="audit_of_a_patient"),
            models.Index(  # lists: they name several people, see `actions.audit_rows.who_read`
                fields=["clinic", "at"], condition=Q(patient__isnull=True), name="audit_of_lists"
            ),
        ]

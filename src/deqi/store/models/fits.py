"""The latest answer on each course, and whether a newer one is wanted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from deqi.store.models.care import Episode


class Fit(models.Model):
    """One row a course: the answer shown now, and the work that waits. Both at once, so that many
    changes in a short time ask for one computation only.

    Attributes
    ----------
    wanted_at : when a newer answer was last asked for; None if this one is the newest.
    due_at : not before; None while nothing waits, or while somebody is at it.
    urgency : among those that are due, the lowest first.
    leased_until : somebody is at it until then; later it is taken to have died.
    answered_at, as_of, digest : when the shown answer was made, for which day, from what.
    need_rank, next_on : order the list of today.
    content, line : the sealed answer and its line in the list, see `deqi.store.answers`.
    n_failed, failure : failures since the last success, and the kind of the last one.
    """

    class Urgency(models.IntegerChoices):
        """For whose sake a newer answer is wanted."""

        PERSON_WAITS = 0
        NEW_DATA = 1
        NEW_DAY = 2

    episode = models.OneToOneField(Episode, models.CASCADE, primary_key=True)
    wanted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.NEW_DAY)
    leased_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    as_of = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    need_rank = models.PositiveSmallIntegerField(null=True)
    next_on = models.DateField(null=True)
    content = models.BinaryField(null=True)
    line = models.BinaryField(null=True)
    n_failed = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["urgency", "due_at"], condition=Q(due_at__isnull=False), name="fits_waiting"
            ),
            models.Index(
                fields=["leased_until"], condition=Q(leased_until__isnull=False), name="fits_held"
            ),
        ]

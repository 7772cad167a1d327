"""The latest answer on each course, and whether a newer one is wanted."""

from __future__ import annotations

from django.db import models

from deqi.store.models.care import Episode


class Fit(models.Model):
    """One row a course: the answer shown now, and the work that waits. Both at once, so that many
    changes in a short time ask for one computation only.

    Attributes
    ----------
    wanted_at : since when a newer answer is wanted; None if this one is the newest.
    due_at : not before; urgent work is due at once.
    leased_until : somebody is at it until then; later it is taken to have died.
    answered_at, as_of, digest : when the shown answer was made, for which day, from what.
    need_rank, next_on : order the list of today.
    content : the sealed answer, see `deqi.store.answers`.
    n_failed, failure : failures since the last success, and the kind of the last one.
    """

    episode = models.OneToOneField(Episode, models.CASCADE, primary_key=True)
    wanted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    leased_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    as_of = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    need_rank = models.PositiveSmallIntegerField(null=True)
    next_on = models.DateField(null=True)
    content = models.BinaryField(null=True)
    n_failed = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=80, blank=True)

"""Points that a practice needles often, kept under a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.records import DeqiError, PointNeedled
from deqi.store.decoders import decoder_of
from deqi.store.models import Clinic, PointSet


class PointSetError(DeqiError):
    """A set without points, or with the name of another one."""

    code = "point_set"
    exit_status = 35


def make_set(
    actor: Actor,
    clinic: Clinic,
    name: str,
    points: Sequence[PointNeedled],
    *,
    key: UUID,
    now: datetime,
) -> PointSet:
    """Keep points under a name; sent again with the same key they are kept once.

    Raises
    ------
    PointSetError
        If there are no points, or another set of the clinic bears this name.
    """
    with changing(actor, Permission.EDIT_FACTS, clinic, "point_set.make", now=now) as noted:
        noted.subject = f"point_set {key}"
        found = PointSet.objects.filter(pk=key, clinic=clinic).first()
        noted.is_new = found is None
        if found is not None:
            return found
        if not points:
            raise PointSetError("There are no points to keep. Write at least one.")
        _check_name(clinic, name)
        return PointSet.objects.create(
            pk=key,
            clinic=clinic,
            name=name,
            points=msgspec.to_builtins(tuple(points)),
            made_by=actor.log_in,
            made_at=now,
        )


def rename_set(actor: Actor, point_set: PointSet, name: str, *, now: datetime) -> None:
    """Give a set another name."""
    clinic = point_set.clinic
    with changing(actor, Permission.EDIT_FACTS, clinic, "point_set.rename", now=now) as noted:
        noted.subject = f"point_set {point_set.pk}"
        if name == point_set.name:
            noted.is_new = False
            return
        _check_name(clinic, name)
        PointSet.objects.filter(pk=point_set.pk).update(name=name)


def end_set(actor: Actor, point_set: PointSet, *, now: datetime) -> None:
    """Offer a set no more; visits that were recorded with it stay as they are."""
    clinic = point_set.clinic
    with changing(actor, Permission.EDIT_FACTS, clinic, "point_set.end", now=now) as noted:
        noted.subject = f"point_set {point_set.pk}"
        waiting = PointSet.objects.filter(pk=point_set.pk, ended_at__isnull=True)
        noted.is_new = bool(waiting.update(ended_at=now))


def points_of(point_set: PointSet) -> tuple[PointNeedled, ...]:
    """The points of a set."""
    return decoder_of(tuple[PointNeedled, ...]).decode(msgspec.json.encode(point_set.points))


def _check_name(clinic: Clinic, name: str) -> None:
    if PointSet.objects.filter(clinic=clinic, name=name, ended_at__isnull=True).exists():
        raise PointSetError("There is a set with this name already. Give another name.")

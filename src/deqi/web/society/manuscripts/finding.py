"""From addresses to manuscripts; what this person has no part in is not found."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, Actor, require, subject_of
from deqi.actions.society.manuscripts.seats import Seat, seat_of
from deqi.store.models import Manuscript, ManuscriptVersion, Review
from deqi.store.society.manuscripts import newest_submitted, newest_version


def find_manuscript(
    actor: Actor, manuscript: UUID, now: datetime, *seats: Seat
) -> tuple[Manuscript, Seat]:
    """A manuscript with the seat of this person; of `seats` only, if any are given."""
    require(actor, Permission.SUBMIT_MANUSCRIPT, subject_of(SOCIETY), now.date())
    rows = Manuscript.objects.select_related("owner__member", "editor__member", "post")
    found = get_object_or_404(rows, pk=manuscript)
    seat = seat_of(actor, found, now.date())
    if seat is None or (seats and seat not in seats):
        raise Http404
    return found, seat


def find_review(actor: Actor, review: UUID, now: datetime) -> Review:
    """A review that this person was asked for."""
    require(actor, Permission.SUBMIT_MANUSCRIPT, subject_of(SOCIETY), now.date())
    rows = Review.objects.select_related("version__manuscript")
    found = get_object_or_404(rows, pk=review, reviewer=actor.log_in)
    if seat_of(actor, found.version.manuscript, now.date()) is not Seat.REVIEWER:
        raise Http404
    return found


def version_for(actor: Actor, manuscript: Manuscript, seat: Seat) -> ManuscriptVersion:
    """The version that this person sees: a reviewer the newest that was asked about."""
    if seat is Seat.AUTHOR:
        return newest_version(manuscript)
    if seat is Seat.REVIEWER:
        asked = manuscript.versions.filter(reviews__reviewer=actor.log_in)
        return asked.order_by("-number")[0]
    version = newest_submitted(manuscript)
    if version is None:
        raise Http404
    return version

"""From which side somebody comes to a manuscript; from none, it does not exist."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from deqi.access import Decision, Permission, Why, decide
from deqi.actions.acting import SOCIETY, Actor, RefusedError, subject_of
from deqi.store.models import Manuscript, Review
from deqi.store.society.manuscripts import author_names


class Seat(StrEnum):
    """What somebody is to one manuscript."""

    AUTHOR = "author"
    EDITOR = "editor"
    REVIEWER = "reviewer"


def seat_of(actor: Actor, manuscript: Manuscript, today: date) -> Seat | None:
    """The one seat of a person: nobody edits or reviews what is their own, or edits what they
    review."""
    if actor.account is None:
        return None
    if manuscript.owner_id == actor.account.pk:
        return Seat.AUTHOR if _may(actor, Permission.SUBMIT_MANUSCRIPT, today) else None
    if _reviews(actor, manuscript):
        return Seat.REVIEWER if _may(actor, Permission.REVIEW, today) else None
    if manuscript.state == Manuscript.State.DRAFT:
        return None  # nobody else's business yet
    if _was_never_submitted(manuscript) or not _may(actor, Permission.EDIT_MANUSCRIPTS, today):
        return None
    return None if _is_co_author(actor, manuscript) else Seat.EDITOR


def require_seat(actor: Actor, manuscript: Manuscript, seat: Seat, today: date) -> None:
    """Raise `RefusedError`, as of something unknown, unless the person has this seat."""
    if seat_of(actor, manuscript, today) is not seat:
        raise RefusedError(Decision(Why.UNKNOWN, "There is nothing here."))


def _may(actor: Actor, permission: Permission, today: date) -> bool:
    return bool(decide(actor.person, permission, subject_of(SOCIETY), today))


def _reviews(actor: Actor, manuscript: Manuscript) -> bool:
    rows = Review.objects.filter(version__manuscript=manuscript, reviewer=actor.account)
    return rows.exists()


def _is_co_author(actor: Actor, manuscript: Manuscript) -> bool:
    """Known by name only: co-authors need no log-in."""
    return actor.log_in.member.display_name in author_names(manuscript)


def _was_never_submitted(manuscript: Manuscript) -> bool:
    return not manuscript.versions.filter(submitted_at__isnull=False).exists()

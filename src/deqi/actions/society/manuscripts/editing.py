"""What an editor does: ask reviewers and decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, Actor
from deqi.actions.change import Noted, changing
from deqi.actions.society.manuscripts.seats import Seat, require_seat
from deqi.actions.society.manuscripts.writing import ManuscriptError
from deqi.society.manuscripts.moves import Act, State, state_after
from deqi.store.letters import put_letter
from deqi.store.models import Manuscript, ManuscriptVersion, Review, Verdict
from deqi.store.society.manuscripts import (
    mark_of,
    n_reviews_of,
    newest_submitted,
    possible_reviewers,
)

DECISIONS = (Act.ACCEPT, Act.REVISE, Act.REJECT)


def ask_reviewers(
    actor: Actor,
    manuscript: Manuscript,
    reviewers: Sequence[UUID],
    *,
    seen: str,
    due_on: date,
    now: datetime,
) -> None:
    """Ask reviewers for their review of the version that was handed in; they get a letter each.

    Parameters
    ----------
    seen : the mark of that version as the editor saw it, see `mark_of`.

    Raises
    ------
    ManuscriptError
        If one of them is an author, has a conflict, or was asked already; or the day is over.
    """
    with editing(actor, manuscript, "manuscript.ask", now) as (noted, current):
        version = seen_version(current, seen)
        if current.state != State.IN_REVIEW:
            current.state = state_after(current.state, Act.REVIEW).value
        if due_on <= now.date():
            raise ManuscriptError(_("The day on which the review is due must lie ahead."))
        current.editor = current.editor or actor.log_in
        current.save(update_fields=["state", "editor"])
        for reviewer in reviewers:
            _ask(version, reviewer, due_on, now)
        noted.details = {"reviewers": [str(one) for one in reviewers], "due_on": due_on.isoformat()}


def decide_manuscript(
    actor: Actor, manuscript: Manuscript, act: Act, words: str, *, seen: str, now: datetime
) -> Verdict:
    """Accept it, ask for a new version, or reject it; the author gets a letter and reads `words`.

    Parameters
    ----------
    seen : the mark of the version that the editor decides about.

    Raises
    ------
    MoveError
        If this does not follow from where it stands, or too few have reviewed it.
    """
    with editing(actor, manuscript, f"manuscript.{act.value}", now) as (noted, current):
        if act not in DECISIONS:
            raise ManuscriptError(_("Accept it, ask for a revision, or reject it."))
        version = seen_version(current, seen)
        current.state = state_after(current.state, act, n_reviews_of(current)).value
        current.editor = current.editor or actor.log_in
        current.save(update_fields=["state", "editor"])
        verdict = Verdict.objects.create(
            version=version, by=actor.log_in, at=now, decision=act.value, words=words
        )
        unique = f"manuscript_decided {verdict.pk}"
        put_letter("manuscript_decided", unique, now=now, account=current.owner)
        noted.details = {"version": version.number}
    return verdict


@contextmanager
def editing(
    actor: Actor, manuscript: Manuscript, action: str, now: datetime
) -> Iterator[tuple[Noted, Manuscript]]:
    """The frame of an editor's act, with the row as it stands."""
    with changing(actor, Permission.EDIT_MANUSCRIPTS, SOCIETY, action, now=now) as noted:
        current = Manuscript.objects.select_for_update().get(pk=manuscript.pk)
        require_seat(actor, current, Seat.EDITOR, now.date())
        noted.subject = f"manuscript {manuscript.pk}"
        yield noted, current


def seen_version(manuscript: Manuscript, seen: str) -> ManuscriptVersion:
    """The version that was handed in last, if it says what the editor has seen."""
    version = newest_submitted(manuscript)
    if version is None or mark_of(version) != seen:
        raise ManuscriptError(
            _("The manuscript has changed since you opened this page; nothing was decided. Read "
              "what is shown now, then decide.")
        )  # fmt: skip
    return version


def _ask(version: ManuscriptVersion, reviewer: UUID, due_on: date, now: datetime) -> None:
    member = possible_reviewers(version.manuscript).filter(pk=reviewer).first()
    if member is None:
        raise ManuscriptError(
            _("One of these cannot review it: an author, somebody with a declared conflict, or no "
              "reviewer any more. Choose another.")
        )  # fmt: skip
    review, is_new = Review.objects.get_or_create(
        version=version, reviewer=member.account, defaults={"asked_at": now, "due_on": due_on}
    )
    if not is_new:
        raise ManuscriptError(_("%(name)s was asked already.") % {"name": member.display_name})
    put_letter("review_asked", f"review_asked {review.pk}", now=now, account=member.account)

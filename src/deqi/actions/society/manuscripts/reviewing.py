"""What a reviewer does: agree, decline, hand in; and the letters that remind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from deqi.access import Decision, Permission, Why
from deqi.actions.acting import SOCIETY, Actor, RefusedError
from deqi.actions.change import Noted, changing
from deqi.actions.society.manuscripts.writing import ManuscriptError
from deqi.store.letters import put_letter
from deqi.store.models import Letter, Review
from deqi.store.society.manuscripts import open_reviews, open_reviews_due_by

ADVICE = ("accept", "minor", "major", "reject")
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer hands in: `to_editor` stays with the editor."""

    advice: str
    to_author: str
    to_editor: str


def agree_to_review(actor: Actor, review: Review, *, now: datetime) -> None:
    """Say yes, and that there is no conflict of interest."""
    with _reviewing(actor, review, "review.agree", now) as (noted, current):
        noted.is_new = current.agreed_at is None
        current.agreed_at = current.agreed_at or now
        current.save(update_fields=["agreed_at"])


def decline_review(actor: Actor, review: Review, conflicts: str, *, now: datetime) -> None:
    """Say no. Whoever declares a conflict is not asked again about this manuscript."""
    with _reviewing(actor, review, "review.decline", now) as (_noted, current):
        current.declined_at, current.conflicts = now, conflicts.strip()
        current.save(update_fields=["declined_at", "conflicts"])
        _tell_editor(current, "declined", now)


def hand_in_review(actor: Actor, review: Review, given: Judgement, *, now: datetime) -> None:
    """Hand in a review, once; the author reads its part when the editor has decided.

    Raises
    ------
    ManuscriptError
        If the person has not agreed to review, or something is missing.
    """
    with _reviewing(actor, review, "review.hand_in", now) as (_noted, current):
        if current.agreed_at is None:
            raise ManuscriptError(_("First say that you review it and have no conflict."))
        if given.advice not in ADVICE or not given.to_author.strip():
            raise ManuscriptError(_("A review needs an advice and words to the author."))
        current.advice, current.to_author = given.advice, given.to_author
        current.to_editor, current.handed_in_at = given.to_editor, now
        current.save(update_fields=["advice", "to_author", "to_editor", "handed_in_at"])
        _tell_editor(current, "handed_in", now)


def write_review_reminders(now: datetime) -> int:
    """Remind reviewers three days before the day, and once when it is over; how many letters."""
    today, n = now.date(), 0
    for review in open_reviews_due_by(today + SOON):
        unique = f"review_due {review.pk} {_how_late(review.due_on, today)}"
        if not Letter.objects.filter(unique=unique).exists():
            put_letter("review_due", unique, now=now, account=review.reviewer)
            n += 1
    return n


@contextmanager
def _reviewing(
    actor: Actor, review: Review, action: str, now: datetime
) -> Iterator[tuple[Noted, Review]]:
    """The frame of a reviewer's act, with the row as it stands."""
    with changing(actor, Permission.REVIEW, SOCIETY, action, now=now) as noted:
        rows = Review.objects.select_for_update().filter(pk=review.pk, reviewer=actor.log_in)
        current = rows.first()
        if current is None:
            raise RefusedError(Decision(Why.UNKNOWN, "There is nothing here."))
        if not open_reviews().filter(pk=review.pk).exists():
            raise ManuscriptError(_("This review is closed; nothing was changed."))
        noted.subject = f"review {review.pk}"
        yield noted, current


def _tell_editor(review: Review, what: str, now: datetime) -> None:
    editor = review.version.manuscript.editor
    if editor is not None:
        put_letter("review_came", f"review_came {review.pk} {what}", now=now, account=editor)


def _how_late(due_on: date, today: date) -> str:
    return "over" if due_on < today else "soon"

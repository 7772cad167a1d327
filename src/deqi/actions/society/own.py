"""Nobody decides about what is their own: it waits for another, even where there is none yet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from deqi.actions.acting import Actor
from deqi.records import DeqiError
from deqi.store.models import Comment, Complaint, Post, Sponsor
from deqi.store.models import SocietyMember as Member


class OwnMatterError(DeqiError):
    """Somebody would decide about what is their own; another person has to."""

    code = "own_matter"
    exit_status = 59


def require_others_matter(
    actor: Actor, concerned: Collection[UUID | None], address: str = ""
) -> None:
    """Called by every decision, with those whom it concerns.

    Parameters
    ----------
    concerned : the accounts of who wrote it, asked for it, or reported it.
    address : an e-mail address that was left with it, by somebody who was not logged in.

    Raises
    ------
    OwnMatterError
        If the actor is one of them.
    """
    if is_own(actor, concerned, address):
        raise OwnMatterError(leave_it(actor))


def is_own(actor: Actor, concerned: Collection[UUID | None], address: str = "") -> bool:
    """Whether somebody is one of those whom a decision concerns."""
    account = actor.account
    if account is None:
        return False
    return account.pk in concerned or address.strip().lower() == account.email.lower()


def leave_it(actor: Actor) -> str:
    """What somebody is told about what is their own."""
    if has_other_moderator(actor):
        return _("This is your own: another moderator decides about it.")
    return _(
        "This is your own, and there is no other moderator. Ask the site administrator to appoint "
        "another member a moderator, on the page Members; until then it waits."
    )


def has_other_moderator(actor: Actor) -> bool:
    """Whether somebody else could decide."""
    return others_appointed(actor, "is_moderator")


def others_appointed(actor: Actor, column: str) -> bool:
    """Whether another member holds this appointment."""
    members = Member.objects.filter(
        approved_at__isnull=False, ended_at__isnull=True, account__is_active=True, **{column: True}
    )
    return members.exclude(pk=actor.log_in.pk).exists()


def reported_people(complaint: Complaint) -> set[UUID | None]:
    """Who reported something, and whose it is."""
    return {complaint.made_by_id, _whose(complaint.about, complaint.about_id)}


def _whose(about: str, about_id: str) -> UUID | None:
    """Who stands behind what was reported; nobody, for most pages and for what is gone."""
    if about == "page":  # that of a post ends with its slug
        return _author_of(Post.objects.filter(slug=about_id.rstrip("/").rsplit("/", 1)[-1]))
    try:
        key = UUID(about_id)
    except ValueError:
        return None
    if about == "sponsor":
        return Sponsor.objects.filter(pk=key).values_list("asked_by", flat=True).first()
    return _author_of((Comment if about == "comment" else Post).objects.filter(pk=key))


def _author_of(rows: QuerySet[Any]) -> UUID | None:
    author: UUID | None = rows.values_list("author", flat=True).first()
    return author

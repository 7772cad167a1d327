"""The comments of a post as one reader sees them, with what that reader may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import F

from deqi.access import Permission, decide
from deqi.actions.acting import SOCIETY, Actor, subject_of
from deqi.actions.society.comments import can_edit
from deqi.actions.society.visible import thread_under
from deqi.store.models import Comment, Post
from deqi.store.society.badges import Badge, badges_of
from deqi.store.society.threads import Place
from deqi.web.middleware import Request
from deqi.web.society.comments.forms import CommentForm

A_PAGE = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One place in a thread as it is shown; without a comment if the reader may not see it."""

    depth: int
    comment: Comment | None = None
    name: str = ""
    badges: tuple[Badge, ...] = ()
    is_own: bool = False
    can_edit: bool = False


def comments_under(request: Request, post: Post, now: datetime) -> dict[str, Any]:
    """What the page of a post needs to show them."""
    person = request.actor.person
    places = thread_under(post, person)
    page = Paginator(places, A_PAGE).get_page(request.GET.get("comments"))
    may = decide(person, Permission.COMMENT, subject_of(SOCIETY), now.date())
    return {
        "n_comments": sum(place.is_seen for place in places),
        "comments_page": page,
        "comments": _lines(list(page), request.actor, now),
        "comment_form": CommentForm(auto_id="comment_%s") if may else None,
    }


def _lines(places: list[Place], actor: Actor, now: datetime) -> list[Line]:
    found = _comments(place.comment for place in places if place.is_seen)
    badges = badges_of({comment.author_id for comment in found.values()}, now.date())
    own = None if actor.account is None else actor.account.pk
    lines = []
    for place in places:
        comment = found.get(place.comment)
        if comment is None:
            lines.append(Line(place.depth))
            continue
        is_own = comment.author_id == own
        may_edit = is_own and can_edit(comment, now)
        name, checked = comment.shown_name, badges[comment.author_id]
        lines.append(Line(place.depth, comment, name, checked, is_own, may_edit))
    return lines


def _comments(ids: Iterable[UUID]) -> dict[UUID, Any]:
    """The comments of one page, each with the name that its author shows to everybody."""
    rows = Comment.objects.annotate(shown_name=F("author__member__display_name"))
    return rows.in_bulk(list(ids))

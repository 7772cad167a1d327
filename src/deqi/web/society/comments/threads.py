"""The comments of a post as one reader sees them, with what that reader may do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch

from deqi.access import Permission, decide
from deqi.actions.acting import SOCIETY, subject_of
from deqi.actions.society.comments import can_edit
from deqi.actions.society.visible import visible_comments
from deqi.store.models import Comment, Post
from deqi.store.society.badges import badges_of
from deqi.store.society.threads import Place, places_of
from deqi.web.middleware import Request
from deqi.web.society.comments.forms import CommentForm

A_PAGE = 60


def comments_under(request: Request, post: Post, now: datetime) -> dict[str, Any]:
    """What the page of a post needs to show them."""
    person = request.actor.person
    rows = Comment.objects.filter(post=post).defer("text", "reasons")
    seen = set(visible_comments(person).filter(post=post).values_list("pk", flat=True))
    page = Paginator(places_of(rows, seen), A_PAGE).get_page(request.GET.get("comments"))
    may = decide(person, Permission.COMMENT, subject_of(SOCIETY), now.date())
    return {
        "n_comments": len(seen),
        "comments_page": page,
        "comments": _shown(request, list(page), now),
        "comment_form": CommentForm(auto_id="comment_%s") if may else None,
    }


def _shown(request: Request, places: list[Place], now: datetime) -> list[dict[str, Any]]:
    ids = [place.comment.pk for place in places if place.is_seen]
    waiting = Prefetch("appeals", to_attr="all_appeals")
    rows = Comment.objects.select_related("author__member").prefetch_related(waiting)
    found = rows.in_bulk(ids)
    badges = badges_of({comment.author_id for comment in found.values()}, now.date())
    own = None if request.actor.account is None else request.actor.account.pk
    lines = []
    for place in places:
        comment = found.get(place.comment.pk)
        line: dict[str, Any] = {"place": place, "comment": comment}
        if comment is not None:
            is_own = comment.author_id == own
            line |= {
                "badges": badges.get(comment.author_id, ()),
                "is_own": is_own,
                "can_edit": is_own and can_edit(comment, now),
            }
        lines.append(line)
    return lines

"""Lists of posts: everybody's, and one's own."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.store.models import Post, SocietyMember
from deqi.store.society.posts import Wanted, latest_posts, own_posts, read_place
from deqi.web.middleware import Request
from deqi.web.society.posts.cards import cards_of
from deqi.web.society.sponsors.slot import sponsor_beside

MOST_OWN = 200


@require_safe
def show(request: Request) -> HttpResponse:
    """The newest posts: all, or of a kind, a tag, an author."""
    now = timezone.now()
    wanted = _wanted(request)
    posts, rest = latest_posts(now, wanted, read_place(request.GET.get("after", "")))
    query = request.GET.copy()
    query["after"] = str(rest)
    context = {
        "here": "posts",
        "cards": cards_of(posts, request.actor.person, now),
        "wanted": wanted,
        "author": SocietyMember.objects.filter(pk=wanted.author).first() if wanted.author else None,
        "kinds": Post.Kind.choices,
        "older": query.urlencode() if rest else None,
        "is_first": "after" not in request.GET,
        "slot": sponsor_beside([post.kind for post in posts], now),
    }
    return render(request, "society/posts/list.html", context)


@require_safe
def show_own(request: Request) -> HttpResponse:
    """One's own posts and drafts."""
    now = timezone.now()
    require(request.actor, Permission.WRITE_POST, subject_of(SOCIETY), now.date())
    posts = list(own_posts(request.actor.log_in)[:MOST_OWN])
    context = {"here": "own_posts", "cards": cards_of(posts, request.actor.person, now)}
    return render(request, "society/posts/own.html", context | {"now": now})


def _wanted(request: Request) -> Wanted:
    kind, author = request.GET.get("kind", ""), request.GET.get("author", "")
    return Wanted(
        kind=kind if kind in Post.Kind.values else None,
        tag=slugify(request.GET.get("tag", ""), allow_unicode=True)[:40] or None,
        author=_uuid(author),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

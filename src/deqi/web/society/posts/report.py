"""How much is read: for authors their own posts, for moderators all of them.

The numbers are the ones that stand under the posts, made by the same functions.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.store.society.posts import Wanted, latest_posts, read_place
from deqi.store.society.views import days_of
from deqi.web.middleware import Request
from deqi.web.society.posts.cards import cards_of
from deqi.web.society.posts.finding import find_post_to_decide, moderates

A_PAGE = 100


@require_safe
def show(request: Request) -> HttpResponse:
    """A table of posts with their views and comments."""
    now = timezone.now()
    require(request.actor, Permission.WRITE_POST, subject_of(SOCIETY), now.date())
    sees_all = moderates(request.actor, now)
    wanted = Wanted() if sees_all else Wanted(author=request.actor.log_in.pk)
    after = read_place(request.GET.get("after", ""))
    posts, rest = latest_posts(now, wanted, after, n=A_PAGE)
    context = {
        "here": "report",
        "cards": cards_of(posts, request.actor.person, now),
        "sees_all": sees_all,
        "rest": rest,
    }
    return render(request, "society/posts/report.html", context)


@require_safe
def one(request: Request, post: UUID) -> HttpResponse:
    """The days of one post."""
    now = timezone.now()
    found = find_post_to_decide(request.actor, post, now)
    (card,) = cards_of([found], request.actor.person, now)
    context = {"here": "report", "card": card, "days": days_of(found.pk)}
    return render(request, "society/posts/report_one.html", context)

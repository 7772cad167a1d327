"""The society's front page, read by everybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deqi.society.markdown import render_markdown
from deqi.store.society.posts import Wanted, latest_posts
from deqi.store.society.texts import ABOUT, read_text
from deqi.web.middleware import Request
from deqi.web.society.about.computed import ready_pages
from deqi.web.society.posts.cards import cards_of
from deqi.web.society.sponsors.slot import sponsor_beside

N_LATEST = 6


def show(request: Request) -> HttpResponse:
    """What the society is, and what is new."""
    now = timezone.now()
    posts, _ = latest_posts(now, Wanted(), n=N_LATEST)
    context = {
        "here": "society",
        "about": render_markdown(read_text(ABOUT).body),
        "cards": cards_of(posts, request.actor.person, now),
        "ready": ready_pages(),
        "slot": sponsor_beside([post.kind for post in posts], now),
    }
    return render(request, "society/about/front.html", context)

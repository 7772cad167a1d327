"""Looking for posts by words."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deqi.society.words import pieces_around, sought_words
from deqi.store.society.search import MOST_PAGES, find_posts
from deqi.web.middleware import Request
from deqi.web.society.posts.cards import cards_of


@require_safe
def show(request: Request) -> HttpResponse:
    """What was found, with the place in the text."""
    now = timezone.now()
    asked = request.GET.get("q", "").replace("\0", "")[:400]
    page = _page(request.GET.get("page", ""))
    words = sought_words(asked)
    posts, has_more = find_posts(asked, now, page)
    cards = cards_of(posts, request.actor.person, now)
    context = {
        "here": "search",
        "asked": asked,
        "has_words": bool(words),
        "found": [(card, list(pieces_around(card.post.plain_text, words))) for card in cards],
        "before": page - 1 if page > 1 else None,
        "after": page + 1 if has_more else None,
    }
    return render(request, "society/posts/search.html", context)


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return min(int(text), MOST_PAGES + 1) if is_number else 1

"""The page of one post."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from deqi.society.markdown import render_markdown
from deqi.society.references import pieces_of, reference_lines
from deqi.store.models import Post
from deqi.web.middleware import Request
from deqi.web.society.comments.threads import comments_under
from deqi.web.society.manuscripts.papers import paper_of
from deqi.web.society.posts.cards import cards_of
from deqi.web.society.posts.counting import count_when_sent
from deqi.web.society.posts.finding import find_post, is_own, moderates, was_published
from deqi.web.society.sponsors.slot import sponsor_beside


@require_safe
def show(request: Request, slug: str) -> HttpResponse:
    """A post with its comments; of a withdrawn one, that it was withdrawn and why."""
    now = timezone.now()
    post = find_post(request.actor, slug, now)
    (card,) = cards_of([post], request.actor.person, now)
    context = {
        "here": "posts",
        "card": card,
        "post": post,
        "is_own": is_own(request.actor, post),
        "moderates": moderates(request.actor, now),
        "is_published": was_published(post, now),
    }
    context |= comments_under(request, post, now)
    if post.withdrawn_at and not (context["is_own"] or context["moderates"]):
        return render(request, "society/posts/withdrawn.html", context, status=410)
    context["paper"] = paper_of(post)
    is_read_by_all = context["is_published"] and not post.withdrawn_at
    if is_read_by_all:
        context["slot"] = sponsor_beside([post.kind], now)
    response = render(request, "society/posts/post.html", context | page_of(post))
    if is_read_by_all:
        count_when_sent(request, post, response)
    return response


def page_of(post: Post) -> dict[str, object]:
    """Body and references, ready to be shown."""
    lines = reference_lines(post.references)
    return {
        "body": _render(post.body, picture_addresses(post), len(lines)),
        "references": [list(pieces_of(line)) for line in lines],
    }


def picture_addresses(post: Post) -> tuple[tuple[str, str], ...]:
    """The id of each picture of a post, with its address."""
    ids = post.pictures.order_by("made_at").values_list("pk", flat=True)
    return tuple((str(picture), reverse("picture", args=[picture])) for picture in ids)


@lru_cache(maxsize=512)
def _render(body: str, pictures: tuple[tuple[str, str], ...], n_references: int) -> str:
    """Kept, since the same few posts are read again and again."""
    return render_markdown(body, dict(pictures), n_references)

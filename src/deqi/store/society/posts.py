"""Which posts are read by everybody, in the order of the lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from deqi.store.models import Account, Post, Tag

A_PAGE = 20
_SEALED = (  # of the author: no page of posts opens it
    "author__email",
    "author__name",
    "author__password",
    "author__member__application",
    "author__member__why_refused",
)
HEAVY = ("body", "plain_text", "references", "course")  # what no list shows


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list ends: the last post on it."""

    at: datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.pk}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows; None for everything."""

    kind: str | None = None
    tag: str | None = None
    author: UUID | None = None


def published(now: datetime) -> QuerySet[Post]:
    """What everybody reads at this moment, with author and tags."""
    return with_author().filter(publish_at__lte=now, withdrawn_at__isnull=True)


def with_author() -> QuerySet[Post]:
    """All posts, with tags, and of their authors what they show."""
    rows = Post.objects.select_related("author__member").defer(*_SEALED)
    return rows.prefetch_related("tags")


def latest_posts(
    now: datetime, wanted: Wanted, after: Place | None = None, n: int = A_PAGE
) -> tuple[list[Post], Place | None]:
    """A page of the newest posts, and where the next page begins; None at the end."""
    rows = published(now).defer(*HEAVY)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.tag:
        rows = rows.filter(tags__word=wanted.tag)
    if wanted.author:
        rows = rows.filter(author=wanted.author)
    if after is not None:
        same = Q(publish_at=after.at, pk__gt=after.pk)
        rows = rows.filter(publish_at__lte=after.at).filter(Q(publish_at__lt=after.at) | same)
    found = list(rows.order_by("-publish_at", "pk")[: n + 1])
    if len(found) <= n:
        return found, None
    return found[:n], _place_of(found[n - 1])


def read_place(text: str) -> Place | None:
    """A place from an address; None when it is none.

    >>> read_place("nowhere") is None
    True
    """
    at, _, pk = text.partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return None if moment.tzinfo is None else Place(moment.astimezone(UTC), UUID(pk))
    except (ValueError, OverflowError):
        return None


def own_posts(author: Account) -> QuerySet[Post]:
    """Everything that a member has written, the last changed first."""
    return Post.objects.filter(author=author).defer(*HEAVY).order_by("-changed_at", "pk")


def set_tags(post: Post, words: Iterable[str]) -> None:
    """Give a post exactly these tags."""
    wanted = set(words)
    Tag.objects.bulk_create([Tag(word=word) for word in wanted], ignore_conflicts=True)
    post.tags.set(Tag.objects.filter(word__in=wanted))


def _place_of(post: Post) -> Place:
    assert post.publish_at is not None  # it is published
    return Place(post.publish_at, post.pk)

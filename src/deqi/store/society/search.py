"""Looking for posts: the same words find the same posts on both databases, in the same order.

A post is found when every word stands in it, or is the beginning of a word in it. First come posts
with all of them in the title, then with all in title, tags and summary, then the rest; among equals
the newest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from deqi.society.words import fold, is_beginning, sought_words
from deqi.store.models import Post, PostWords
from deqi.store.society.posts import published

A_PAGE = 20
MOST_PAGES = 50


def note_words(post: Post, author: str, tags: Sequence[str]) -> None:
    """Keep the words by which a post is found; called with every change of it."""
    title, labels = fold(post.title), fold(" ".join(tags))
    head = f"{title} {labels} {fold(post.summary)}"
    body = fold(f"{author} {post.plain_text} {post.references}")
    words = {"title": title, "head": head, "every": f"{head} {body}"}
    PostWords.objects.update_or_create(post=post, defaults=words)


def find_posts(asked: str, now: datetime, page: int = 1) -> tuple[list[Post], bool]:
    """One page of what is found, and whether there is more."""
    words = sought_words(asked)
    if not words or not 1 <= page <= MOST_PAGES:
        return [], False
    first = (page - 1) * A_PAGE
    # Ids first: to sort long texts along with them takes ten times as long.
    ids = _ordered(words, now, first + A_PAGE + 1)[first:]
    by_id = published(now).defer("body", "references", "course").in_bulk(ids[:A_PAGE])
    rows = [by_id[pk] for pk in ids if pk in by_id]
    return rows, len(ids) > A_PAGE and page < MOST_PAGES


def _ordered(words: Sequence[str], now: datetime, n: int) -> list[UUID]:
    """The first `n` that are found.

    Place by place: of a frequent word nearly all posts are found, and few need be sorted.
    """
    ids: list[UUID] = []
    before: RawSQL | None = None
    for column in ("title", "head", "every"):
        here = _stands_in(column, words)
        rows = published(now).filter(here, words__isnull=False).order_by("-publish_at", "pk")
        if before is not None:
            rows = rows.exclude(before)
        ids += rows.values_list("pk", flat=True)[: n - len(ids)]
        if len(ids) >= n:
            break
        before = here
    return ids


def _stands_in(column: str, words: Sequence[str]) -> RawSQL:
    """A condition in the words of each database; `words` hold nothing but letters and digits."""
    if connection.vendor == "sqlite":
        sql = '"store_postwords"."id" IN (SELECT rowid FROM post_search WHERE post_search MATCH %s)'
        terms = " AND ".join(f'"{word}"{"*" if is_beginning(word) else ""}' for word in words)
        asked = f"{column} : ({terms})"
    else:
        sql = f'"store_postwords"."{column}_vector" @@ to_tsquery(\'simple\', %s)'
        asked = " & ".join(f"{word}{':*' if is_beginning(word) else ''}" for word in words)
    return RawSQL(sql, [asked], output_field=BooleanField())

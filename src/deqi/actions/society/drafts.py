"""What a post says, and the rows that keep it: its words, its revisions, its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from deqi.society.markdown import plain_text
from deqi.store.models import Account, Post, PostRevision
from deqi.store.society.posts import set_tags
from deqi.store.society.search import note_words

_IN_REVISION = ("title", "summary", "body", "references")


@dataclass(frozen=True, slots=True)
class Draft:
    """What an author writes; `tags` are words in small letters."""

    kind: str
    title: str
    summary: str
    body: str
    references: str
    tags: tuple[str, ...]


def draft_of(post: Post) -> Draft:
    """What a post says now."""
    tags = tuple(sorted(post.tags.values_list("word", flat=True)))
    return Draft(post.kind, post.title, post.summary, post.body, post.references, tags)


def keep_words(post: Post, draft: Draft, author: Account, note: str, now: datetime) -> int:
    """Save a post with these words as its next revision; gives the number of that."""
    for name in ("kind", *_IN_REVISION):
        setattr(post, name, getattr(draft, name))
    post.plain_text = plain_text(draft.body)
    post.changed_at = now
    post.save()
    number = post.revisions.count() + 1
    PostRevision.objects.create(
        post=post,
        number=number,
        note=note,
        saved_at=now,
        saved_by=author,
        **{name: getattr(draft, name) for name in _IN_REVISION},
    )
    set_tags(post, draft.tags)
    note_words(post, author.member.display_name, draft.tags)
    return number


def working_slug(key: UUID) -> str:
    return f"draft-{key.hex}"  # until it is published


def give_address(post: Post) -> None:
    """An address for good: the words of its title, with a number where another has the same."""
    words = slugify(post.title, allow_unicode=True)[:100].strip("-") or "post"
    taken = set(Post.objects.filter(slug__startswith=words).values_list("slug", flat=True))
    n = 1
    while True:
        post.slug = words if n == 1 else f"{words}-{n}"
        if post.slug not in taken:
            try:
                with transaction.atomic():
                    Post.objects.filter(pk=post.pk).update(slug=post.slug)
                return
            except IntegrityError:  # another post took it in this moment
                pass
        n += 1

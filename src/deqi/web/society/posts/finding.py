"""From addresses to posts; what this reader may not see is not found."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from deqi.access import Permission, decide
from deqi.actions.acting import SOCIETY, Actor, subject_of
from deqi.store.models import Post
from deqi.store.society.posts import with_author


def find_own_post(actor: Actor, post: UUID) -> Post:
    """A post that this member has written here."""
    rows = Post.objects.filter(author=actor.account).exclude(kind=Post.Kind.MANUSCRIPT)
    return get_object_or_404(rows, pk=post)


def find_post(actor: Actor, slug: str, now: datetime) -> Post:
    """A post by its address: one that was published once, or one's own draft."""
    if slugify(slug, allow_unicode=True) != slug:  # nothing else was ever given as an address
        raise Http404
    post = get_object_or_404(with_author(), slug=slug)
    if not (was_published(post, now) or is_own(actor, post)):
        raise Http404
    return post


def find_post_to_decide(actor: Actor, post: UUID, now: datetime) -> Post:
    """One's own post, or any published one for a moderator."""
    found = get_object_or_404(Post.objects.select_related("author__member"), pk=post)
    if not (is_own(actor, found) or (moderates(actor, now) and was_published(found, now))):
        raise Http404
    return found


def was_published(post: Post, now: datetime) -> bool:
    """Whether everybody could read it, now or before it was withdrawn."""
    return post.publish_at is not None and post.publish_at <= now


def is_own(actor: Actor, post: Post) -> bool:
    """Whether this reader has written it."""
    return actor.account is not None and actor.account.pk == post.author_id


def moderates(actor: Actor, now: datetime) -> bool:
    """Whether this reader may take posts down."""
    permission = Permission.MODERATE
    return bool(decide(actor.person, permission, subject_of(SOCIETY), now.date()))

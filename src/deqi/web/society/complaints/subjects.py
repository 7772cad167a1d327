"""What a report is about: found again by its kind and id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from deqi.actions.acting import Actor
from deqi.actions.society.visible import visible_comments
from deqi.store.models import Comment, Post, Sponsor


@dataclass(frozen=True, slots=True)
class About:
    """The thing in words, and where it stands; without an address when it is gone."""

    words: str
    address: str = ""


def find_subject(actor: Actor, about: str, about_id: str, now: datetime) -> About | None:
    """What this reader can see under that id; None if it is nothing."""
    if about == "page":
        return _page(about_id)
    key = _uuid(about_id)
    if key is None:
        return None
    if about == "post":
        post = Post.objects.filter(pk=key, publish_at__lte=now).first()
        return None if post is None else _post(post)
    if about == "comment":
        comment = visible_comments(actor.person).filter(pk=key).select_related("post").first()
        return None if comment is None else _comment(comment)
    sponsor = Sponsor.objects.filter(pk=key, approved_at__isnull=False).first()
    return None if sponsor is None else About(_("Sponsor: %s") % sponsor.name)


def _page(path: str) -> About | None:
    """Only a page of this site's own society: nothing else becomes a link for a moderator."""
    society = reverse("society")
    known = path == reverse("home") or path.startswith(society)
    return About(_("Page: %s") % path, path) if known else None


def _post(post: Post) -> About:
    return About(post.title, reverse("post", args=[post.slug]))


def _comment(comment: Comment) -> About:
    address = reverse("post", args=[comment.post.slug])
    return About(_("A comment under: %s") % comment.post.title, f"{address}#c-{comment.pk}")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

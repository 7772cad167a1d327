"""Which comments a reader may see. What is counted and what is shown both come from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from deqi.access import Person, Role
from deqi.store.models import Comment, Post
from deqi.store.society.threads import Place, places_of

_OF_ITS_AUTHOR = (Comment.State.HELD, Comment.State.REJECTED)


def visible_comments(reader: Person) -> QuerySet[Comment]:
    """Every comment that this person may see: what is published, and what waits or was refused if
    it is the reader's own, or the reader moderates."""
    return Comment.objects.filter(_visible_to(reader))


def count_comments(posts: Iterable[UUID], reader: Person) -> Mapping[UUID, int]:
    """How many of them stand under each of these posts; a post without any is left out."""
    rows = visible_comments(reader).filter(post__in=list(posts)).order_by()
    # COUNT(*) is answered from the index alone; COUNT(id) looks at every comment.
    return dict(rows.values_list("post").annotate(n=Count("*")))


def thread_under(post: Post, reader: Person) -> list[Place]:
    """The places of all comments under a post, in the order in which they are read.

    Ids only: a post may have thousands of comments, of which a page shows a few.
    """
    rows = Comment.objects.filter(post=post).order_by("written_at", "pk")
    is_seen = ExpressionWrapper(_visible_to(reader), output_field=BooleanField())
    return places_of(rows.values_list("pk", "parent", is_seen))


def _visible_to(reader: Person) -> Q:
    seen = Q(state=Comment.State.PUBLISHED)
    if Role.MODERATOR in reader.society:
        seen |= Q(state__in=_OF_ITS_AUTHOR)
    elif reader.account is not None:
        seen |= Q(state__in=_OF_ITS_AUTHOR, author=reader.account)
    return seen

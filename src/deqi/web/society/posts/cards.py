"""A post in a list: with its author's badges, its views, and the comments this reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deqi.access import Person
from deqi.actions.society.visible import count_comments
from deqi.store.models import Post
from deqi.store.society.badges import Badge, badges_of
from deqi.store.society.views import views_of


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a post."""

    post: Post
    badges: tuple[Badge, ...]
    n_comments: int
    n_views: int

    @property
    def is_edited(self) -> bool:
        """Whether it was changed after it was published."""
        published = self.post.publish_at
        return published is not None and self.post.changed_at > published


def cards_of(posts: Sequence[Post], reader: Person, now: datetime) -> list[Card]:
    """The posts as cards, with three questions to the database for all of them."""
    ids = [post.pk for post in posts]
    badges = badges_of((post.author_id for post in posts), now.date())
    n_comments, n_views = count_comments(ids, reader), views_of(ids)
    return [
        Card(post, badges[post.author_id], n_comments.get(post.pk, 0), n_views.get(post.pk, 0))
        for post in posts
    ]

"""Comments in the order in which they are read: each answer below what it answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from deqi.store.models import Comment

DEEPEST = 3  # further answers are not moved further in, so that a phone has room for words


@dataclass(frozen=True, slots=True)
class Place:
    """One comment in its thread.

    Attributes
    ----------
    comment : what stands there.
    depth : 0 for a comment to the post itself.
    is_seen : False for one that the reader may not see but that has answers which the reader may:
        its place is shown without its words, and it is not counted.
    """

    comment: Comment
    depth: int
    is_seen: bool


def places_of(everything: Iterable[Comment], seen: set[UUID]) -> list[Place]:
    """Threads in order of time.

    Parameters
    ----------
    everything : all comments of a post.
    seen : ids of those that the reader may see.
    """
    answers: dict[UUID | None, list[Comment]] = defaultdict(list)
    for comment in sorted(everything, key=lambda c: (c.written_at, c.pk)):
        answers[comment.parent_id].append(comment)
    return list(_below(None, 0, answers, seen))


def _below(
    parent: UUID | None, depth: int, answers: dict[UUID | None, list[Comment]], seen: set[UUID]
) -> Iterator[Place]:
    """Without recursion: a thread may be longer than Python's stack is deep."""
    waiting = [(comment, depth) for comment in reversed(answers[parent])]
    found: list[Place] = []
    while waiting:
        comment, at = waiting.pop()
        found.append(Place(comment, min(at, DEEPEST), comment.pk in seen))
        waiting += [(answer, at + 1) for answer in reversed(answers[comment.pk])]
    yield from _without_idle_places(found)


def _without_idle_places(found: list[Place]) -> list[Place]:
    """An unseen place is kept only above something that is seen."""
    needed: set[UUID] = set()
    kept: list[Place] = []
    for place in reversed(found):
        if place.is_seen or place.comment.pk in needed:
            kept.append(place)
            if place.comment.parent_id is not None:
                needed.add(place.comment.parent_id)
    return kept[::-1]

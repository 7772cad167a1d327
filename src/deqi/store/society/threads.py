"""Comments in the order in which they are read: each answer below what it answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

DEEPEST = 3  # further answers are not moved further in, so that a phone has room for words


class Place(NamedTuple):
    """One comment in its thread.

    Attributes
    ----------
    comment : the id of what stands there.
    depth : 0 for a comment to the post itself.
    is_seen : False for one that the reader may not see but that has answers which the reader may:
        its place is shown without its words, and it is not counted.
    """

    comment: UUID
    depth: int
    is_seen: bool


_Answers = dict[UUID | None, list[tuple[UUID, bool]]]


def places_of(comments: Iterable[tuple[UUID, UUID | None, bool]]) -> list[Place]:
    """Threads in order of time.

    Parameters
    ----------
    comments : all of a post in order of time: the id, what it answers, and whether the reader may
        see it.
    """
    answers: _Answers = defaultdict(list)
    for comment, parent, is_seen in comments:
        answers[parent].append((comment, is_seen))
    kept = _without_idle_places(_below_each_other(answers))
    return [Place(comment, min(depth, DEEPEST), is_seen) for comment, depth, is_seen in kept]


def _below_each_other(answers: _Answers) -> list[Place]:
    """Without recursion: a thread may be longer than Python's stack is deep."""
    found: list[Place] = []
    waiting = [(0, *one) for one in reversed(answers[None])]
    while waiting:
        depth, comment, is_seen = waiting.pop()
        found.append(Place(comment, depth, is_seen))
        if comment in answers:
            waiting += [(depth + 1, *one) for one in reversed(answers[comment])]
    return found


def _without_idle_places(found: list[Place]) -> list[Place]:
    """An unseen place is kept only above something that is seen: then that stands deeper."""
    kept: list[Place] = []
    for place in reversed(found):
        if place.is_seen or (kept and kept[-1].depth > place.depth):
            kept.append(place)
    return kept[::-1]

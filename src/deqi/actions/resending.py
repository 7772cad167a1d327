"""A form that comes twice: sent again by an impatient thumb, or taken back, changed and sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import msgspec

from deqi.store.models import Episode, Record
from deqi.store.patients import key_of
from deqi.store.records import open_record


def key_of_sent(key: UUID, kept: Any, sent: Any) -> UUID:
    """The key under which to keep what was sent.

    A form carries its key each time. If what is kept under it says the same, it is the same; if it
    says something else, somebody went back in the browser, and what they say now is a thing of its
    own, which is not swallowed.

    Examples
    --------
    >>> key = UUID(int=1)
    >>> key_of_sent(key, None, "a") == key_of_sent(key, "a", "a") == key
    True
    >>> key_of_sent(key, "a", "b") == key_of_sent(key, "a", "b") != key
    True
    """
    if kept is None or kept == sent:
        return key
    return uuid5(key, msgspec.json.encode(sent).hex())


def kept_under(episode: Episode, key: UUID) -> Any:
    """What a form with this key said when it came first; None if it never came."""
    first = Record.objects.filter(episode=episode, key=key, version=1).first()
    return None if first is None else open_record(first, key_of(episode.patient)).value


def hold(episode: Episode) -> None:
    """Whoever else changes this course waits for the end of this transaction."""
    Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)

"""What may be lost in a power cut does not wait for the disk; all else does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def without_waiting_for_the_disk() -> Iterator[None]:
    """One transaction that is acknowledged before it is on the disk; the database stays whole.

    Inside another transaction it is a part of that one, and waits with it.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        _say("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            _say("PRAGMA synchronous=FULL")  # as in the settings
    else:
        with transaction.atomic():
            _say("SET LOCAL synchronous_commit TO off")
            yield


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)

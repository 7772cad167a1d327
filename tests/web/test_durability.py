"""Only what may be lost is written without waiting for the disk."""

from __future__ import annotations

import pytest
from django.db import connection

from deqi.store.durability import without_waiting_for_the_disk

pytestmark = pytest.mark.django_db(transaction=True)


def _waits() -> bool:
    asked = "PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return cursor.fetchone()[0] in (2, "on")


def test_what_follows_waits_for_the_disk_again():
    assert _waits()
    with without_waiting_for_the_disk():
        assert not _waits()
    assert _waits()


def test_what_follows_a_failure_waits_for_the_disk_again():
    with pytest.raises(ZeroDivisionError), without_waiting_for_the_disk():
        raise ZeroDivisionError
    assert _waits()

"""A long export holds one moment, while others go on writing."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection

from deqi.store.models import Clinic
from deqi.store.moving.moment import one_moment
from tests.web.people import make_clinic

pytestmark = pytest.mark.django_db(transaction=True)


def _somebody_else_writes():
    def write():
        make_clinic("South")
        connection.close()

    other = Thread(target=write)
    other.start()
    other.join(timeout=10)
    assert not other.is_alive()


def test_what_is_written_meanwhile_is_written_and_not_seen():
    make_clinic()
    with one_moment():
        assert Clinic.objects.count() == 1
        _somebody_else_writes()
        assert Clinic.objects.count() == 1
    assert Clinic.objects.count() == 2


def test_an_export_that_nobody_reads_to_its_end_lets_go():
    def begun():
        with one_moment():
            yield Clinic.objects.count()
            yield Clinic.objects.count()

    pieces = begun()
    next(pieces)
    pieces.close()
    make_clinic("after it")
    assert Clinic.objects.count() == 1

"""With SQLite one writes at a time; the others wait, and not longer than they must."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from threading import Thread

import pytest
from django.db import OperationalError, transaction

from deqi.store.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db
PATIENCE_S = 0.3


@pytest.fixture
def file(tmp_path):
    with closing(sqlite3.connect(tmp_path / "kept.sqlite3")) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE kept (n INTEGER)")
    return tmp_path / "kept.sqlite3"


@pytest.fixture
def connection(file):
    options = {"transaction_mode": "IMMEDIATE", "timeout": PATIENCE_S}
    asked = {"NAME": file, "OPTIONS": options, "TIME_ZONE": None, "AUTOCOMMIT": True}
    asked |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False, "ATOMIC_REQUESTS": False}
    made = DatabaseWrapper(asked, "of_this_test")
    made.ensure_connection()
    yield made
    made.close()


def _write(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.cursor().execute("INSERT INTO kept VALUES (1)")
    connection.commit()
    connection.set_autocommit(True)


def _busy_timeout(connection):
    return connection.cursor().execute("PRAGMA busy_timeout").fetchone()[0]


def test_a_writer_begins_when_the_one_before_has_ended(connection, file):
    with closing(sqlite3.connect(file, check_same_thread=False, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        def end_soon():
            time.sleep(PATIENCE_S / 3)
            other.execute("COMMIT")

        ending = Thread(target=end_soon)
        ending.start()
        _write(connection)
        ending.join()
    assert connection.cursor().execute("SELECT count(*) FROM kept").fetchone() == (1,)


def test_whoever_waits_too_long_is_told_and_may_try_again(connection, file):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(OperationalError, match="locked"):
            _write(connection)
        assert time.monotonic() - began >= PATIENCE_S
    connection.set_autocommit(True)
    _write(connection)


def test_another_fault_than_a_busy_database_is_not_waited_for(connection):
    connection.cursor().execute("BEGIN")
    began = time.monotonic()
    with pytest.raises(OperationalError, match="within a transaction"):
        connection._start_transaction_under_autocommit()
    assert time.monotonic() - began < PATIENCE_S


def test_statements_outside_a_transaction_keep_their_patience(connection):
    _write(connection)
    assert _busy_timeout(connection) == 1000 * PATIENCE_S


def test_the_site_uses_it():
    made = transaction.get_connection()
    assert made.vendor != "sqlite" or isinstance(made, DatabaseWrapper)

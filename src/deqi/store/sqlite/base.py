"""Django's backend for SQLite, with another way to wait for the one writer there may be.

SQLite itself looks again after naps that grow to a tenth of a second, so whoever waits a little
waits long, and those who come later go first. With ten writes and ten looks a second (each look is
a row of the audit) the slowest of a hundred waited half a second for a lock that is held for 20 ms.
"""

from __future__ import annotations

import sqlite3
import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

LOOK_AGAIN_S = 0.001
_PRIMARY = 0xFF  # of an extended error code of SQLite


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that looks again every millisecond whether it may begin to write."""

    def _start_transaction_under_autocommit(self) -> None:
        patience_s = self.settings_dict["OPTIONS"].get("timeout", 5.0)
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            self._begin_before(time.monotonic() + patience_s)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {1000 * patience_s:.0f}")

    def _begin_before(self, end: float) -> None:
        while True:
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
                return
            except OperationalError as error:
                if not _is_busy(error) or time.monotonic() > end:
                    raise
            time.sleep(LOOK_AGAIN_S)


def _is_busy(error: OperationalError) -> bool:
    cause = error.__cause__
    code = cause.sqlite_errorcode if isinstance(cause, sqlite3.Error) else sqlite3.SQLITE_OK
    return code & _PRIMARY == sqlite3.SQLITE_BUSY

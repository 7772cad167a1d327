"""Django empties the database after such a test; the audit refuses that, as it should in life."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connection

TABLE = "store_auditrow"
SQLITE_TRIGGERS = (
    f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{TABLE}'"
)


class Command(flush.Command):
    """Without the triggers of the audit while it runs."""

    def handle(self, **options: Any) -> None:
        if connection.vendor == "postgresql":
            self._around(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER", options)
            self._run(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")
        else:
            with connection.cursor() as cursor:
                triggers = cursor.execute(SQLITE_TRIGGERS).fetchall()
            self._around("; ".join(f"DROP TRIGGER {name}" for name, _ in triggers), options)
            for _, statement in triggers:
                self._run(statement)

    def _around(self, before: str, options: dict[str, Any]) -> None:
        for statement in filter(None, before.split("; ")):
            self._run(statement)
        super().handle(**options)

    def _run(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

"""Does the data hold? Tables, the database's own check, and the chain of the audit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db import connection

from deqi.store.audit import broken_links, newest_link_holds
from deqi.store.models import AuditRow
from deqi.web.operations.database import applied_migrations, known_migrations, pending_migrations
from deqi.web.operations.findings import Finding, fault, good, look

SHOWN = 5  # broken links that are told one by one


def check_tables() -> Iterator[Finding]:
    """Whether the tables are those of this program."""
    unknown = sorted(set(applied_migrations()) - known_migrations())
    if unknown:
        yield fault(
            f"The tables were changed by a newer deqi ({unknown[0]}). Install that version; this "
            "one must not write here."
        )
    pending = pending_migrations()
    if pending:
        yield look(f"{len(pending)} changes to the tables wait; the next deqi serve makes them.")
    if not unknown and not pending:
        yield good("The tables are those of this version.")


def check_database() -> Iterator[Finding]:
    """The database's own check of itself. PostgreSQL's is a tool of its own (pg_amcheck)."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        found = cursor.fetchone()[0]
    if found == "ok":
        yield good("The database's own check finds nothing.")
    else:
        yield fault(
            "The database file is damaged. Stop the server, keep the file, and restore the last "
            "backup (deqi restore)."
        )


def check_audit() -> Iterator[Finding]:
    """Whether a row of the audit was changed or taken away."""
    n_rows = AuditRow.objects.count()
    broken = list(islice(broken_links(), SHOWN))
    if not broken:
        yield good(f"The audit is whole: {n_rows} rows, each chained to the one before.")
        return
    for link in broken:
        yield fault(f"Audit: {link.sentence}")
    if not newest_link_holds():
        yield fault(
            "If no row of the audit holds, the key file is not the one of this data: look at "
            "DEQI_KEY_FILE first."
        )
    yield fault(
        "Somebody changed the audit outside deqi, or a part of the data is of another time. Keep "
        "a copy, and compare with the last backup."
    )

"""A SQLite database: copied while it is written to, and put in the place of another."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from deqi.web.operations.errors import OperationError

SIDE_FILES = ("-wal", "-shm")


def copy_out(database: Path, copy: Path) -> None:
    """A consistent copy, while others write."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        found = target.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise OperationError(
            "The database is damaged: its own check fails. Do not go on with it: stop the server, "
            "keep the file, and restore the last backup (deqi restore)."
        )


def count_rows(copy: Path, tables: Sequence[str]) -> dict[str, int]:
    """How many rows each table of a copy has."""
    with closing(sqlite3.connect(copy)) as database:
        counted = {name: database.execute(f'SELECT count(*) FROM "{name}"') for name in tables}
        return {name: int(found.fetchone()[0]) for name, found in counted.items()}


@contextmanager
def waiting(unpacked: Path) -> Iterator[str]:
    """The address under which the unpacked database can be looked at before it is in place."""
    try:
        yield f"sqlite:///{unpacked}"
    finally:
        for side in SIDE_FILES:
            unpacked.with_name(unpacked.name + side).unlink(missing_ok=True)


def put_in_place(unpacked: Path, database: Path, aside: Path) -> None:
    """The new one in the place of the present one, which stays under the name `aside`.

    At no moment is there no database: a server that starts after a power cut finds one of the two.
    """
    if database.exists():
        _close(database, aside)
        os.link(database, aside)
    with unpacked.open("rb") as file:
        os.fsync(file.fileno())
    unpacked.replace(database)
    _sync_folder(database.parent)


def _close(database: Path, aside: Path) -> None:
    """Take what lies beside the file into it: it must not be read into the new one."""
    with contextlib.suppress(sqlite3.DatabaseError), closing(sqlite3.connect(database)) as present:
        present.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for side in SIDE_FILES:  # of a database so damaged that it cannot be opened
        left = database.with_name(database.name + side)
        if left.exists():
            left.rename(aside.with_name(aside.name + side))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

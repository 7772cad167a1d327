"""A PostgreSQL database: dumped by its own programs, and put in the place of another."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from deqi.web.operations.errors import OperationError

PROGRAMS = Path("/usr/lib/postgresql")
SETTINGS = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}


def copy_out(database: Mapping[str, Any], copy: Path, tables: Sequence[str]) -> dict[str, int]:
    """A consistent copy, while others write, and how many rows each table had at its moment."""
    with _server(database, database["NAME"]) as server, server.transaction():
        server.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        moment = _first(server, "SELECT pg_export_snapshot()")
        words = ["--format=custom", "--no-owner", f"--snapshot={moment}", f"--file={copy}"]
        _run("pg_dump", [*words, database["NAME"]], database)
        count = sql.SQL("SELECT count(*) FROM {}")
        return {name: _first(server, count.format(sql.Identifier(name))) for name in tables}


@contextmanager
def waiting(database: Mapping[str, Any], unpacked: Path, name: str) -> Iterator[None]:
    """A new database of that name filled from a copy; gone again if something fails."""
    with _server(database) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        words = ["--exit-on-error", "--no-owner", f"--dbname={name}", str(unpacked)]
        _run("pg_restore", words, database)
        yield
    except BaseException:
        with _server(database) as server:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(name)))
        raise


def put_in_place(database: Mapping[str, Any], name: str, aside: str) -> None:
    """Both renamings in one transaction: there is always a database of the right name."""
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    present, new, old = (sql.Identifier(text) for text in (database["NAME"], name, aside))
    with _server(database) as server, server.transaction():
        server.execute(rename.format(present, old))
        server.execute(rename.format(new, present))


def others_connected(database: Mapping[str, Any]) -> int:
    """How many connections to it there are; ours goes to another database."""
    asked = sql.SQL("SELECT count(*) FROM pg_stat_activity WHERE datname = {}")
    with _server(database) as server:
        n: int = _first(server, asked.format(sql.Literal(database["NAME"])))
    return n


def _first(server: psycopg.Connection[Any], asked: LiteralString | sql.Composed) -> Any:
    """The one value that is asked for."""
    found = server.execute(asked).fetchone()
    return None if found is None else found[0]


def _server(database: Mapping[str, Any], name: str = "postgres") -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(
            host=database["HOST"],
            port=database["PORT"] or None,
            user=database["USER"],
            password=database["PASSWORD"] or None,
            dbname=name,
            autocommit=True,
        )
    except psycopg.OperationalError:
        raise OperationError(
            "The PostgreSQL server does not answer, or does not let this user into its database "
            "'postgres'. Start it, or correct DEQI_DATABASE_URL."
        ) from None


def _run(program: str, words: Sequence[str], database: Mapping[str, Any]) -> None:
    given = {name: str(database[key]) for name, key in SETTINGS.items() if database[key]}
    done = subprocess.run(
        [_find(program), *words], env=os.environ | given, capture_output=True, text=True
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()[:1]
        raise OperationError(f"{program} failed: {' '.join(said)} The present data was left alone.")


def _find(program: str) -> str:
    """Where the server's own programs are, the newest version first."""
    known = sorted(PROGRAMS.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    found = str(known[-1]) if known else shutil.which(program)
    if found is None:
        raise OperationError(
            f"{program} was not found; it comes with PostgreSQL. Install it: on Debian and Ubuntu, "
            "apt install postgresql-client."
        )
    return found

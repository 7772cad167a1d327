"""A real server in a folder of its own, on the database that the tests run on."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

import psycopg

ADDRESS = re.compile(rb"http://localhost:(\d+)/")
PATIENCE_S = 60.0


@dataclass
class Server:
    """`deqi serve` in a folder, and everything it said."""

    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    port: int = 0
    words: tuple[str, ...] = field(default=())

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def start(self, *words: str) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "deqi", "serve", "--port", "0", *words]
        with (self.folder / "log").open("ab") as log:
            begins = log.tell()
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            said = ADDRESS.search((self.folder / "log").read_bytes()[begins:])
            if said and self.is_healthy(int(said[1])):
                self.port = int(said[1])
                return
            assert self.process.poll() is None, self.log
            time.sleep(0.05)
        raise AssertionError(self.log)

    def is_healthy(self, port: int) -> bool:
        try:
            return self.get("/healthy/", port)[0] == 200
        except OSError:
            return False

    def get(self, path: str, port: int | None = None) -> tuple[int, str]:
        """Status and words of a page."""
        with closing(HTTPConnection("127.0.0.1", port or self.port, timeout=30)) as connection:
            connection.request("GET", path, headers={"Host": "localhost", "Connection": "close"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop it; its exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_S)

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Another command with the same settings."""
        return subprocess.run(
            [sys.executable, "-m", "deqi", *words],
            env=self.environment | more,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )


def settings_in(folder: Path, database_url: str | None) -> dict[str, str]:
    """The environment of a server whose data and key lie in a folder."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("DEQI_", "DJANGO_"))}
    given = {"DEQI_HOME": str(folder / "home"), "DEQI_KEY_FILE": str(folder / "keys" / "key")}
    return inherited | given | ({"DEQI_DATABASE_URL": database_url} if database_url else {})


@contextmanager
def fresh_database(like: str | None = None) -> Iterator[str | None]:
    """None for SQLite, or a new database on the PostgreSQL server that DEQI_DATABASE_URL names:
    an empty one, or one like another."""
    server = os.environ.get("DEQI_DATABASE_URL")
    if not server:
        yield None
        return
    name = f"deqi_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        template = f" TEMPLATE {like.rsplit('/', 1)[1]}" if like else ""
        connection.execute(f"CREATE DATABASE {name}{template}")
        try:
            yield server.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def records(server: Server, *words: str) -> list[str]:
    """The command that writes or counts in the data of a server."""
    return [sys.executable, "-m", "tests.operations.records", *words]


def run_records(server: Server, *words: str) -> str:
    """What that command says."""
    done = subprocess.run(
        records(server, *words), env=server.environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def parts_of(pid: int) -> list[int]:
    """The processes that a process started."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True)
    return [int(line) for line in found.stdout.split()]


def all_parts_of(pid: int) -> list[int]:
    """And those that these started."""
    parts = parts_of(pid)
    return parts + [below for part in parts for below in all_parts_of(part)]

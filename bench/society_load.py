"""How long a reader of the society waits: 50 readers, each opening a page every 5 seconds.

python -m bench.society_load                       fills a database, reads, prints the times
python -m bench.society_load --home DIR --seconds 0    only fills, for a quiet hour later
python -m bench.society_load --home DIR --save         keeps the times in bench/results

The server starts as `deqi serve` starts it. On the database that DEQI_DATABASE_URL names; without
it on SQLite. Readers are visitors without a log-in, and run on the same machine.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import numpy as np

ROOT = Path(__file__).parents[1]
FULL_S = 300
N_POSTS, N_COMMENTS, N_READERS, EVERY_S = 10_000, 200_000, 50, 5.0
BAR_MS = 300.0
PAGES = ("list", "search", "post")
PATIENCE_S = 60.0
Row = dict[str, Any]


def measure_sqlite(seconds: int) -> list[Row]:
    """One row a kind of page, on SQLite."""
    return _measured_apart([], seconds)


def measure_postgresql(seconds: int) -> list[Row]:
    """The same on a PostgreSQL server of its own that waits for the disk."""
    return _measured_apart([str(ROOT / ".ci" / "with-postgresql")], seconds)


def _measured_apart(before: list[str], seconds: int) -> list[Row]:
    """In a process of its own, since settings are read once a process."""
    command = [*before, sys.executable, "-m", "bench.society_load", "--seconds", str(seconds)]
    given = os.environ | {"DEQI_TEST_FSYNC": "on"}
    done = subprocess.run(command, env=given, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    rows: list[Row] = json.loads(done.stdout)  # there also when a bar was missed
    return rows


def main() -> int:
    """Fill, start, read, tell."""
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="deqi-society-") as folder:
        return _run(given, given.home or Path(folder))


def _run(given: argparse.Namespace, home: Path) -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ.update(
        DEQI_HOME=str(home),
        DEQI_KEY_FILE=str(home / "key"),
        DEQI_SOCIETY="1",
        DEQI_BASE_URL=f"http://127.0.0.1:{port}",
        DJANGO_SETTINGS_MODULE="deqi.web.settings",
    )
    words = _filled(home, given)
    if not given.seconds:
        return 0
    rows = _measured(port, words, given)
    print(json.dumps(rows, indent=1))
    if given.save:
        from bench.how_good import keep  # it knows all measures, and so this one

        keep("society-load" if _vendor() == "sqlite" else f"society-load-{_vendor()}", rows)
    return 0 if all(row["p95_ms"] < BAR_MS and not row["failed"] for row in rows) else 1


def _measured(port: int, words: list[str], given: argparse.Namespace) -> list[Row]:
    command = [sys.executable, "-m", "deqi.web", "serve", "host=127.0.0.1"]
    server = subprocess.Popen([*command, f"port={port}", "processes=2"], stdout=sys.stderr)
    try:
        _wait_for(port)
        times = _read(port, words, given.posts, given.seconds)
    finally:
        server.terminate()
        server.wait(PATIENCE_S)
    about = {
        "database": _vendor(),
        "n_posts": given.posts,
        "n_comments": given.comments,
        "seconds": given.seconds,
        "commit": _commit(),
    }
    return [about | _row(page, times[page]) for page in PAGES]


def _vendor() -> str:
    from django.db import connection

    return str(connection.vendor)


def _commit() -> str:
    """Of what was measured; `-dirty` if something was not committed."""
    words = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True).stdout.strip()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=N_POSTS)
    parser.add_argument("--comments", type=int, default=N_COMMENTS)
    parser.add_argument("--seconds", type=float, default=FULL_S)
    parser.add_argument("--home", type=Path, help="folder that is filled once and used again")
    parser.add_argument("--save", action="store_true", help="keep the result")
    return parser.parse_args()


def _filled(home: Path, given: argparse.Namespace) -> list[str]:
    """Words to look for, of a database that is filled unless it was before."""
    import django

    from deqi.web.config import read_config
    from deqi.web.operations.home import make_home

    make_home(read_config().home)
    django.setup()
    from deqi.web.operations.database import prepare_database

    prepare_database()  # here and not at the server's start, which is waited for
    kept = home / "words.json"
    if not kept.exists():
        kept.write_text(json.dumps(_fill(given.posts, given.comments)))
    return list(json.loads(kept.read_text()))


def _fill(n_posts: int, n_comments: int) -> list[str]:
    """Fill the database; gives words to look for."""
    from django.db import connections

    from bench.society_filling import Filling

    began = time.monotonic()
    filling = Filling(datetime.now(UTC))
    filling.fill(n_posts, n_comments)
    connections.close_all()
    print(f"filled in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return filling.words


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            if _get(port, "/healthy/", "bench")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not start.")


Times = dict[str, list[tuple[float, int]]]


def _read(port: int, words: list[str], n_posts: int, seconds: float) -> Times:
    times: Times = {page: [] for page in PAGES}
    until = time.monotonic() + seconds
    readers = [
        Thread(target=_reader, args=(port, n, words, n_posts, until, times))
        for n in range(N_READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return times


def _reader(port: int, n: int, words: list[str], n_posts: int, until: float, times: Times) -> None:
    """One person: a page, then the next one some seconds later."""
    rng = random.Random(n)
    time.sleep(rng.uniform(0, EVERY_S))
    while time.monotonic() < until:
        page = rng.choice(PAGES)
        began = time.monotonic()
        try:
            status, _ = _get(port, _address(page, rng, words, n_posts), f"Mozilla/5.0 person {n}")
        except OSError:
            status = 0
        took = time.monotonic() - began
        times[page].append((took, status))
        time.sleep(max(0.0, EVERY_S - took))


def _address(page: str, rng: random.Random, words: list[str], n_posts: int) -> str:
    if page == "search":
        # Frequent and rare words, and beginnings of words.
        asked = rng.choice(words[: rng.choice([20, 200, 2000])])[: rng.choice([4, 6])]
        more = f" {rng.choice(words[:50])}" if rng.random() < 0.5 else ""
        return "/society/search/?" + urlencode({"q": asked + more})
    if page == "list":
        choices: tuple[dict[str, str], ...] = (
            {},
            {"tag": f"tag-{rng.randrange(60)}"},
            {"kind": "question"},
        )
        return "/society/posts/?" + urlencode(rng.choice(choices))
    # New posts are read more than old ones.
    return f"/society/post/post-{int(n_posts * rng.random() ** 3)}/"


def _get(port: int, address: str, agent: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    connection.request("GET", address, headers={"User-Agent": agent})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def _row(page: str, times: list[tuple[float, int]]) -> Row:
    took = np.array([seconds for seconds, _ in times]) * 1000
    p50, p95 = np.percentile(took, [50, 95])
    return {
        "page": page,
        "n": len(times),
        "failed": sum(status != 200 for _, status in times),
        "p50_ms": round(float(p50), 1),
        "p95_ms": round(float(p95), 1),
        "longest_ms": round(float(took.max()), 1),
    }


if __name__ == "__main__":
    raise SystemExit(main())

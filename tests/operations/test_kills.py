"""Whatever is killed while people write: each entry that was acknowledged is there exactly once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from contextlib import suppress
from http.client import HTTPException
from threading import Event, Thread
from uuid import uuid4

import pytest

from tests.operations.records import LOGIN
from tests.operations.servers import all_parts_of, records, run_records
from tests.operations.visitors import TOKEN, Visitor
from tests.web.people import PASSWORD

pytestmark = pytest.mark.processes
PATIENCE_S = 120.0


class Writer(Thread):
    """Writes one entry after the other; an entry without an answer is sent again with its key."""

    def __init__(self, server) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.stopping = Event()
        self.acknowledged: list[str] = []
        self.failed: list[str] = []

    def run(self) -> None:
        visitor, n, key = None, 0, str(uuid4())
        while not self.stopping.is_set():
            try:
                visitor = visitor or self.logged_in()
                self.write(visitor, f"entry {n}", key)
            except (OSError, HTTPException, AssertionError) as error:
                self.failed.append(type(error).__name__)
                if isinstance(error, AssertionError):
                    visitor = None
                time.sleep(0.1)
                continue
            self.acknowledged.append(f"entry {n}")
            n, key = n + 1, str(uuid4())

    def logged_in(self) -> Visitor:
        visitor = Visitor(self.server.port)
        visitor.send("/account/login/", login=LOGIN, password=PASSWORD)
        return visitor

    def write(self, visitor, note, key) -> None:
        visitor.start = f"http://localhost:{self.server.port}"
        found = TOKEN.search(visitor.read("/diary/"))
        assert found
        page = visitor.read(
            "/diary/", csrfmiddlewaretoken=found[1], key=key, pain_nrs="5", note=note
        )
        assert "Saved." in page or note in page


def kill_something(server, chance: random.Random) -> None:
    """One process of the clinic, or all of them at once as a power cut does."""
    if chance.random() < 0.15:
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()
        with suppress(AssertionError):
            server.start()
        return
    parts = all_parts_of(server.process.pid)
    if parts:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(parts), signal.SIGKILL)


def wait_for_more(writer: Writer, n: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while len(writer.acknowledged) < n:
        assert writer.is_alive()
        assert time.monotonic() < until, (writer.failed[-5:], writer.server.log[-2000:])
        time.sleep(0.05)


def check_after_kills(kept, n_kills: int) -> None:
    kept.environment["DJANGO_SETTINGS_MODULE"] = "tests.operations.unlimited"
    kept.start()
    writer, chance = Writer(kept), random.Random(n_kills)
    writer.start()
    wait_for_more(writer, 1)
    for _ in range(n_kills):
        time.sleep(chance.uniform(0.0, 0.6))
        kill_something(kept, chance)
        wait_for_more(writer, len(writer.acknowledged) + 1)
    writer.stopping.set()
    writer.join(PATIENCE_S)
    kept.stop()
    written = Counter(run_records(kept, "notes").splitlines())
    assert {note: written[note] for note in writer.acknowledged} == dict.fromkeys(
        writer.acknowledged, 1
    )
    assert set(written.values()) == {1}
    verified = kept.run("verify")
    assert verified.returncode == 0, verified.stdout


def test_each_acknowledged_entry_is_there_once_after_some_kills(kept):
    check_after_kills(kept, 8)


@pytest.mark.long
def test_each_acknowledged_entry_is_there_once_after_two_hundred_kills(kept):
    check_after_kills(kept, 200)


def work_at(server, minutes_later: int) -> int:
    """How a worker's turn ends that begins so much later; its computation kills it."""
    command = records(server, "compute", str(minutes_later))
    return subprocess.run(command, env=server.environment, capture_output=True).returncode


def test_an_answer_that_kills_its_worker_is_counted_as_failed_and_tried_less_and_less(kept):
    assert work_at(kept, 0) == -signal.SIGKILL
    assert run_records(kept, "failures") == "0"  # nobody knows yet
    assert work_at(kept, 6) == 0  # found dead; waits for a minute
    assert run_records(kept, "failures") == "1 worker_died"
    assert work_at(kept, 8) == -signal.SIGKILL
    assert work_at(kept, 14) == 0
    assert run_records(kept, "failures") == "2 worker_died"
    assert work_at(kept, 15) == 0  # two minutes now

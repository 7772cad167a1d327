"""Counts of tries are kept once for all processes, and hold nothing that could run."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.utils import timezone

from deqi.web.counters import CountersCache


@pytest.fixture
def counters(tmp_path):
    return CountersCache(str(tmp_path / "limits"), {})


@pytest.fixture
def clock(monkeypatch):
    now = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])  # of Django's own reckoning
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromtimestamp(now[0], UTC))
    return now


def _files(counters):
    return sorted(counters._folder.iterdir())


def test_another_process_sees_the_count(counters):
    counters.set("tries", [2.5, 1.5], 60)
    assert CountersCache(str(counters._folder), {}).get("tries") == [2.5, 1.5]


def test_a_count_ends_with_its_time(counters, clock):
    counters.set("tries", [1.0], 60)
    clock[0] += 59
    assert counters.get("tries") == [1.0]
    clock[0] += 2
    assert counters.get("tries", "none") == "none"
    assert not _files(counters)
    assert counters.add("tries", [2.0], 60)


def test_of_many_who_add_at_once_one_succeeds(counters):
    rounds, threads = 50, 8
    start = Barrier(threads)

    def add(number):
        start.wait()
        return counters.add(f"lock-{number}", True, 60)

    with ThreadPoolExecutor(threads) as pool:
        for number in range(rounds):
            assert sum(pool.map(add, [number] * threads)) == 1


def test_a_damaged_file_counts_as_none(counters):
    counters.set("tries", [1.0], 60)
    _files(counters)[0].write_bytes(b"[1e99, [1.0")
    assert counters.get("tries") is None
    assert counters.add("tries", [2.0], 60)


def test_a_pickle_in_its_place_is_not_run(counters, tmp_path):
    class Evil:
        def __reduce__(self):
            return open, (str(tmp_path / "ran"), "w")

    counters.set("tries", [1.0], 60)
    _files(counters)[0].write_bytes(pickle.dumps(Evil()))
    assert counters.get("tries") is None
    assert not (tmp_path / "ran").exists()


def test_a_count_is_json_that_only_the_owner_reads_and_its_name_tells_nobody(counters):
    counters.set("allauth:rl:login:anna@example.org", [1.0], None)
    (file,) = _files(counters)
    assert json.loads(file.read_text()) == [None, [1.0]]
    assert file.stat().st_mode & 0o077 == 0
    assert counters._folder.stat().st_mode & 0o077 == 0
    assert "anna" not in file.name


def test_what_was_removed_is_gone_and_old_files_do_not_pile_up(counters, clock, monkeypatch):
    counters.set("tries", [1.0], 60)
    assert counters.delete("tries")
    assert not counters.delete("tries")
    for number in range(5):
        counters.set(f"old-{number}", [1.0], 60)
    clock[0] += 61
    monkeypatch.setattr("deqi.web.counters.TIDIED", 1.0)
    counters.set("new", [1.0], 60)
    assert len(_files(counters)) == 1
    counters.clear()
    assert not _files(counters)

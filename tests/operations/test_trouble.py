"""Disk full, database gone: people are told that nothing was saved, and it goes on by itself."""

from __future__ import annotations

import resource
import time
from contextlib import closing
from urllib.error import HTTPError
from uuid import uuid4

import psycopg
import pytest

from tests.operations.records import LOGIN
from tests.operations.servers import all_parts_of, run_records
from tests.operations.visitors import TOKEN, Visitor
from tests.web.people import PASSWORD

pytestmark = pytest.mark.processes
PATIENCE_S = 60.0


@pytest.fixture
def patient(kept):
    """Logged in at a running server."""
    kept.start()
    visitor = Visitor(kept.port)
    visitor.send("/account/login/", login=LOGIN, password=PASSWORD)
    return visitor


def save(visitor, note) -> tuple[int, str]:
    """Status and page of an attempt to write; the form was opened before."""
    form = {"csrfmiddlewaretoken": visitor.token, "key": str(uuid4()), "pain_nrs": "5"}
    try:
        return 200, visitor.read("/diary/", note=note, **form)
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def check_told_and_recovered(kept, patient, give_back):
    status, page = save(patient, "canary in trouble")
    assert status == 503
    assert "Nothing was saved just now" in page
    assert "canary" not in page
    give_back()
    until = time.monotonic() + PATIENCE_S
    while save(patient, "after it")[0] != 200:
        assert time.monotonic() < until
        time.sleep(0.3)
    kept.stop()
    notes = run_records(kept, "notes").splitlines()
    assert "canary in trouble" not in notes
    assert notes.count("after it") == 1
    assert "canary" not in kept.log
    assert kept.run("verify").returncode == 0


def test_a_full_disk_is_told_and_nothing_is_half_written(kept, patient):
    if "DEQI_DATABASE_URL" in kept.environment:
        pytest.skip("the disk of PostgreSQL is its own")
    patient.token = TOKEN.search(patient.read("/diary/"))[1]
    parts = all_parts_of(kept.process.pid)
    before = resource.prlimit(parts[0], resource.RLIMIT_FSIZE)
    limit(parts, (4096, before[1]))
    check_told_and_recovered(kept, patient, lambda: limit(parts, before))


def limit(parts, sizes):
    """How large a file these processes may write."""
    for part in parts:
        resource.prlimit(part, resource.RLIMIT_FSIZE, sizes)


def test_a_database_that_is_gone_is_told_and_taken_up_again(kept, patient):
    url = kept.environment.get("DEQI_DATABASE_URL")
    if url is None:
        pytest.skip("SQLite is a file")
    patient.token = TOKEN.search(patient.read("/diary/"))[1]
    server, name = url.rsplit("/", 1)
    with closing(psycopg.connect(f"{server}/postgres", autocommit=True)) as admin:
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        check_told_and_recovered(
            kept, patient, lambda: admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        )

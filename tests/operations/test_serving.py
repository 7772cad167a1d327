"""`deqi serve` starts with nothing but itself, recovers by itself, and stops when told."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.operations.servers import parts_of

pytestmark = pytest.mark.processes


def test_a_first_start_makes_folder_key_and_tables_for_the_owner_only(running):
    assert running.get("/first-run/")[0] == 200
    for made in (running.folder / "home", running.folder / "keys" / "key"):
        assert stat.S_IMODE(made.stat().st_mode) & 0o077 == 0
    assert "From another machine the page asks for " in running.log


def test_a_request_that_is_none_is_logged_as_everything_else_without_its_path(running):
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as line:
        line.sendall(b"GET /doctor/a-token/ HTTP/1.1\r\nHost: localhost\r\nBad header\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 400")
    assert re.search(r"\d\dZ WARNING gunicorn\.error Invalid request", running.log), running.log
    assert "a-token" not in running.log


def test_a_path_in_a_header_is_not_believed(running):
    for name in (b"SCRIPT_NAME", b"PATH_INFO"):
        with socket.create_connection(("127.0.0.1", running.port), timeout=10) as line:
            line.sendall(
                b"GET /healthy/ HTTP/1.1\r\nHost: localhost\r\n"
                b"Connection: close\r\n" + name + b": /healthy\r\n\r\n"
            )
            answer = line.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 200"), answer


def test_a_second_server_on_the_same_data_is_refused(running):
    again = running.run("serve", "--port", "0")
    assert again.returncode == 40
    assert "A server is running" in again.stderr


def test_a_port_in_use_is_told(running):
    again = running.run("serve", "--port", str(running.port))
    assert "Another program may use it" in again.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::"])
def test_an_address_on_the_network_without_tls_is_refused(server, host):
    refused = server.run("serve", "--host", host)
    assert refused.returncode == 40
    assert "without TLS" in refused.stderr
    assert not (server.folder / "home").exists()


def test_what_died_is_started_again_and_all_end_together(server):
    server.start()
    assert server.process is not None
    first, *_ = parts_of(server.process.pid)
    os.kill(first, signal.SIGKILL)
    until = time.monotonic() + 20
    while first in parts_of(server.process.pid) or not server.is_healthy(server.port):
        assert time.monotonic() < until
        time.sleep(0.1)
    parts = parts_of(server.process.pid)
    assert server.stop() == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in parts)


def test_data_without_its_key_is_not_started(server):
    server.start()
    server.stop()
    _make_an_account(server)
    (server.folder / "keys" / "key").unlink()
    refused = server.run("serve", "--port", "0")
    assert refused.returncode == 40
    assert "Put the key file back" in refused.stderr
    assert not (server.folder / "keys" / "key").exists()


def _make_an_account(server):
    code = "import django; django.setup(); from deqi.store.models import Account; "
    code += "Account.objects.create_user('owner@example.org', 'a long password')"
    subprocess.run(
        [sys.executable, "-c", code],
        env=server.environment | {"DJANGO_SETTINGS_MODULE": "deqi.web.settings"},
        check=True,
    )

"""`deqi let-in` as it is called at the machine, beside a server or without one."""

from __future__ import annotations

import pytest

from tests.operations.records import LOGIN

pytestmark = pytest.mark.processes


def test_who_logs_in_with_the_address_is_let_in_while_the_server_runs(kept):
    kept.start()
    done = kept.run("let-in", LOGIN.upper(), "--yes")
    assert done.returncode == 0, done.stderr
    assert "Every log-in has ended." in done.stdout
    assert "/account/password/reset/key/" in done.stdout  # no mail server here
    assert kept.run("verify").returncode == 0  # its row is part of the chain


def test_an_address_that_nobody_has_ends_with_its_own_status(kept):
    done = kept.run("let-in", "no@example.org", "--yes")
    assert done.returncode == 38
    assert "Nothing was changed." in done.stderr


def test_with_nobody_to_say_yes_nothing_is_changed(kept):
    assert kept.run("let-in", LOGIN).returncode == 1


def test_without_the_key_nobody_is_let_in(kept):
    (kept.folder / "keys" / "key").unlink()
    done = kept.run("let-in", LOGIN, "--yes")
    assert done.returncode == 40
    assert "Put the key file back" in done.stderr

"""A backup made while people write is whole, and restoring leaves the present data alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from deqi.web.operations.archive import read_archive, write_archive
from tests.operations.servers import Server, fresh_database, records, run_records, settings_in

pytestmark = pytest.mark.processes


def backup(server, name="backup.zip"):
    path = server.folder / name
    done = server.run("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path, done


def test_a_backup_made_while_somebody_writes_is_whole(kept):
    with subprocess.Popen(records(kept, "write", "600"), env=kept.environment) as writer:
        time.sleep(2)
        path, done = backup(kept)
        writer.terminate()
    at_end = int(run_records(kept, "count"))
    assert "It opens only with the key" in done.stdout
    restored = kept.run("restore", str(path))
    assert restored.returncode == 0, restored.stderr
    assert "What was there before is kept as" in restored.stdout
    assert 1 <= int(run_records(kept, "count")) < at_end
    verified = kept.run("verify")
    assert verified.returncode == 0, verified.stdout
    assert "The audit is whole" in verified.stdout


def test_the_key_is_not_in_the_backup_and_a_backup_beside_it_is_warned_of(kept):
    key = (kept.folder / "keys" / "key").read_bytes().strip()
    path, _ = backup(kept)
    assert key not in path.read_bytes()
    _, done = backup(kept, "keys/backup.zip")
    assert "lies where its key lies" in done.stderr


def test_a_backup_opens_on_another_machine_with_its_key(kept, tmp_path):
    path, _ = backup(kept)
    with fresh_database() as url:
        other = Server(tmp_path / "other", settings_in(tmp_path / "other", url))
        other.environment["DEQI_KEY_FILE"] = kept.environment["DEQI_KEY_FILE"]
        other.folder.mkdir()
        restored = other.run("restore", str(path))
        assert restored.returncode == 0, restored.stderr
        assert run_records(other, "count") == "1"


def test_another_key_is_refused(kept):
    path, _ = backup(kept)
    (kept.folder / "keys" / "key").unlink()
    refused = kept.run("restore", str(path))
    assert refused.returncode == 40
    assert "opens only with the key" in refused.stderr


def test_a_running_server_is_not_pulled_from_under(kept):
    path, _ = backup(kept)
    kept.start()
    assert "A server is running" in kept.run("restore", str(path)).stderr
    assert kept.get("/healthy/")[0] == 200


def test_a_damaged_backup_leaves_the_data_alone(kept):
    path, _ = backup(kept)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    run_records(kept, "write", "0")
    assert kept.run("restore", str(path)).returncode == 40
    assert run_records(kept, "count") == "2"


def test_a_backup_of_a_newer_program_is_refused(kept, tmp_path):
    path, _ = backup(kept)
    manifest = read_archive(path, tmp_path / "database")
    newer = replace(manifest, migrations=[*manifest.migrations, "store.9999_later"])
    write_archive(tmp_path / "newer.zip", newer, tmp_path / "database")
    refused = kept.run("restore", str(tmp_path / "newer.zip"))
    assert "made by a newer deqi" in refused.stderr


def test_a_restore_killed_at_any_moment_leaves_one_of_the_two(kept):
    path, _ = backup(kept)
    run_records(kept, "write", "0")
    command = [sys.executable, "-m", "deqi", "restore", str(path)]
    for k in range(6):
        restoring = subprocess.Popen(command, env=kept.environment, stdout=subprocess.DEVNULL)
        time.sleep(0.4 + 0.35 * k)
        os.kill(restoring.pid, signal.SIGKILL)
        restoring.wait()
        assert run_records(kept, "count") in ("1", "2")
    assert kept.run("verify").returncode == 0


def test_a_changed_audit_is_a_fault(kept):
    drop = "from django.db import connection as c; from deqi.store.models import AuditRow as A; "
    drop += "k = c.cursor(); k.execute('DROP TRIGGER audit_no_update' if c.vendor == 'sqlite' "
    drop += "else 'DROP TRIGGER audit_no_change ON store_auditrow'); "
    drop += "A.objects.filter(number=1).update(role='manager')"
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {drop}"],
        env=kept.environment | {"DJANGO_SETTINGS_MODULE": "deqi.web.settings"},
        check=True,
    )
    verified = kept.run("verify")
    assert verified.returncode == 1
    assert "FAULT Audit: Row 1 was changed" in verified.stdout


def test_a_key_that_others_may_read_is_told(kept):
    key = kept.folder / "keys" / "key"
    key.chmod(0o644)
    verified = kept.run("verify")
    assert verified.returncode != 0
    assert f"chmod 600 {key}" in verified.stdout + verified.stderr

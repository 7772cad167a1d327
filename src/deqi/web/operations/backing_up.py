"""`deqi backup`: one file that holds everything but the key, made while the clinic runs."""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from deqi import __version__
from deqi.store.keyring import vault
from deqi.web.operations import postgresql, sqlite
from deqi.web.operations.archive import FORMAT, Manifest, digest_of, write_archive
from deqi.web.operations.backups_made import note_backup
from deqi.web.operations.database import applied_migrations, require_data, tables


def run(file: str) -> int:
    """Make it, and say which key it needs."""
    require_data()
    path = Path(file).absolute()
    manifest = back_up(path, timezone.now())
    n_mb = path.stat().st_size / 1e6
    print(f"Written: {path} ({n_mb:.1f} MB, {manifest.rows['store_patient']} patients)")
    print(
        f"It opens only with the key {manifest.key}, which lies in {settings.DEQI_KEY_FILE} and is "
        "not in the backup. Keep a copy of the key file in another place."
    )
    warning = lie_together(path, settings.DEQI_KEY_FILE)
    if warning:
        print(f"Warning: {warning}", file=sys.stderr)
    return 0


def back_up(path: Path, now: datetime) -> Manifest:
    """Write the backup, and a line into the list of those that were made."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.DEQI.home) as folder:
        copy = Path(folder) / "database"
        rows = _copy_out(copy)
        manifest = Manifest(
            format=FORMAT,
            program=__version__,
            made_at=now.isoformat(),
            vendor=connection.vendor,
            migrations=applied_migrations(),
            rows=rows,
            key=vault().fingerprint,
            sha256=digest_of(copy),
        )
        digest = write_archive(path, manifest, copy)
    note_backup(path, digest, now)
    return manifest


def _copy_out(copy: Path) -> dict[str, int]:
    if connection.vendor == "postgresql":
        return postgresql.copy_out(connection.settings_dict, copy, tables())
    sqlite.copy_out(Path(connection.settings_dict["NAME"]), copy)
    return sqlite.count_rows(copy, tables())


def lie_together(backup: Path, key_file: Path) -> str:
    """Why the two should be parted: whoever takes both reads everything."""
    key_folder = key_file.absolute().parent
    if key_folder == backup.parent or key_folder in backup.parents:
        return (
            f"the backup lies where its key lies ({key_folder}). Whoever takes the folder reads "
            "everything. Move the backup elsewhere."
        )
    if key_file.stat().st_dev == backup.stat().st_dev:
        return (
            "the backup and its key lie on the same disk. If the disk is lost, both are: take the "
            "backup to another one."
        )
    return ""

"""`deqi restore`: a backup in the place of the present data, once it has been looked at."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from deqi.store.keyring import vault
from deqi.web.operations import postgresql, sqlite
from deqi.web.operations.archive import Manifest, read_archive
from deqi.web.operations.database import known_migrations
from deqi.web.operations.errors import OperationError
from deqi.web.operations.home import hold, make_home


def run(file: str) -> int:
    """Check the backup, put it in place, and say where the data is that was there before."""
    home = settings.DEQI.home
    make_home(home)
    with hold(home), tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as folder:
        unpacked = Path(folder) / "database"
        manifest = read_archive(Path(file).absolute(), unpacked)
        _check_fits(manifest)
        moment = timezone.now().strftime("%Y%m%dT%H%M%S")
        place = _restore_sqlite if connection.vendor == "sqlite" else _restore_postgresql
        aside = place(unpacked, moment)
    print(f"Restored: the data of {manifest.made_at}, {manifest.rows['store_patient']} patients.")
    if aside:
        print(f"What was there before is kept as {aside}. Delete it when it is not needed.")
    return 0


def _check_fits(manifest: Manifest) -> None:
    """Refuse what this program, this database or this key cannot open."""
    if manifest.vendor != connection.vendor:
        raise OperationError(
            f"The backup is of {manifest.vendor}, and DEQI_DATABASE_URL names {connection.vendor}. "
            "To move a clinic from one to the other, export and import it."
        )
    unknown = sorted(set(manifest.migrations) - known_migrations())
    if unknown:
        raise OperationError(
            f"The backup was made by a newer deqi ({manifest.program}): this one does not know "
            f"{unknown[0]}. Install that version first. Nothing was changed."
        )
    if not settings.DEQI_KEY_FILE.exists() or vault().fingerprint != manifest.key:
        raise OperationError(
            f"The backup opens only with the key {manifest.key}, and {settings.DEQI_KEY_FILE} "
            "holds another one or is not there. Put the key file that belongs to it there, or "
            "name it with DEQI_KEY_FILE. Nothing was changed."
        )


def _restore_sqlite(unpacked: Path, moment: str) -> str:
    database = Path(connection.settings_dict["NAME"])
    aside = database.with_name(f"{database.name}.before-{moment}")
    had_data = database.exists()
    with sqlite.waiting(unpacked) as url:
        _look_at(url)
    connection.close()
    sqlite.put_in_place(unpacked, database, aside)
    return str(aside) if had_data else ""


def _restore_postgresql(unpacked: Path, moment: str) -> str:
    database = connection.settings_dict
    connection.close()
    if postgresql.others_connected(database):
        raise OperationError("The database is in use. Stop every server first, then restore.")
    new, aside = (f"{database['NAME']}_{word}_{moment.lower()}" for word in ("new", "before"))
    with postgresql.waiting(database, unpacked, new):
        _look_at(settings.DEQI.database_url.rsplit("/", 1)[0] + f"/{new}")
        postgresql.put_in_place(database, new, aside)
    return f"the database {aside}"


def _look_at(url: str) -> None:
    """The check of `deqi verify` on the data itself, before it is in place."""
    looked = subprocess.run(
        [sys.executable, "-m", "deqi.web", "verify", "data_only=1"],
        env=os.environ | {"DEQI_DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    if looked.returncode != 0:
        raise OperationError(
            "The data in the backup does not hold, and the present data was left alone:\n"
            + (looked.stdout + looked.stderr).strip()
        )

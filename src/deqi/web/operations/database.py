"""The database at the start of a server: reached, brought up to date, sealed with this key."""

from __future__ import annotations

import sys

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from deqi.store.audit import newest_link_holds
from deqi.store.models import Account
from deqi.store.vault import make_key_file
from deqi.web.operations.errors import OperationError

_NO_KEY = (
    "There is data, but no key file at {}. It stays sealed without its key. Put the key file back, "
    "or give its place with DEQI_KEY_FILE."
)


def prepare_database() -> None:
    """Make or update the tables. The key is made with the first data, and never afterwards."""
    has_data = _has_data()
    if not settings.DEQI_KEY_FILE.exists():
        if has_data:
            raise OperationError(_NO_KEY.format(settings.DEQI_KEY_FILE))
        make_key_file(settings.DEQI_KEY_FILE)
    pending = pending_migrations()
    if pending:
        if has_data:
            _keep_what_is_there(pending[0])
        call_command("migrate", verbosity=0, interactive=False)
    _require_its_key()


def _require_its_key() -> None:
    if not newest_link_holds():
        raise OperationError(
            f"The data was sealed with another key than the one in {settings.DEQI_KEY_FILE}, or "
            "the audit was changed. Start with the key file that belongs to this data; deqi verify "
            "says more."
        )


def _keep_what_is_there(first_change: str) -> None:
    """A backup before the tables change. Of PostgreSQL its owner makes one, by its own means."""
    if connection.vendor != "sqlite":
        return
    from deqi.web.operations.backing_up import back_up  # needs this module

    now = timezone.now()
    folder = settings.DEQI.home / "backups"
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / f"before-{first_change}-{now:%Y%m%dT%H%M%S}.zip"
    back_up(path, now)
    print(f"deqi: the tables change with this version; a backup before it: {path}", file=sys.stderr)


def is_first_start() -> bool:
    """Whether nobody has an account yet."""
    return not Account.objects.exists()


def pending_migrations() -> list[str]:
    """Names of the changes to the tables that this version brings."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def known_migrations() -> set[str]:
    """Every change to the tables that this program knows."""
    loaded = MigrationLoader(None).disk_migrations
    return {f"{app}.{name}" for app, name in loaded}


def applied_migrations() -> list[str]:
    """Every change that was made to the tables of this database."""
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


def tables() -> list[str]:
    """The tables of the record that are there; before an update some are not yet."""
    named = {model._meta.db_table for model in apps.get_app_config("store").get_models()}
    return sorted(named & set(connection.introspection.table_names()))


def require_data() -> None:
    """Refuse where there is nothing yet."""
    if not settings.DEQI.home.exists() or not _has_data():
        raise OperationError(
            f"There is no data in {settings.DEQI.home}. Start the clinic once (deqi serve), or "
            "name the folder with DEQI_HOME."
        )


def require_ready() -> None:
    """Refuse where there is no data, where it is of an older version, or of another key."""
    require_data()
    if not settings.DEQI_KEY_FILE.exists():
        raise OperationError(_NO_KEY.format(settings.DEQI_KEY_FILE))
    if pending_migrations():
        raise OperationError(
            "The tables are of an older version. Start deqi serve once, which brings them up to "
            "date, then do this again. Nothing was changed."
        )
    _require_its_key()


def _has_data() -> bool:
    try:
        tables = connection.introspection.table_names()
    except OperationalError:
        raise OperationError(
            f"The database at {connection.settings_dict['HOST'] or 'its file'} does not answer. "
            "Start it, or correct DEQI_DATABASE_URL."
        ) from None
    return Account._meta.db_table in tables and Account.objects.exists()

"""The database at the start of a server: reached, brought up to date, sealed with this key."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from deqi.store.audit import newest_link_holds
from deqi.store.models import Account
from deqi.store.vault import make_key_file
from deqi.web.operations.errors import OperationError


def prepare_database() -> None:
    """Make or update the tables. The key is made with the first data, and never afterwards."""
    has_data = _has_data()
    if not settings.DEQI_KEY_FILE.exists():
        if has_data:
            raise OperationError(
                f"There is data, but no key file at {settings.DEQI_KEY_FILE}. It stays sealed "
                "without its key. Put the key file back, or give its place with DEQI_KEY_FILE."
            )
        make_key_file(settings.DEQI_KEY_FILE)
    if pending_migrations():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if not newest_link_holds():
        raise OperationError(
            f"The data was sealed with another key than the one in {settings.DEQI_KEY_FILE}, or "
            "the audit was changed. Start with the key file that belongs to this data; deqi verify "
            "says more."
        )


def is_first_start() -> bool:
    """Whether nobody has an account yet."""
    return not Account.objects.exists()


def pending_migrations() -> list[str]:
    """Names of the changes to the tables that this version brings."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _has_data() -> bool:
    try:
        tables = connection.introspection.table_names()
    except OperationalError:
        raise OperationError(
            f"The database at {connection.settings_dict['HOST'] or 'its file'} does not answer. "
            "Start it, or correct DEQI_DATABASE_URL."
        ) from None
    return Account._meta.db_table in tables and Account.objects.exists()

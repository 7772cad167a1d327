"""On PostgreSQL the short columns of the words have indexes too: the search asks each by itself."""

from typing import Any

from django.db import migrations


def add_indexes(apps: Any, schema_editor: Any) -> None:
    """SQLite has one index for all columns."""
    if schema_editor.connection.vendor == "postgresql":
        for column in ("title", "head"):
            schema_editor.execute(
                f"CREATE INDEX post_search_{column} ON store_postwords USING gin ({column}_vector)"
            )


class Migration(migrations.Migration):
    """Full-text search, place by place."""

    dependencies = [("store", "0014_reading_fast")]
    operations = [migrations.RunPython(add_indexes, migrations.RunPython.noop)]

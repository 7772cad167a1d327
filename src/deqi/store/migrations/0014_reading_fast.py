"""What the pages of the society look for is found without reading past long texts."""

from importlib import import_module
from typing import Any

from django.db import migrations, models

SEARCH = import_module("deqi.store.migrations.0008_post_search")
TRIGGERS = [statement for statement in SEARCH.SQLITE if statement.startswith("CREATE TRIGGER")]
ANEW = [
    "DROP TRIGGER post_search_add",
    "DROP TRIGGER post_search_take",
    "DROP TRIGGER post_search_change",
    'CREATE TABLE words_anew ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, '
    '"post_id" char(32) NOT NULL UNIQUE REFERENCES "store_post" ("id") '
    'DEFERRABLE INITIALLY DEFERRED, "title" text NOT NULL, "head" text NOT NULL, '
    '"every" text NOT NULL)',
    "INSERT INTO words_anew (id, post_id, title, head, every) "
    "SELECT id, post_id, title, head, every FROM store_postwords",
    "DROP TABLE store_postwords",
    "ALTER TABLE words_anew RENAME TO store_postwords",
    *TRIGGERS,
]


def put_post_before_words(apps: Any, schema_editor: Any) -> None:
    """On SQLite, where a column behind long ones is reached through all of them."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in ANEW:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Indexes, and the order of the columns of the words."""

    dependencies = [("store", "0013_sponsor_asked_by")]
    operations = [
        migrations.RemoveIndex("comment", "comments_of_a_post"),
        migrations.AddIndex(
            "comment",
            models.Index(fields=["post", "state", "author"], name="comments_counted"),
        ),
        migrations.AddIndex(
            "post",
            models.Index(fields=["id", "publish_at", "withdrawn_at"], name="sought_posts"),
        ),
        migrations.RunPython(put_post_before_words, migrations.RunPython.noop),
    ]

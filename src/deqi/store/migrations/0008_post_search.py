"""The full-text index of posts, in the words of each database; it follows its rows by itself.

On PostgreSQL the short columns have vectors of their own: what a word was found in is then told
without unpacking the long one.
"""

from typing import Any

from django.db import migrations

COLUMNS = "title, head, every"
NEW, OLD = "new.id, new.title, new.head, new.every", "old.id, old.title, old.head, old.every"
ADD = f"INSERT INTO post_search(rowid, {COLUMNS}) VALUES ({NEW});"
TAKE = f"INSERT INTO post_search(post_search, rowid, {COLUMNS}) VALUES ('delete', {OLD});"
SQLITE = [
    # The words are folded before they come here, so that both databases find the same.
    f"CREATE VIRTUAL TABLE post_search USING fts5({COLUMNS}, content='store_postwords', "
    "content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER post_search_add AFTER INSERT ON store_postwords BEGIN {ADD} END",
    f"CREATE TRIGGER post_search_take AFTER DELETE ON store_postwords BEGIN {TAKE} END",
    f"CREATE TRIGGER post_search_change AFTER UPDATE ON store_postwords BEGIN {TAKE} {ADD} END",
]
POSTGRESQL = [
    *(
        f"ALTER TABLE store_postwords ADD COLUMN {column}_vector tsvector "
        f"GENERATED ALWAYS AS (to_tsvector('simple', {column})) STORED"
        for column in COLUMNS.split(", ")
    ),
    "CREATE INDEX post_search ON store_postwords USING gin (every_vector)",
]


def add_index(apps: Any, schema_editor: Any) -> None:
    """In the words of each database."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Full-text search."""

    dependencies = [("store", "0007_posts")]
    operations = [migrations.RunPython(add_index, migrations.RunPython.noop)]

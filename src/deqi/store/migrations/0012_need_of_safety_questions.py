"""Courses whose safety questions nobody asked have a group of their own; those after it move on."""

from typing import Any

from django.db import migrations
from django.db.models import F

NOT_ASKED = 8  # the rank of the new group


def make_room(apps: Any, schema_editor: Any) -> None:
    """Every rank from there on becomes one more."""
    _move(apps, by=1)


def close_up(apps: Any, schema_editor: Any) -> None:
    """And one less; whoever stood in the new group is then among the visits."""
    _move(apps, by=-1)


def _move(apps: Any, by: int) -> None:
    rows = apps.get_model("store", "Fit").objects.filter(need_rank__gte=NOT_ASKED + (by < 0))
    rows.update(need_rank=F("need_rank") + by)


class Migration(migrations.Migration):
    """A place between "could stop" and "visit proposed"."""

    dependencies = [("store", "0011_audit_of_lists")]
    operations = [migrations.RunPython(make_room, close_up)]

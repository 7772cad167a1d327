"""What the person who installs it does: start, stop, look after."""

from __future__ import annotations

import os
from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run one operation and return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deqi.web.settings")
    import django
    from django.core.management import execute_from_command_line

    django.setup()
    execute_from_command_line(["deqi", *arguments])
    return 0

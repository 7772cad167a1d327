"""Runs one operation by its name, and turns errors into sentences and exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from deqi.compute.failures import place_of
from deqi.records import DeqiError

OPERATIONS = {
    "serve": "deqi.web.operations.serving",
    "demo": "deqi.web.operations.demonstrating",
    "answer": "deqi.web.operations.answering",
    "worker": "deqi.web.worker",
    "backup": "deqi.web.operations.backing_up",
    "restore": "deqi.web.operations.restoring",
    "verify": "deqi.web.operations.verifying",
    "let_in": "deqi.web.operations.letting_in",
}
# They make the folder and the key first, without which there are no settings to read.
BEFORE_SETTINGS = ("serve", "demo")
EXIT_BUG, EXIT_INTERRUPTED = 70, 130


def run(arguments: Sequence[str]) -> int:
    """`OPERATION name=value ...`; every other word is one of Django's own commands."""
    os.umask(0o077)  # what is made here is for this user only: data, key, backups
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deqi.web.settings")
    try:
        return _run(arguments[0], arguments[1:])
    except DeqiError as error:
        print(f"deqi: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except Exception as error:
        if os.environ.get("DEQI_DEBUG"):
            raise
        print(
            f"deqi: the program has a fault ({type(error).__name__} at {place_of(error)}). To see "
            "the whole traceback, set DEQI_DEBUG=1 and run it again; it may hold values of the "
            "record.",
            file=sys.stderr,
        )
        return EXIT_BUG


def _run(operation: str, words: Sequence[str]) -> int:
    if operation in OPERATIONS:
        options = dict(word.split("=", 1) for word in words)
        if operation not in BEFORE_SETTINGS:
            import django

            django.setup()
        status: int = import_module(OPERATIONS[operation]).run(**options)
        return status
    from django.core.management import execute_from_command_line

    execute_from_command_line(["deqi", operation, *words])
    return 0

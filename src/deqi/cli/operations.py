"""Operations of the clinic run in a process of their own, which loads what they need."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import NoReturn

from deqi.records import MissingPartError

# The packages of the optional part, by the names they are imported with.
PARTS = (
    *("django", "allauth", "csp", "argon2", "cryptography", "msgspec", "dj_database_url"),
    *("psycopg", "gunicorn", "whitenoise", "platformdirs"),
)


def become(operation: str, **options: object) -> NoReturn:
    """Go on as `python -m deqi.web OPERATION name=value ...`; an option that is None is left out.

    Raises
    ------
    MissingPartError
        If the optional part `clinic` is not installed, or the system has no such processes.
    """
    _require_clinic()
    words = [f"{name}={value}" for name, value in options.items() if value is not None]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", "deqi.web", operation, *words])


def _require_clinic() -> None:
    missing = [part for part in PARTS if find_spec(part) is None]
    if missing:
        raise MissingPartError(
            f"The clinic needs {', '.join(missing)}, not installed here. Install it with: pip "
            "install 'deqi[clinic]', or in a copy of the project: pip install --require-hashes -r "
            "requirements-full.lock."
        )
    if os.name != "posix":
        raise MissingPartError(
            "The clinic runs on Linux and macOS; its web server has no version for this system. "
            "On Windows, start it in the Windows Subsystem for Linux."
        )

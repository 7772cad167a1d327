"""The folder of the data, and that only one server works in it."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from deqi.web.operations.errors import OperationError

LOCK = "running.lock"


def make_home(home: Path) -> None:
    """The folder, readable by its owner only."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise OperationError(
            f"The folder of the data, {home}, cannot be made ({error.strerror}). Make it, or name "
            "another with DEQI_HOME."
        ) from None


def hold(home: Path) -> IO[str]:
    """The lock of the folder, held until the file and every copy of it is closed.

    Processes that the server starts inherit it, so that it holds until the last one has ended.

    Raises
    ------
    OperationError
        If a server is running.
    """
    lock = (home / LOCK).open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise OperationError(
            f"A server is running with the data in {home}. Stop it first (Ctrl-C where it was "
            "started)."
        ) from None
    return lock

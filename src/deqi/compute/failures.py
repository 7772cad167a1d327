"""A task that gave no result, by name, so that the others go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

FAULT = "fault"
LOST_WORKER = "lost_worker"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no result.

    Attributes
    ----------
    code : the error's own code; `fault` for a fault of the program, `lost_worker` if the process
        that worked on it ended.
    sentence : for a person.
    """

    code: str
    sentence: str


def attempt(function: Callable[[T], R], task: T) -> R | Failure:
    """The result of one task, or the error that it raised as a `Failure`.

    An error with a `code` of its own is meant for a person and keeps its words. Any other is told
    by kind and place only: its message could hold a value of a record.

    >>> attempt(int, "7"), attempt(int, "seven").code
    (7, 'fault')
    """
    try:
        return function(task)
    except Exception as error:
        code = getattr(error, "code", None)
        if isinstance(code, str):
            return Failure(code, str(error))
        kind = f"{type(error).__name__} at {place_of(error)}"
        return Failure(FAULT, f"The program has a fault here ({kind}).")


def lost() -> Failure:
    """The process or worker that had the task ended, and did so again when it was tried again."""
    return Failure(
        LOST_WORKER,
        "The process that worked on it ended before it was done, more than once. Is there enough "
        "memory? Run it again to try once more.",
    )


def place_of(error: BaseException) -> str:
    """Where in this package an error was raised, without any value."""
    trace, place = error.__traceback__, "an unknown place"
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if "deqi" in path.parts:
            place = f"{path.parent.name}/{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place

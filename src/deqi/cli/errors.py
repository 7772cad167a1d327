"""Every error that is shown to a person, for the page of errors and for programs."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import walk_packages

import deqi
from deqi.records import DeqiError


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One class of error: its `code`, the shell's `exit_status`, and what it means."""

    name: str
    code: str
    exit_status: int
    meaning: str


def list_errors() -> tuple[ErrorLine, ...]:
    """All classes of `DeqiError` with their meaning, in the order of their exit status.

    >>> [line.exit_status for line in list_errors() if line.code == "bad_input"]
    [3]
    """
    for module in walk_packages(deqi.__path__, "deqi."):
        if not module.name.endswith("__main__"):
            import_module(module.name)  # a class is known once its module is loaded
    lines = [_line(DeqiError), *(_line(error) for error in _below(DeqiError))]
    return tuple(sorted(lines, key=lambda line: (line.exit_status, line.code)))


def describe_errors() -> str:
    """The page of errors as Markdown: a heading for each code."""
    parts = [
        "# Errors\n",
        "Every error that `deqi` shows to a person, with its code and the exit status of the "
        "command. A wrong command line ends with 2, a fault of the program with 70.\n",
    ]
    for line in list_errors():
        parts.append(
            f"## `{line.code}`\n\nExit status {line.exit_status}, class `{line.name}`. "
            f"{line.meaning}\n"
        )
    return "\n".join(parts)


def _below(error: type[DeqiError]) -> Iterator[type[DeqiError]]:
    for child in error.__subclasses__():
        yield child
        yield from _below(child)


def _line(error: type[DeqiError]) -> ErrorLine:
    paragraph = (inspect.getdoc(error) or "").split("\n\n")[0]
    meaning = " ".join(paragraph.split())
    return ErrorLine(error.__name__, error.code, error.exit_status, meaning)

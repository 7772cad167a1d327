"""Errors that a person can act on; anything else that is raised is a bug."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class DeqiError(Exception):
    """Base of every error that is shown to a person as a sentence, without a traceback.

    Attributes
    ----------
    code : the kind of error, for programs.
    exit_status : what the command ends with, for the shell.
    """

    code: ClassVar[str] = "deqi"
    exit_status: ClassVar[int] = 1


class OutsideMeaningError(DeqiError, ValueError):
    """A value handed to a function lies outside what the function means."""

    code = "outside_meaning"
    exit_status = 4


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One thing wrong with one place in the input.

    Attributes
    ----------
    file : name of the file as given, without its folder.
    row : line in the file counted from 1, header included; None if the file as a whole is meant.
    column : column or key; None if the row as a whole is meant.
    given : what stood there, shortened to 40 characters.
    expected : what may stand there.
    to_do : what the person can do about it.

    Examples
    --------
    >>> print(InputProblem("diary.csv", 14, "pain", "11", "a number from 0 to 10",
    ...                    "Correct it, or leave the cell empty if it was not asked."))
    diary.csv, row 14, pain: given '11', expected a number from 0 to 10. Correct it, or leave the
    cell empty if it was not asked.
    """

    file: str
    row: int | None
    column: str | None
    given: str
    expected: str
    to_do: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", {self.column}"
        return f"{place}: given '{self.given}', expected {self.expected}. {self.to_do}"


class BadInputError(DeqiError):
    """The input cannot be read as it stands. Every problem is listed, not only the first.

    Attributes
    ----------
    problems : each with its file, row, column, what was given, what is expected and what to do.
    can_leave_out : whether each of them is a bad row, which `leave_out_bad_rows` would go without.
    """

    code = "bad_input"
    exit_status = 3

    def __init__(self, problems: tuple[InputProblem, ...], can_leave_out: bool = False) -> None:
        self.problems = problems
        self.can_leave_out = can_leave_out
        super().__init__("\n".join(str(problem) for problem in problems))


class MissingPartError(DeqiError):
    """Something was asked for that an optional part of deqi does; the part is not installed."""

    code = "missing_part"
    exit_status = 7

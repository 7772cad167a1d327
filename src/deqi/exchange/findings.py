"""What reading found: rows that are refused or left out, and warnings. One place for the rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from deqi.records import BadInputError, InputProblem

MAX_SHOWN = 40
MAX_ROWS_NAMED = 5


class CellError(Exception):
    """What stands in a cell cannot be read. Caught by whoever knows file, row and column."""

    def __init__(self, expected: str, to_do: str) -> None:
        self.expected = expected
        self.to_do = to_do
        super().__init__(expected)


def shown(text: object) -> str:
    """A cell's text as it may be printed: no control characters, at most 40 characters.

    >>> shown("7\\x1b[31m")
    '7·[31m'
    """
    clean = "".join(c if c.isprintable() else "·" for c in str(text).strip())
    return clean if len(clean) <= MAX_SHOWN else clean[: MAX_SHOWN - 1] + "…"


def rows_named(rows: Iterable[int]) -> str:
    """Row numbers for a sentence.

    >>> rows_named([3, 8]), rows_named(range(2, 12))
    ('rows 3, 8', 'rows 2, 3, 4, 5, 6 and 5 more')
    """
    numbers = list(rows)
    text = ", ".join(str(n) for n in numbers[:MAX_ROWS_NAMED])
    more = len(numbers) - MAX_ROWS_NAMED
    return ("row " if len(numbers) == 1 else "rows ") + text + (f" and {more} more" * (more > 0))


def in_order(problems: Sequence[InputProblem]) -> tuple[InputProblem, ...]:
    """Problems file by file, from the first row to the last, so that a person can walk down."""
    files = list(dict.fromkeys(problem.file for problem in problems))
    return tuple(sorted(problems, key=lambda p: (files.index(p.file), p.row or 0)))


@dataclass(slots=True)
class Findings:
    """Collects everything that is wrong, so that a person can correct it in one go."""

    leave_out_bad_rows: bool = False
    problems: list[InputProblem] = field(default_factory=list)
    left_out: list[InputProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    n_in_bad_rows: int = 0

    def refuse(self, problem: InputProblem) -> None:
        """A problem of a file or of the course: leaving out a row cannot mend it."""
        self.problems.append(problem)

    def bad_row(self, problems: Iterable[InputProblem]) -> None:
        """A row that cannot be read: refused, or left out and said so if that was asked for."""
        if self.leave_out_bad_rows:
            self.left_out.extend(problems)
        else:
            given = tuple(problems)
            self.problems.extend(given)
            self.n_in_bad_rows += len(given)

    def warn(self, sentence: str) -> None:
        """Something a person should know, although the input can be read."""
        self.warnings.append(sentence)

    def stop_if_refused(self) -> None:
        """Raise all problems together."""
        if self.problems:
            only_rows = self.n_in_bad_rows == len(self.problems)
            raise BadInputError(in_order(self.problems), can_leave_out=only_rows)

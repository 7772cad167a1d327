"""What was answered already, line by line, so that a run can go on where another was ended."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any


@dataclass(frozen=True, slots=True)
class Answered:
    """One patient's answer as it was written.

    Attributes
    ----------
    digest : of everything that the answer was made from.
    files : name of each written file to the digest of what stands in it.
    line : what is needed of it for the summary and the index.
    """

    patient: str
    digest: str
    files: dict[str, str] = field(default_factory=dict)
    line: dict[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """One line of the journal."""
        return json.dumps(asdict(self), ensure_ascii=False, allow_nan=False) + "\n"


class Journal:
    """A file to which one line is added for each answer; a line that was cut short is no line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def read(self) -> dict[str, Answered]:
        """The latest line of each patient."""
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return {}
        found = {}
        for line in text.splitlines(keepends=True):
            answered = _parsed(line)
            if answered is not None:
                found[answered.patient] = answered
        return found

    def add(self, answered: Answered) -> None:
        """Add a line, on the disk before this returns."""
        if self._file is None:
            self._file = self.path.open("a", encoding="utf-8", newline="")
        self._file.write(answered.text())
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def journal_text(answers: Iterable[Answered]) -> str:
    """A whole journal."""
    return "".join(answered.text() for answered in answers)


def _parsed(line: str) -> Answered | None:
    if not line.endswith("\n"):
        return None
    try:
        answered = Answered(**json.loads(line))
    except (ValueError, TypeError):
        return None
    is_whole = isinstance(answered.files, dict) and isinstance(answered.line, dict)
    return answered if is_whole else None

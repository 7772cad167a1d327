"""A TOML file with its keys read by rules: unknown keys are refused, each problem has its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deqi.exchange.findings import CellError, Findings, shown
from deqi.exchange.reading import nearest
from deqi.exchange.sniff import read_text
from deqi.records import BadInputError, InputProblem

Reader = Callable[[Any], Any]


@dataclass(slots=True)
class TomlSource:
    """A file as it was read, and where its problems go."""

    file: str
    text: str
    data: dict[str, Any]
    findings: Findings

    def table(self, path: str, data: Any, readers: Mapping[str, Reader]) -> dict[str, Any]:
        """Every known key of a table as its value; an unknown one is refused."""
        if not isinstance(data, dict):
            self.refuse(path, data, CellError(f"a section [{path}]", "Write it as a section."))
            return {}
        values = {}
        for key, value in data.items():
            place = f"{path}.{key}" if path else key
            try:
                if key not in readers:
                    raise CellError("a known key", nearest(key, list(readers)))
                values[key] = readers[key](value)
            except CellError as error:
                self.refuse(place, value if key in readers else key, error)
        return values

    def refuse(self, place: str, given: Any, error: CellError) -> None:
        """Keep a problem of one key, with the line it stands on."""
        self.findings.refuse(
            InputProblem(
                self.file,
                _line_of(self.text, place),
                place,
                shown(given),
                error.expected,
                error.to_do,
            )
        )


def read_toml(path: Path, findings: Findings, to_do: str) -> TomlSource | None:
    """The file; None if it cannot be read as TOML, and then `findings` holds why.

    `to_do` is what a person can do about a file that is not TOML.
    """
    try:
        text, warning = read_text(path)
        data = tomllib.loads(text)
    except BadInputError as error:
        for problem in error.problems:
            findings.refuse(problem)
        return None
    except tomllib.TOMLDecodeError as error:
        findings.refuse(_not_toml(path.name, error, to_do))
        return None
    if warning:
        findings.warn(warning)
    return TomlSource(path.name, text, data, findings)


def _not_toml(file: str, error: tomllib.TOMLDecodeError, to_do: str) -> InputProblem:
    found = re.search(r"\(at line (\d+), column \d+\)", str(error))
    return InputProblem(
        file,
        int(found[1]) if found else None,
        None,
        shown(str(error).split(" (at")[0]),
        "key = value, words in quotation marks",
        to_do,
    )


def _line_of(source: str, place: str) -> int | None:
    """The line on which a key stands, for the message; None if it cannot be told."""
    section, _, key = place.rpartition(".")
    current = ""
    for number, line in enumerate(source.splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("["):
            current = stripped.strip("[]# ").split("]")[0]
            if current == place:
                return number
        elif current == section and re.match(rf"[\"']?{re.escape(key)}[\"']?\s*=", stripped):
            return number
    return None

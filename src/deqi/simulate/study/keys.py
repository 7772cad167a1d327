"""Keys of a scenario file: each declared once, with its default, its range and its meaning.

The reader, the messages about wrong values and the reference page are made from the declaration.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, TypeVar

from deqi.records import BadInputError, InputProblem

Section = TypeVar("Section")
MAX_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Key:
    """What may stand behind a key: `kind` is "number", "whole", "yes-no", "word", "days" ..."""

    kind: str
    meaning: str
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """What may stand there, in words."""
        if self.choices:
            return "one of " + ", ".join(f'"{choice}"' for choice in self.choices)
        return _KINDS[self.kind] + _range(self.low, self.high)


_KINDS = {
    "number": "a number",
    "whole": "a whole number",
    "yes-no": "true or false",
    "word": "words in quotation marks",
    "words": 'a list of words such as ["acupuncture", "sham"]',
    "wholes": "a list of whole numbers, each",
    "numbers": "a list of numbers, each",
    "table": "a table",
}


def _range(low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return ""
    return f" of {low:g} or more" if math.isinf(high) else f" from {low:g} to {high:g}"


def key(default: Any, kind: str, meaning: str, **limits: Any) -> Any:
    """A field of a section; `default` of `MISSING` says that it must be given."""
    about = {"key": Key(kind, meaning, **limits)}
    if default is MISSING:
        return field(metadata=about)
    return field(default=default, metadata=about)


def keys_of(section: type) -> Iterator[tuple[str, Key, Any]]:
    """Name, declaration and default of each key of a section."""
    for part in fields(section):
        if "key" in part.metadata:
            yield part.name, part.metadata["key"], part.default


class Problems:
    """What is wrong with one file; all of it is told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[InputProblem] = []

    def refuse(self, place: str, given: object, expected: str, to_do: str) -> None:
        """One more problem."""
        self.found.append(InputProblem(self.file, None, place, _shown(given), expected, to_do))

    def stop_if_any(self) -> None:
        """Raise what was found."""
        if self.found:
            raise BadInputError(tuple(self.found))


def read_section(
    section: type[Section], table: object, place: str, problems: Problems
) -> Section | None:
    """A section from its TOML table: unknown keys and wrong values are refused, none is guessed."""
    if not isinstance(table, Mapping):
        problems.refuse(place, table, "a table", f"Write its keys below [{place}].")
        return None
    before = len(problems.found)
    declared = {part.name: part for part in fields(section) if "key" in part.metadata}  # type: ignore[arg-type]
    for name in table:
        if name not in declared:
            problems.refuse(
                f"{place}.{name}".strip("."), name, _known(declared), nearest(name, declared)
            )
    values = {
        name: _value(part, table[name], f"{place}.{name}".strip("."), problems)
        for name, part in declared.items()
        if name in table
    }
    for name, part in declared.items():
        if name not in table and part.default is MISSING:
            told = part.metadata["key"]
            problems.refuse(f"{place}.{name}".strip("."), "nothing", told.expected, "Add this key.")
    return section(**values) if len(problems.found) == before else None


def nearest(word: str, known: Mapping[str, object] | list[str]) -> str:
    """A hint at the known key that is most like the one given."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"Did you mean '{close[0]}'?" if close else "Correct the key, or remove the line."


def _known(declared: Mapping[str, object]) -> str:
    return "one of the keys " + ", ".join(declared)


def _value(part: Field[Any], given: Any, place: str, problems: Problems) -> Any:
    told: Key = part.metadata["key"]
    if told.kind == "table":
        return given  # read by its own rule
    value = _converted(told, given)
    if value is None or not _is_inside(told, value):
        problems.refuse(place, given, told.expected, "Correct this value.")
        return None
    return value


def _converted(told: Key, given: Any) -> Any:
    """The value in its type; None if it is of another one. A yes is never a number."""
    if told.kind == "yes-no":
        return given if isinstance(given, bool) else None
    if told.kind == "word":
        return given if isinstance(given, str) and given.strip() else None
    if told.kind in {"wholes", "numbers", "words"}:
        one = Key(told.kind.removesuffix("s"), told.meaning)
        items = [_converted(one, item) for item in given] if isinstance(given, list) else [None]
        return None if None in items else tuple(items)
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    if told.kind == "whole":
        return int(given) if float(given).is_integer() else None
    return float(given)


def _is_inside(told: Key, value: Any) -> bool:
    if told.choices:
        return value in told.choices
    items = value if isinstance(value, tuple) else (value,)
    return all(told.low <= v <= told.high for v in items if isinstance(v, int | float))


def _shown(given: object) -> str:
    clean = "".join(c if c.isprintable() else "·" for c in str(given))
    return clean if len(clean) <= MAX_SHOWN else clean[: MAX_SHOWN - 1] + "…"

"""A mapping file: in which file and column of an export each thing stands, and what codes mean.

    visits_recorded = false                 # for everybody: assessments only
    time_zone = "Europe/Madrid"

    [diary]
    patient = "UID"
    columns = { date = "Marca temporal", pain = "Dolor" }

Every key is refused if it is not known, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from deqi.exchange.course_toml import one_of, text, words, yes_or_no, zone_name
from deqi.exchange.dates import DateOrder
from deqi.exchange.findings import CellError, Findings
from deqi.exchange.headings import FIELDS, PATIENT, Kind
from deqi.exchange.reading import SCORE_FIELDS, Reading, Said, Scale, nearest
from deqi.exchange.toml_source import Reader, TomlSource, read_toml
from deqi.records import Phase

CORRECT = "Correct it, or remove the line."
NOT_TOML = "Correct the line; docs/how-to/exports.md shows whole files."


@dataclass(frozen=True, slots=True)
class MappedTable:
    """One kind of rows in an export.

    Attributes
    ----------
    kind : what the rows are.
    file : name or pattern (`Participant*.csv`) below the folder of the data; None for the one
        file that was given.
    patient_from_file : pattern whose first group, in the file's name, is the patient's key.
    how : how the rows are read.
    """

    kind: Kind
    file: str | None
    patient_from_file: re.Pattern[str] | None
    how: Reading


@dataclass(frozen=True, slots=True)
class MappingFile:
    """All that a mapping file says: its tables, and `how` the export as a whole is read."""

    name: str
    tables: tuple[MappedTable, ...]
    how: Reading


def read_mapping(path: Path) -> MappingFile:
    """Read a mapping file.

    Raises
    ------
    BadInputError
        With every problem: a key that is not known, a field that its kind of rows does not have.
    """
    findings = Findings()
    source = read_toml(path, findings, NOT_TOML)
    findings.stop_if_refused()
    assert source is not None  # or it would have been refused
    kinds = [kind.value for kind in Kind]
    plain = {key: value for key, value in source.data.items() if key not in kinds}
    facts = source.table("", plain, {**_WHOLE, **dict.fromkeys(kinds, text)})
    leave_out = facts.pop("leave_out", None) is not None
    name = facts.pop("name", path.stem)
    how = Reading(**facts, leave_out_bad_rows=leave_out, has_patients=True)
    tables = tuple(
        table
        for kind in Kind
        for data in _listed(source.data.get(kind.value, []))
        if (table := _table(source, kind, data, how)) is not None
    )
    if not {Kind.DIARY.value, Kind.VISITS.value} & set(source.data):
        source.refuse("diary", path.name, CellError("a section [diary] or [visits]", CORRECT))
    findings.stop_if_refused()
    return MappingFile(name, tables, how)


def _listed(section: Any) -> list[Any]:
    """`[diary]` once, or `[[diary]]` several times."""
    return section if isinstance(section, list) else [section]


def _table(source: TomlSource, kind: Kind, data: Any, how: Reading) -> MappedTable | None:
    n_before = len(source.findings.problems)
    said = source.table(kind.value, data, _readers(kind))
    columns = dict(said.get("columns", {}))
    if "patient" in said:
        columns[PATIENT] = said["patient"]
    if "patient_from_file" in said and PATIENT in columns:
        error = CellError("patient or patient_from_file, not both", "Remove one of the two.")
        source.refuse(f"{kind.value}.patient_from_file", said["patient_from_file"].pattern, error)
    if len(source.findings.problems) > n_before:
        return None
    own = replace(
        how,
        mapping={f"{kind.value}.{name}": heading for name, heading in columns.items()},
        where=said.get("where", {}),
        scale=said.get("scale"),
        fill_down=said.get("fill_down", ()),
        said=Said(
            source.file,
            said.get("given", {}),
            said.get("answers", ()),
            said.get("values", {}),
            said.get("take") == "first",
        ),
    )
    return MappedTable(kind, said.get("file"), said.get("patient_from_file"), own)


_WHOLE: dict[str, Reader] = {
    "name": text,
    "time_zone": zone_name,
    "date_order": lambda value: _choice(value, tuple(DateOrder)),
    "leave_out": lambda value: _choice(value, ("bad-rows",)),
    "phase": lambda value: one_of(Phase)(value).value,
    "visits_recorded": yes_or_no,
}


def _readers(kind: Kind) -> dict[str, Reader]:
    return {
        "file": _file_pattern,
        "patient": text,
        "patient_from_file": _pattern,
        "columns": _by_field(kind, text),
        "where": _where,
        "fill_down": words,
        "scale": _scale,
        "values": _by_field(kind, _codes),
        "given": _by_field(kind, text),
        "answers": _items,
        "take": lambda value: _choice(value, ("all", "first")),
    }


def _by_field(kind: Kind, reader: Reader) -> Callable[[Any], dict[str, Any]]:
    def read(value: Any) -> dict[str, Any]:
        known = list(FIELDS[kind])
        for name in _section(value):
            if name not in known:
                raise CellError(f"a field of {kind.value}, not '{name}'", nearest(name, known))
        return {name: reader(part) for name, part in value.items()}

    return read


def _section(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise CellError('a section such as { pain = "NRS today" }', CORRECT)
    return value


def _where(value: Any) -> dict[str, str | tuple[str, ...]]:
    """Heading to the value, or the values, that a row must have; `""` is an empty cell."""
    return {heading: _wanted(wanted) for heading, wanted in _section(value).items()}


def _wanted(value: Any) -> str | tuple[str, ...]:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise CellError('a text or a list of texts, such as ["a", "b"]', CORRECT)


def _codes(value: Any) -> dict[str, str]:
    codes = _section(value)
    if not all(isinstance(meaning, str) for meaning in codes.values()):
        raise CellError('texts, such as { "1" = "yes", "9" = "" }', CORRECT)
    return dict(codes)


def _items(value: Any) -> tuple[str, ...]:
    items = words(value)
    if len(items) < 2:
        raise CellError("the headings of two items or more", "For one number, say total.")
    return items


def _scale(value: Any) -> Scale | dict[str, Scale]:
    if not isinstance(value, dict):
        return _ends(value)
    unknown = [name for name in value if name not in SCORE_FIELDS]
    if unknown:
        raise CellError("a field that holds a score", nearest(unknown[0], SCORE_FIELDS))
    return {name: _ends(ends) for name, ends in value.items()}


def _ends(value: Any) -> Scale:
    is_pair = isinstance(value, list) and len(value) == 2
    if not is_pair or any(isinstance(e, bool) or not isinstance(e, int | float) for e in value):
        raise CellError("the two ends of a scale, such as [0, 100]", CORRECT)
    lo, hi = float(value[0]), float(value[1])
    if not lo < hi:
        raise CellError("a scale with its lower end first, such as [0, 100]", CORRECT)
    return lo, hi


def _file_pattern(value: Any) -> str:
    pattern = text(value)
    try:
        next(iter(Path().glob(pattern)), None)
    except (ValueError, NotImplementedError):
        raise CellError("a file name or a pattern such as diary*.csv", CORRECT) from None
    return pattern


def _pattern(value: Any) -> re.Pattern[str]:
    try:
        pattern = re.compile(text(value))
    except re.error:
        raise CellError("a regular expression", CORRECT) from None
    if pattern.groups != 1:
        raise CellError("one group in round brackets, which is the patient's key", CORRECT)
    return pattern


def _choice(value: Any, options: tuple[str, ...]) -> str:
    if value not in options:
        raise CellError("one of " + ", ".join(f'"{option}"' for option in options), CORRECT)
    return str(value)

"""`patients.csv`: the keys of `course.toml`, one column each, one row a patient."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from deqi.exchange.cells import EMPTY_IF_NOT_ASKED, number, whole_number, yes_or_no
from deqi.exchange.course_toml import COVERAGE, CREDENTIAL, DOCTOR, FIELD_OF_KEY, PLAIN, answer
from deqi.exchange.dates import read_when
from deqi.exchange.findings import CellError
from deqi.exchange.headings import FIELDS, PATIENT, Kind
from deqi.exchange.reading import Reading
from deqi.exchange.rows import Calendar, Row, find_date_habit
from deqi.exchange.sniff import Line
from deqi.exchange.table import Table
from deqi.exchange.toml_source import Reader
from deqi.records import CoverageFacts, Credential, DoctorsAnswer, InputProblem, Practitioner

T = TypeVar("T")

_NONE = frozenset(("none", "no", "-", "keine", "kein", "ninguno", "ninguna", "aucun", "nessuno"))
_DATES = tuple(name for name in FIELDS[Kind.PATIENTS] if name.endswith(("onset", "_until", ".on")))
_NUMBERS = ("duration_weeks", "expectation")
_ANSWERS = (
    *("radiating", "pregnancy", "doctor.asked", "doctor.agrees", "visits_recorded"),
    *(f"coverage.{name}" for name in COVERAGE if name != "provider"),
)


@dataclass(frozen=True, slots=True)
class PatientRow:
    """What one row of `patients.csv` says: keywords of `Course`, and what is wrong with them."""

    row: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    problems: tuple[InputProblem, ...] = ()


def read_patient(table: Table, line: Line, calendar: Calendar) -> PatientRow:
    """The facts of one patient; an empty cell is not asked."""
    row = Row(table, line[0], line[1], calendar)
    given: dict[str, Any] = {}
    for name in table.columns:
        value = None if name == PATIENT else row.read(name, _reader(name, calendar))
        if value is not None:
            given[name] = value
    return PatientRow(row.row, _course_facts(given), tuple(row.problems))


def calendar_of_patients(table: Table, how: Reading) -> Calendar:
    """How `patients.csv` writes its dates; none of them is bound to a time zone."""
    return Calendar(ZoneInfo("UTC"), None, find_date_habit(table, how, _DATES).order)


def medicines(text: str) -> tuple[str, ...]:
    """Medicines between semicolons, or else commas; a word such as `none` says there are none.

    >>> medicines("warfarin; vitamin D"), medicines("none"), medicines('"a, b"')
    (('warfarin', 'vitamin D'), (), ('a, b',))
    """
    if text.casefold() in _NONE:
        return ()
    cells = _parted(text, ";")
    if len(cells) == 1:
        cells = _parted(text, ",")
    return tuple(cell.strip() for cell in cells if cell.strip())


def _parted(text: str, separator: str) -> list[str]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    return [cell for line in lines for cell in line]


def _reader(name: str, calendar: Calendar) -> Reader:
    """From the text of a cell to what `course.toml` would hold, then by the rule of its key."""
    if name in _DATES:
        return lambda text: read_when(text, calendar.order).on
    if name == "medicines":
        return medicines
    rule = _rule(name)
    if name == "cannot_come":
        return _by_rule(lambda text: [cell.strip() for cell in _parted(text, ";") if cell], rule)
    if name == "year_of_birth":
        return _by_rule(whole_number, rule)
    if name in _NUMBERS:
        return _by_rule(number, rule)
    if name in _ANSWERS or name.startswith(("red_flags.", "conditions.")):
        return _by_rule(_yes_or_no, rule)
    return _by_rule(str, rule)


def _rule(name: str) -> Reader:
    section, _, key = name.rpartition(".")
    if section in ("red_flags", "conditions"):
        return answer
    tables = {"": PLAIN, "doctor": DOCTOR, "coverage": COVERAGE}
    return tables.get(section, CREDENTIAL)[key]


def _by_rule(convert: Callable[[str], Any], rule: Reader) -> Reader:
    def read(text: str) -> Any:
        value = convert(text)
        try:
            return rule(value)
        except CellError as error:
            raise CellError(error.expected, EMPTY_IF_NOT_ASKED) from None

    return read


def _yes_or_no(text: str) -> bool | str:
    return text if text.casefold().replace("_", " ") == "not asked" else yes_or_no(text)


def _course_facts(given: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {"red_flags": {}, "conditions": {}}
    doctor: dict[str, Any] = {}
    coverage: dict[str, Any] = {}
    credentials: dict[str, dict[str, Any]] = {}
    for name, value in given.items():
        section, _, key = name.rpartition(".")
        if section in ("red_flags", "conditions"):
            facts[section][key] = value
        elif section == "doctor":
            doctor[key] = value
        elif section == "coverage":
            coverage[key] = value
        elif section:
            credentials.setdefault(section.removeprefix("practitioner."), {})[key] = value
        else:
            facts[FIELD_OF_KEY.get(key, key)] = value
    made = {name: Credential(**parts) for name, parts in credentials.items()}
    facts["practitioner"], facts["doctor"] = Practitioner(**made), DoctorsAnswer(**doctor)
    facts["coverage"] = CoverageFacts(**coverage)
    facts["time_zone_given"] = "time_zone" in facts
    return facts

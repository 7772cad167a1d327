"""`course.toml`: the facts of a course, each key read by its own rule, unknown keys refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from deqi.exchange.dates import FIRST_YEAR, LAST_YEAR
from deqi.exchange.findings import CellError, Findings, shown
from deqi.exchange.reading import nearest
from deqi.exchange.sniff import read_text
from deqi.records import (
    Answer,
    BadInputError,
    Began,
    Credential,
    Diagnosis,
    DoctorsAnswer,
    InputProblem,
    Phase,
    Practitioner,
)
from deqi.screen import known_conditions, known_red_flags

COURSE_FILE = "course.toml"
MAX_DURATION_WEEKS = 5200.0
LEAVE_OUT_IF_NOT_ASKED = "Correct it, or remove the line if it is not known."

Reader = Callable[[Any], Any]
E = TypeVar("E", bound=StrEnum)


def text(value: Any) -> str:
    """Words in quotation marks, not empty."""
    if not isinstance(value, str) or not value.strip():
        raise CellError("words in quotation marks", LEAVE_OUT_IF_NOT_ASKED)
    return value.strip()


def words(value: Any) -> tuple[str, ...]:
    """A list of words; an empty list says that it was asked and there are none."""
    if not isinstance(value, list):
        raise CellError('a list such as ["warfarin"], or [] if none', LEAVE_OUT_IF_NOT_ASKED)
    return tuple(text(item) for item in value)


def answer(value: Any) -> Answer:
    """Yes or no, as a word or as true and false."""
    if isinstance(value, bool):
        return Answer.YES if value else Answer.NO
    return one_of(Answer)(value)


def yes_or_no(value: Any) -> bool:
    """A fact that is either so or not: true and false, or yes and no."""
    if not isinstance(value, bool) and value not in ("yes", "no"):
        raise CellError("true or false", LEAVE_OUT_IF_NOT_ASKED)
    return value in (True, "yes")


def one_of(options: type[E]) -> Callable[[Any], E]:
    """A reader of one of the named values, capitals ignored."""
    listed = ", ".join(f'"{option.value}"' for option in options)

    def read(value: Any) -> E:
        try:
            return options(str(value).strip().lower().replace("_", " "))
        except ValueError:
            raise CellError(f"one of {listed}", LEAVE_OUT_IF_NOT_ASKED) from None

    return read


def day(value: Any) -> date:
    """A date, as TOML writes it or in quotation marks."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value.strip())
        except ValueError:
            value = None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise CellError("a date such as 2026-03-31", LEAVE_OUT_IF_NOT_ASKED)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise CellError(f"a year from {FIRST_YEAR} to {LAST_YEAR}", LEAVE_OUT_IF_NOT_ASKED)
    return value


def between(lo: float, hi: float) -> Callable[[Any], float]:
    """A reader of numbers from `lo` to `hi`, both allowed."""

    def read(value: Any) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not lo <= value <= hi:
            raise CellError(f"a number from {lo:g} to {hi:g}", LEAVE_OUT_IF_NOT_ASKED)
        return float(value)

    return read


def year(value: Any) -> int:
    """A year of four digits."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise CellError("a year such as 1979", LEAVE_OUT_IF_NOT_ASKED)
    return int(between(FIRST_YEAR, LAST_YEAR)(value))


def zone_name(value: Any) -> str:
    """The name of a time zone that this machine knows.

    >>> zone_name("Europe/Vienna")
    'Europe/Vienna'
    """
    name = text(value)
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        from zoneinfo import available_timezones

        known = sorted(available_timezones())
        hint = nearest(name, known)
        hint = hint if hint.startswith("Did") else "Use a name such as Europe/Vienna."
        raise CellError("an IANA time zone", hint) from None


PLAIN: dict[str, Reader] = {
    "id": text,
    "year_of_birth": year,
    "sex": text,
    "time_zone": zone_name,
    "onset": day,
    "duration_weeks": between(0, MAX_DURATION_WEEKS),
    "phase": one_of(Phase),
    "began": one_of(Began),
    "diagnosis": one_of(Diagnosis),
    "radiating": answer,
    "pregnancy": answer,
    "medicines": words,
    "expectation": between(0, 10),
    "visits_recorded": yes_or_no,
}
CREDENTIAL: dict[str, Reader] = {
    "number": text,
    "body": text,
    "jurisdiction": text,
    "valid_until": day,
}
DOCTOR: dict[str, Reader] = {"asked": answer, "agrees": answer, "on": day}
_SECTIONS = ("red_flags", "conditions", "practitioner", "doctor")
KEY_OF_FIELD = {"onset_on": "onset", "declared_phase": "phase"}
FIELD_OF_KEY = {key: field for field, key in KEY_OF_FIELD.items()}


@dataclass(slots=True)
class _Source:
    """The file being read, and where its problems go."""

    file: str
    text: str
    findings: Findings

    def table(self, path: str, data: Any, readers: Mapping[str, Reader]) -> dict[str, Any]:
        """Every known key of a table as its value; an unknown one is refused."""
        if not isinstance(data, dict):
            self._refuse(path, data, CellError(f"a section [{path}]", "Write it as a section."))
            return {}
        values = {}
        for key, value in data.items():
            place = f"{path}.{key}" if path else key
            try:
                if key not in readers:
                    raise CellError("a known key", nearest(key, list(readers)))
                values[key] = readers[key](value)
            except CellError as error:
                self._refuse(place, value if key in readers else key, error)
        return values

    def _refuse(self, place: str, given: Any, error: CellError) -> None:
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


def read_course_toml(path: Path, findings: Findings) -> dict[str, Any]:
    """The facts in `course.toml` as keywords of `Course`; `findings` gets what is wrong."""
    try:
        source_text, warning = read_text(path)
        data = tomllib.loads(source_text)
    except BadInputError as error:
        for problem in error.problems:
            findings.refuse(problem)
        return {}
    except tomllib.TOMLDecodeError as error:
        findings.refuse(_not_toml(path.name, error))
        return {}
    if warning:
        findings.warn(warning)
    return _facts(_Source(path.name, source_text, findings), data)


def _facts(source: _Source, data: dict[str, Any]) -> dict[str, Any]:
    plain = {key: value for key, value in data.items() if key not in _SECTIONS}
    # The sections are among the known keys, so that [red_flag] is answered with 'red_flags'.
    values = source.table("", plain, {**PLAIN, **dict.fromkeys(_SECTIONS, text)})
    facts = {FIELD_OF_KEY.get(key, key): value for key, value in values.items()}
    for section, known in (("red_flags", known_red_flags), ("conditions", known_conditions)):
        readers = dict.fromkeys(sorted(known()), answer)
        facts[section] = source.table(section, data.get(section, {}), readers)
    facts["practitioner"] = _practitioner(source, data.get("practitioner", {}))
    facts["doctor"] = DoctorsAnswer(**source.table("doctor", data.get("doctor", {}), DOCTOR))
    facts["time_zone_given"] = "time_zone" in facts
    return facts


def _practitioner(source: _Source, data: Any) -> Practitioner:
    def credential(name: str) -> Reader:
        path = f"practitioner.{name}"
        return lambda value: Credential(**source.table(path, value, CREDENTIAL))

    names = ("licence", "certification")
    return Practitioner(
        **source.table("practitioner", data, {name: credential(name) for name in names})
    )


def _not_toml(file: str, error: tomllib.TOMLDecodeError) -> InputProblem:
    found = re.search(r"\(at line (\d+), column \d+\)", str(error))
    return InputProblem(
        file,
        int(found[1]) if found else None,
        None,
        shown(str(error).split(" (at")[0]),
        "key = value, words in quotation marks",
        "Correct the line; `deqi new FOLDER` writes a file to start from.",
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

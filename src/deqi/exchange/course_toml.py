"""`course.toml`: the facts of a course, each key read by its own rule, unknown keys refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from deqi.exchange.dates import FIRST_YEAR, LAST_YEAR
from deqi.exchange.findings import CellError, Findings
from deqi.exchange.reading import nearest
from deqi.exchange.toml_source import Reader, TomlSource, read_toml
from deqi.records import (
    Answer,
    Began,
    CoverageFacts,
    Credential,
    DaySpan,
    Diagnosis,
    DoctorsAnswer,
    Phase,
    Practitioner,
    ProviderKind,
)
from deqi.screen import known_conditions, known_red_flags

COURSE_FILE = "course.toml"
MAX_DURATION_WEEKS = 5200.0
NOT_TOML = "Correct the line; `deqi new FOLDER` writes a file to start from."
A_SPAN = 'a day such as "2026-03-31", or two such as "2026-08-03..2026-08-21"'
LEAVE_OUT_IF_NOT_ASKED = "Correct it, or remove the line if it is not known."

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


def day_span(value: Any) -> DaySpan:
    """One day, or the first and the last of several.

    >>> day_span("2026-08-03..2026-08-21").last_on
    datetime.date(2026, 8, 21)
    """
    ends = value.split("..") if isinstance(value, str) else [value]
    try:
        if len(ends) > 2:
            raise CellError("", "")
        first_on, last_on = day(ends[0]), day(ends[-1])
    except CellError:
        raise CellError(A_SPAN, LEAVE_OUT_IF_NOT_ASKED) from None
    if last_on < first_on:
        raise CellError(f"{A_SPAN}, the first day before the last", "Turn the two days round.")
    return DaySpan(first_on, last_on)


def day_spans(value: Any) -> tuple[DaySpan, ...]:
    """A list of days and of stretches of days."""
    if not isinstance(value, list):
        raise CellError(f"a list in brackets of days: {A_SPAN}", LEAVE_OUT_IF_NOT_ASKED)
    spans = []
    for place, item in enumerate(value, start=1):
        try:
            spans.append(day_span(item))
        except CellError as error:
            raise CellError(f"{error.expected}, as entry {place} of it", error.to_do) from None
    return tuple(spans)


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
    "cannot_come": day_spans,
}
COVERAGE: dict[str, Reader] = {
    "systemic_cause": answer,
    "surgery_related": answer,
    "pregnancy_related": answer,
    "provider": one_of(ProviderKind),
    "meets_state_rules": answer,
    "acupuncture_degree": answer,
    "unrestricted_licence": answer,
    "supervised": answer,
}
CREDENTIAL: dict[str, Reader] = {
    "number": text,
    "body": text,
    "jurisdiction": text,
    "valid_until": day,
}
DOCTOR: dict[str, Reader] = {"asked": answer, "agrees": answer, "on": day}
_SECTIONS = ("red_flags", "conditions", "practitioner", "doctor", "coverage")
KEY_OF_FIELD = {"onset_on": "onset", "declared_phase": "phase"}
FIELD_OF_KEY = {key: field for field, key in KEY_OF_FIELD.items()}


def read_course_toml(path: Path, findings: Findings) -> dict[str, Any]:
    """The facts in `course.toml` as keywords of `Course`; `findings` gets what is wrong."""
    source = read_toml(path, findings, NOT_TOML)
    return {} if source is None else _facts(source, source.data)


def _facts(source: TomlSource, data: dict[str, Any]) -> dict[str, Any]:
    plain = {key: value for key, value in data.items() if key not in _SECTIONS}
    # The sections are among the known keys, so that [red_flag] is answered with 'red_flags'.
    values = source.table("", plain, {**PLAIN, **dict.fromkeys(_SECTIONS, text)})
    facts = {FIELD_OF_KEY.get(key, key): value for key, value in values.items()}
    for section, known in (("red_flags", known_red_flags), ("conditions", known_conditions)):
        readers = dict.fromkeys(sorted(known()), answer)
        facts[section] = source.table(section, data.get(section, {}), readers)
    facts["practitioner"] = _practitioner(source, data.get("practitioner", {}))
    facts["doctor"] = DoctorsAnswer(**source.table("doctor", data.get("doctor", {}), DOCTOR))
    facts["coverage"] = CoverageFacts(
        **source.table("coverage", data.get("coverage", {}), COVERAGE)
    )
    facts["time_zone_given"] = "time_zone" in facts
    return facts


def _practitioner(source: TomlSource, data: Any) -> Practitioner:
    def credential(name: str) -> Reader:
        path = f"practitioner.{name}"
        return lambda value: Credential(**source.table(path, value, CREDENTIAL))

    names = ("licence", "certification")
    return Practitioner(
        **source.table("practitioner", data, {name: credential(name) for name in names})
    )

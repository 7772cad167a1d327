"""The facts of a course as the text of `course.toml`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum

from deqi.records import (
    Answer,
    Course,
    CoverageFacts,
    Credential,
    DaySpan,
    DoctorsAnswer,
    Phase,
    ProviderKind,
)

Value = str | float | int | date | Enum | tuple[str, ...]


def course_toml(course: Course) -> str:
    """`course.toml` of a course: only what is known is written.

    >>> print(course_toml(Course("P-014", year_of_birth=1979, onset_on=date(2026, 1, 20))))
    id = "P-014"
    year_of_birth = 1979
    onset = 2026-01-20
    """
    lines = [*_table("", _facts(course))]
    lines += _table("red_flags", course.red_flags)
    lines += _table("conditions", course.conditions)
    for name in ("licence", "certification"):
        credential = getattr(course.practitioner, name)
        if credential is not None:
            lines += _table(f"practitioner.{name}", _credential(credential), always=True)
    lines += _table("doctor", _doctor(course.doctor))
    lines += _table("coverage", _coverage(course.coverage))
    return "\n".join(lines) + "\n"


def course_facts(course: Course) -> Iterator[tuple[str, Value]]:
    """Every known fact under its dotted key, such as `doctor.asked`.

    >>> dict(course_facts(Course("P-014", red_flags={"fever_or_chills": Answer.NO})))
    {'id': 'P-014', 'red_flags.fever_or_chills': <Answer.NO: 'no'>}
    """
    tables: dict[str, Mapping[str, Value | None]] = {
        "": _facts(course),
        "red_flags.": course.red_flags,
        "conditions.": course.conditions,
        "doctor.": _doctor(course.doctor),
        "coverage.": _coverage(course.coverage),
    }
    for name in ("licence", "certification"):
        credential = getattr(course.practitioner, name)
        tables[f"practitioner.{name}."] = {} if credential is None else _credential(credential)
    for section, values in tables.items():
        yield from ((section + key, v) for key, v in values.items() if v is not None)


def _facts(course: Course) -> dict[str, Value | None]:
    return {
        "id": course.id,
        "year_of_birth": course.year_of_birth,
        "sex": course.sex,
        "time_zone": course.time_zone if course.time_zone_given else None,
        "onset": course.onset_on,
        "duration_weeks": course.duration_weeks,
        "phase": _known(course.declared_phase, Phase.UNKNOWN),
        "began": _known(course.began, type(course.began)("unknown")),
        "diagnosis": _known(course.diagnosis, type(course.diagnosis)("unknown")),
        "radiating": _known(course.radiating, Answer.NOT_ASKED),
        "pregnancy": _known(course.pregnancy, Answer.NOT_ASKED),
        "medicines": course.medicines,
        "expectation": course.expectation,
        "visits_recorded": None if course.visits_recorded else False,
        "cannot_come": tuple(map(span_text, course.cannot_come)) or None,
    }


def _credential(credential: Credential) -> dict[str, Value | None]:
    return {
        "number": credential.number,
        "body": credential.body,
        "jurisdiction": credential.jurisdiction,
        "valid_until": credential.valid_until,
    }


def _doctor(doctor: DoctorsAnswer) -> dict[str, Value | None]:
    return {
        "asked": _known(doctor.asked, Answer.NOT_ASKED),
        "agrees": _known(doctor.agrees, Answer.NOT_ASKED),
        "on": doctor.on,
    }


def _coverage(facts: CoverageFacts) -> dict[str, Value | None]:
    named = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return {
        key: _known(value, type(value)(_NOT_KNOWN[type(value)])) for key, value in named.items()
    }


_NOT_KNOWN = {Answer: "not asked", ProviderKind: "unknown"}


def span_text(span: DaySpan) -> str:
    """A stretch of days as it is written in a file.

    >>> span_text(DaySpan(date(2026, 8, 3), date(2026, 8, 3)))
    '2026-08-03'
    """
    ends = (span.first_on.isoformat(), span.last_on.isoformat())
    return ends[0] if ends[0] == ends[1] else "..".join(ends)


def _known(value: Enum, unknown: Enum) -> Enum | None:
    return None if value == unknown else value


def _table(name: str, values: Mapping[str, Value | None], always: bool = False) -> Iterator[str]:
    known = {key: value for key, value in values.items() if value is not None}
    if name and (known or always):
        yield f"\n[{name}]"
    for key, value in known.items():
        yield f"{key} = {_literal(value)}"


def _literal(value: Value) -> str:
    if isinstance(value, Enum):
        return quoted(str(value.value))
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(quoted(item) for item in value) + "]"
    return value.isoformat() if isinstance(value, date) else repr(value)


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    # A JSON string is a TOML string, but for the one control character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

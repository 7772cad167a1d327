"""A record as names and values, for whoever compares its versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from deqi.records import Answer

NOT_TOLD = {"at", "on", "has_time", "row"}  # told beside it
UNITS = {"_nrs": "", "_mm": " (mm)", "_hz": " (Hz)", "_min": " (min)", "_weeks": " (weeks)"}
EMPTY: tuple[Any, ...] = (None, (), "", {}, Answer.NOT_ASKED)


def told(value: Any) -> list[tuple[str, str]]:
    """What was recorded, in the order of its fields; what was not asked is left out.

    >>> from datetime import UTC
    >>> from deqi.records import Entry
    >>> told(Entry(datetime(2026, 3, 1, tzinfo=UTC), date(2026, 3, 1), True, 5.5, flare=True))
    [('pain', '5.5'), ('flare', 'yes')]
    """
    return [(name, text) for name, text in _parts(value) if text]


def _parts(value: Any) -> Iterator[tuple[str, str]]:
    for field in fields(value):
        content = getattr(value, field.name)
        if field.name in NOT_TOLD or content in EMPTY:
            continue
        if is_dataclass(content):
            yield from _parts(content)
        else:
            yield _name(field.name), _text(content)


def _name(field: str) -> str:
    for ending, unit in UNITS.items():
        if field.endswith(ending):
            return field.removesuffix(ending).replace("_", " ") + unit
    return field.removeprefix("is_").replace("_", " ")


def _text(content: Any) -> str:
    if isinstance(content, bool):
        return "yes" if content else "no"
    if isinstance(content, Enum):
        return str(content.value).replace("_", " ")
    if isinstance(content, float):
        return f"{content:g}"
    if isinstance(content, Mapping):
        return ", ".join(f"{key}: {_text(one)}" for key, one in content.items())
    if isinstance(content, (tuple, list)):
        return ", ".join(_text(one) for one in content)
    if isinstance(content, datetime):
        return date_format(timezone.localtime(content), "j F Y, H:i")
    if isinstance(content, date):
        return date_format(content, "j F Y")
    if is_dataclass(content):
        return " ".join(text for _, text in told(content))
    return "" if content is None else str(content)

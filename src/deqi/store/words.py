"""Texts of a record as they are kept, so that every form of it reads back the same."""

from __future__ import annotations

import re
from dataclasses import Field, fields, is_dataclass, replace
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from deqi.records import OutsideMeaningError

T = TypeVar("T")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def as_kept(value: T) -> T:
    """A value whose texts have no spaces at their ends, and one kind of line end.

    A text without a letter becomes None where None means "not asked".

    Raises
    ------
    OutsideMeaningError
        If a text holds a control character, which no file for people can carry.

    Examples
    --------
    >>> as_kept(("  ashi ", "two\\r\\nlines"))
    ('ashi', 'two\\nlines')
    """
    kept: T = _kept(value)
    return kept


def _kept(value: Any) -> Any:
    if type(value) is str:
        return _text(value)
    if isinstance(value, tuple):
        return tuple(_kept(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: _part(value, part) for part in fields(value)})
    return value


def _part(value: Any, part: Field[Any]) -> Any:
    kept = _kept(getattr(value, part.name))
    return None if kept == "" and part.default is None else kept


def _text(text: str) -> str:
    if _CONTROL.search(text):
        raise OutsideMeaningError(
            _(
                "The text holds a character that cannot be printed. Remove it: it may have come "
                "with a copy from another program. Nothing was saved."
            )
        )
    return "\n".join(text.splitlines()).strip()

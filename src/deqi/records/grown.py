"""Records that have grown: a fact that can be recorded since lately changes no older record."""

from __future__ import annotations

from dataclasses import Field, fields
from typing import Any

LATER = {"later": True}
"""Metadata of a field that was added after records had been kept."""


class Grown:
    """A record whose text leaves out later fields in which nothing is written.

    A report's `data_sha256` is made from these texts. If they named empty fields, every digest
    would change with each new question, although no record says anything else than before.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        said = [f"{f.name}={getattr(self, f.name)!r}" for f in _told(self)]
        return f"{type(self).__qualname__}({', '.join(said)})"


def _told(record: Any) -> list[Field[Any]]:
    return [
        field
        for field in fields(record)
        if "later" not in field.metadata or getattr(record, field.name) != field.default
    ]

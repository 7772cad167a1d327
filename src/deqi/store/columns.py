"""Sealed columns beside the records: what an alarm says, what a doctor is asked and answers.

Each is one value as JSON, sealed with the patient's key for its own row and column.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from django.db.models import Model

from deqi.store.decoders import decoder_of
from deqi.store.models import Patient
from deqi.store.patients import key_of

T = TypeVar("T")


def seal_column(row: Model, column: str, value: Any, patient: Patient) -> None:
    """Put a value into a column of a row that has its id; the caller saves the row."""
    seal_json(row, column, msgspec.json.encode(value), patient)


def open_column(row: Model, column: str, patient: Patient, made: type[T]) -> T:
    """The value again, of the type that was sealed."""
    return decoder_of(made).decode(open_json(row, column, patient))


def seal_json(row: Model, column: str, content: bytes, patient: Patient) -> None:
    """The same for a value that is JSON already."""
    setattr(row, column, key_of(patient).seal(content, _place(row, column)))


def open_json(row: Model, column: str, patient: Patient) -> bytes:
    """The JSON that was sealed."""
    return key_of(patient).open(bytes(getattr(row, column)), _place(row, column))


def _place(row: Model, column: str) -> str:
    return f"{row._meta.model_name}.{row.pk}.{column}"

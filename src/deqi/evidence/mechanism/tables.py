"""The tables of this folder, as rows of text."""

from __future__ import annotations

import csv
from importlib.resources import files


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of one table of this folder."""
    text = (files("deqi.evidence.mechanism") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def keys_of(cell: str) -> tuple[str, ...]:
    """Source keys between semicolons; none in an empty cell.

    >>> keys_of("hollandfrei; delacerda"), keys_of("")
    (('hollandfrei', 'delacerda'), ())
    """
    return tuple(key.strip() for key in cell.split(";") if key.strip())

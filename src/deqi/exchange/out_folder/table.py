"""Rows as CSV that a spreadsheet opens without running anything that stands in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float | bool | None

_RUNS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV text. None is an empty cell.

    Words that a spreadsheet would run as a formula get an apostrophe in front; numbers stay.

    >>> print(csv_text(["patient", "change"], [["=1+1", -1.5], ["a, b", None]]).replace("\\r", ""))
    patient,change
    '=1+1,-1.5
    "a, b",
    <BLANKLINE>
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_RUNS):
        return "'" + cell
    return cell

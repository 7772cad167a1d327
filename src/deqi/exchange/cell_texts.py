"""Values as the text of a cell, so that reading it gives the same value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from deqi.records import Answer


def number_text(value: float | None) -> str:
    """Every digit and no power of ten, which no person writes into a diary."""
    return "" if value is None else f"{Decimal(repr(value)):f}".removesuffix(".0")


def yes_no_text(value: bool | None) -> str:
    """Nothing if it was not asked."""
    return {None: "", True: "yes", False: "no"}[value]


def answer_text(given: Answer) -> str:
    """The same for an answer."""
    return "" if given is Answer.NOT_ASKED else given.value


def listed_text(items: Sequence[str]) -> str:
    """Items between semicolons; a lone one keeps a semicolon, so that its spaces do not part it."""
    return f"{items[0]};" if len(items) == 1 and " " in items[0] else "; ".join(items)

"""Sentences whose figures come from tables: names in braces, never digits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from string import Formatter
from types import SimpleNamespace
from typing import Any

from deqi.records import OutsideMeaningError

DIGITS_IN_WORDS = re.compile(r"\b[Oo]f (?:10,000|1,000|100|10)\b")
"""Natural frequencies: how many of a hundred; and the ends of scales."""


class Figure:
    """A cell as a sentence shows it.

    Specs: none (as in the table), `abs` (without its sign), `n` (a count with commas), `per100` (a
    share as people of 100), or one of Python's.

    >>> f"{Figure(-16.0):abs} {Figure(20827):n} {Figure(0.274):per100} {Figure(1.01):.0f}"
    '16 20,827 27 1'
    """

    def __init__(self, value: Any) -> None:
        self.value = value

    def __format__(self, spec: str) -> str:
        value = self.value
        if value is None:
            raise ValueError("an empty cell cannot stand in a sentence")
        if isinstance(value, str):
            return str(value)
        if spec == "n":
            return f"{value:,.0f}"
        if spec == "per100":
            return f"{100 * value:.0f}"
        if spec == "abs":
            return f"{abs(value):g}"
        return format(value, spec or "g")


def row_figures(row: Any) -> SimpleNamespace:
    """The cells of a row for braces, and shares per hundred and per thousand people."""
    cells = {name: Figure(value) for name, value in asdict(row).items()}
    events, n = getattr(row, "events", None), getattr(row, "n", None)
    if events is not None and n:
        cells["per1000"] = Figure(1000 * events / n)
    return SimpleNamespace(**cells)


def fill(sentence: str, figures: Mapping[str, SimpleNamespace]) -> str:
    """The sentence with its figures.

    >>> fill("{a.value} people", {"a": SimpleNamespace(value=Figure(30.0))})
    '30 people'
    """
    try:
        return Formatter().vformat(sentence, (), dict(figures))
    except (AttributeError, KeyError, ValueError) as error:
        raise OutsideMeaningError(
            f"A figure of '{sentence[:40]}...' cannot be filled in ({error}). Expected a cell "
            "that is not empty. Correct the name in braces."
        ) from None


def names_in(sentence: str) -> set[str]:
    """What stands before the dot in each pair of braces."""
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(sentence) if name}


def typed_digits(sentence: str) -> list[str]:
    """Digits that were typed and not taken from a table; "of 100" and its like may be.

    >>> typed_digits("{a.value} of 100 people after 8 weeks")
    ['8']
    """
    plain = "".join(text for text, _, _, _ in Formatter().parse(sentence))
    return re.findall(r"\d+", DIGITS_IN_WORDS.sub("", plain))

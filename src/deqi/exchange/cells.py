"""What one cell says: numbers, yes or no, needle points, answers. Refuses, never guesses."""

from __future__ import annotations

import re
from collections.abc import Callable

from deqi.exchange.findings import CellError

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
_YES = frozenset(("yes", "y", "true", "1", "x", "ja", "j", "si", "s", "oui", "sim", "da"))
_NO = frozenset(("no", "n", "false", "0", "nein", "non", "nao", "nee", "ne"))
_MISSING_ANSWER = frozenset(("", "-", "?"))
_ELECTRICAL = frozenset(("electrical", "electric", "electro", "ea", "elektro", "electrica"))
_MANUAL = frozenset(("manual", "hand", "manuell", "ma", "manuelle"))

EMPTY_IF_NOT_ASKED = "Correct it, or leave the cell empty if it was not asked."


def number(text: str) -> float:
    """A number with a decimal point or a decimal comma.

    >>> number("5,5"), number("7")
    (5.5, 7.0)
    """
    if not _NUMBER.fullmatch(text):
        raise CellError("a number", EMPTY_IF_NOT_ASKED)
    return float(text.replace(",", ".")) + 0.0  # -0 becomes 0


def number_between(lo: float, hi: float) -> Callable[[str], float]:
    """A reader of numbers from `lo` to `hi`, both allowed."""
    expected = f"a number from {lo:g} to {hi:g}"

    def read(text: str) -> float:
        if not _NUMBER.fullmatch(text) or not lo <= number(text) <= hi:
            raise CellError(expected, EMPTY_IF_NOT_ASKED)
        return number(text)

    return read


def pain_score(scale: tuple[float, float] | None) -> Callable[[str], float]:
    """A reader of scores on a declared scale, brought to 0-10; without one, 0-10 is meant.

    >>> pain_score((0, 100))("37")
    3.7
    """
    lo, hi = scale or (0.0, 10.0)
    expected = f"a number from {lo:g} to {hi:g}"

    def read(text: str) -> float:
        if not _NUMBER.fullmatch(text):
            raise CellError(expected, EMPTY_IF_NOT_ASKED)
        value = number(text)
        if not lo <= value <= hi:
            raise CellError(expected, _scale_advice(value, is_declared=scale is not None))
        return value if scale is None else (value - lo) * 10 / (hi - lo)

    return read


def _scale_advice(value: float, is_declared: bool) -> str:
    if is_declared or not 10 < value <= 100:
        return EMPTY_IF_NOT_ASKED
    return (
        "Correct it, leave the cell empty if it was not asked, or declare another scale, "
        "for example --scale 0-100."
    )


def yes_or_no(text: str) -> bool:
    """True for yes, False for no, in a few languages or as 1 and 0."""
    word = text.casefold().replace("í", "i").replace("ã", "a")
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError("yes or no", EMPTY_IF_NOT_ASKED)


def is_electrical(text: str) -> bool:
    """Whether needles were stimulated electrically."""
    word = text.casefold().replace("é", "e").replace("á", "a")
    if word in _ELECTRICAL:
        return True
    if word in _MANUAL:
        return False
    raise CellError("manual or electrical", EMPTY_IF_NOT_ASKED)


def needle_points(text: str) -> tuple[str, ...]:
    """Needle points, separated by semicolon, comma or line, or else by spaces.

    >>> needle_points("BL23, BL25; ashi left"), needle_points("BL23 GB30")
    (('BL23', 'BL25', 'ashi left'), ('BL23', 'GB30'))
    """
    parts = re.split(r"[;,|\n]", text) if re.search(r"[;,|\n]", text) else text.split()
    return tuple(part.strip() for part in parts if part.strip())


def answers(text: str) -> tuple[float | None, ...]:
    """The answers of a questionnaire in their order; `-` or nothing between two separators is none.

    >>> answers("7; -; 5,5"), answers("1 0 1"), answers("yes no yes")
    ((7.0, None, 5.5), (1.0, 0.0, 1.0), (1.0, 0.0, 1.0))
    """
    separator = next((mark for mark in ";|," if mark in text), None)
    return tuple(_answer(part.strip()) for part in text.split(separator))


def _answer(text: str) -> float | None:
    if text in _MISSING_ANSWER:
        return None
    try:
        return number(text)
    except CellError:
        pass
    try:
        return float(yes_or_no(text))
    except CellError:
        raise CellError(
            "answers in their order, such as 7; 5; 6",
            "Put ';' between answers and '-' where one is missing.",
        ) from None


def whole_number(text: str) -> int:
    """A whole number; spreadsheets may write it as 2026.0."""
    value = number(text)
    if value != int(value):
        raise CellError("a whole number", "Correct it.")
    return int(value)

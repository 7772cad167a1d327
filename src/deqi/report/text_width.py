"""Lines of a terminal: how wide letters are, and where lines break."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def display_width(words: str) -> int:
    """Columns that a text takes: wide East Asian letters take two, combining marks none.

    >>> display_width("pain"), display_width("疼痛"), display_width("e\\u0301")
    (4, 4, 1)
    """
    return sum(_columns(letter) for letter in words)


def _columns(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def printable(words: str) -> str:
    """Without letters that steer a terminal; line breaks and tabs become spaces."""
    spaced = " ".join(words.split())
    return "".join(letter for letter in spaced if unicodedata.category(letter)[0] != "C")


def shortened(words: str, width: int) -> str:
    """The beginning of a text, ended by an ellipsis, when it is wider than `width` columns.

    >>> shortened("physiotherapy", 8), shortened("疼痛", 4)
    ('physiot…', '疼痛')
    """
    if display_width(words) <= width:
        return words
    while words and display_width(words) > width - 1:
        words = words[:-1]
    return words + "…"


def wrapped(words: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Break a text into lines of at most `width` columns.

    Parameters
    ----------
    first, rest : what the first and the further lines begin with; `rest` defaults to as many
        spaces as `first` is wide.

    >>> wrapped("less pain than before", 12, "- ")
    ['- less pain', '  than', '  before']
    """
    rest = " " * display_width(first) if rest is None else rest
    lines: list[str] = []
    line, is_empty = first, True
    for word in _pieces(printable(words), width - max(display_width(first), display_width(rest))):
        if not is_empty and display_width(line) + 1 + display_width(word) > width:
            lines.append(line)
            line, is_empty = rest, True
        line += word if is_empty else f" {word}"
        is_empty = False
    return [*lines, line]


def _pieces(words: str, width: int) -> Iterator[str]:
    """Words, the longest ones cut so that each fits on a line."""
    for word in words.replace(" %", "\u00a0%").split(" "):
        piece = ""
        for letter in word:
            if display_width(piece + letter) > width:
                yield piece
                piece = ""
            piece += letter
        yield piece.replace("\u00a0", " ")

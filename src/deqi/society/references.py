"""A list of references, one a line, with what can be followed in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PLACE = re.compile(r"https?://[^\s<>\"]+|\b10\.\d{4,9}/[^\s<>\"]+")
_NUMBER = re.compile(r"^\s*(\[\d+\]|\d+\.)\s+")
_AFTER = ".,;)"  # belongs to the sentence, not to the address


def reference_lines(references: str) -> list[str]:
    """The entries; a number that somebody put before one is taken away, since the list has its own.

    >>> reference_lines("[1] Vickers 2018\\n\\n2. Brinkhaus 2006")
    ['Vickers 2018', 'Brinkhaus 2006']
    """
    lines = (_NUMBER.sub("", line).strip() for line in references.splitlines())
    return [line for line in lines if line]


def pieces_of(line: str) -> Iterator[tuple[str, str]]:
    """Pieces of an entry, each with the address that it leads to; empty for plain words.

    >>> list(pieces_of("Vickers 2018, 10.1016/j.jpain.2017.11.005."))[1]
    ('10.1016/j.jpain.2017.11.005', 'https://doi.org/10.1016/j.jpain.2017.11.005')
    """
    at = 0
    for match in _PLACE.finditer(line):
        place = match.group().rstrip(_AFTER)
        yield line[at : match.start()], ""
        yield place, place if place.startswith("http") else f"https://doi.org/{place}"
        at = match.start() + len(place)
    yield line[at:], ""

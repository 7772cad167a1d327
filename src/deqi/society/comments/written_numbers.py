"""Rows of digits as people write them: in groups, with letters for digits, or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from deqi.society.comments.plain import Plain
from deqi.society.comments.tables import read_identifiers, read_number_words

MAX_DIGITS = 15  # of a telephone number (E.164)
_ANY_DIGIT = re.compile(r"\d")
_NO_NUMBER = "\x01"
_FIVE_DIGITS = re.compile(r"(?:\d\D{0,16}){5}")
_SINGLE_BEHIND = re.compile(r"(?<=\d\d[ -])\d(?: \d){2,7}(?!\d)")
_IN_WORDS = re.compile(r"[^\W\d_]{3}|[\u3400-\u9fff]")
_BETWEEN = re.compile(r"\b(?:and then|then|y luego|dann)\b")
_LAST_LETTER = re.compile(r"(?<=\d)\s+[oil]$", re.IGNORECASE)  # a word: "01 29 o preguntando"
_LETTERS_FOR_DIGITS = str.maketrans("oil", "011")


@dataclass(frozen=True, slots=True)
class Written:
    """Digits as somebody wrote them: `raw` between `start` and `end`, the `digits` they come to."""

    raw: str
    digits: str
    start: int
    end: int

    @property
    def groups(self) -> list[str]:
        """The digits as they are grouped; empty when words are among them."""
        return [] if _IN_WORDS.search(self.raw) else re.findall(r"[\doil]+", self._in_groups())

    def _in_groups(self) -> str:
        """Single digits behind longer groups are one group: (218) 555 0 1 7 4."""
        return _SINGLE_BEHIND.sub(lambda found: found[0].replace(" ", ""), self.raw.lower())


def written_numbers(plain: Plain) -> Iterator[Written]:
    """Every row of five digits or more, but for identifiers, dates, decimals and the like.

    >>> from deqi.society.comments.plain import undisguise
    >>> plain = undisguise("nine double five, 0 1 2; PMID 29198932")
    >>> [written.digits for written in written_numbers(plain)]
    ['955012']
    """
    if not (_may_hold_a_number(plain) and _candidates().search(plain.text)):
        return
    for found in _candidates().finditer(_without_identifiers(plain.text)):
        start = found.start()
        for part in _parts(found[0]):
            yield Written(part, as_digits(part), start, start + len(part.rstrip()))
            start += len(part) + 1


def as_digits(raw: str) -> str:
    """The digits that a written number comes to.

    >>> as_digits("nine eight double five"), as_digits("O2o-l1")
    ('9855', '02011')
    """
    digits, times = "", 1
    for found in _words_and_digits().finditer(_BETWEEN.sub(" ", raw.lower())):
        value = read_number_words().get(found[0], found[0])
        if value.startswith("x"):
            times = int(value[1:])
        else:
            digits += value.translate(_LETTERS_FOR_DIGITS) * times
            times = 1
    return digits


def _parts(raw: str) -> Iterator[str]:
    """Numbers that stand in one row. In words, a comma is a pause; in digits it parts two."""
    for part in [raw] if _IN_WORDS.search(raw) else re.split("[,;]", raw):
        is_too_long = len(as_digits(part)) > MAX_DIGITS
        yield from re.split("[/|\n]", part) if is_too_long else [_LAST_LETTER.sub("", part)]


def _may_hold_a_number(plain: Plain) -> bool:
    """Whether it is worth looking closely, which takes long: most comments hold few digits."""
    words = read_number_words()
    return (
        _FIVE_DIGITS.search(plain.text) is not None
        or sum(word in words for word, _ in plain.tokens) > 1 + (not _ANY_DIGIT.search(plain.text))
        or (not plain.text.isascii() and sum(letter in words for letter in plain.text) > 4)
    )


def _without_identifiers(text: str) -> str:
    return _identifiers().sub(lambda found: _NO_NUMBER * len(found[0]), text)


@cache
def _identifiers() -> re.Pattern[str]:
    patterns = (f"(?:{pattern})" for pattern, _ in read_identifiers().values())
    return re.compile("|".join(patterns), re.IGNORECASE)


@cache
def _candidates() -> re.Pattern[str]:
    """Five digits or more, or words for them, with little between them."""
    gap = r"(?:[ \t\n./()\[\]*_~·•|:,\\-]{0,4}|\s(?:then|and then|y luego|dann)\s)"
    glued = "".join(f"|(?<={word})" for word in ("tel", "ph", "no", "wa", "call", "text"))
    begin = rf"(?:(?<![0-9A-Za-z]){glued})"
    return re.compile(rf"{begin}[+(]{{0,2}}{_unit()}(?:{gap}{_unit()}){{4,}}", re.IGNORECASE)


@cache
def _unit() -> str:
    """One digit: itself, a letter that stands for it, or a word."""
    words = [word for word in read_number_words() if word.isascii() or len(word) > 1]
    signs = "".join(word for word in read_number_words() if len(word) == 1)
    named = "|".join(sorted(words, key=len, reverse=True))
    letter = r"(?<![^\W\d_ol])[oil](?![^\W\d_ol])"
    return rf"(?:[0-9{signs}]|{letter}|(?<![^\W\d_])(?:{named})+(?![^\W\d_]))"


@cache
def _words_and_digits() -> re.Pattern[str]:
    named = "|".join(sorted(read_number_words(), key=len, reverse=True))
    return re.compile(rf"{named}|[0-9oil]")

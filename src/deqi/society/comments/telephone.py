"""Telephone numbers in a comment, and the numbers that are none.

A library for telephone numbers decides little here: without a country nearly any eight digits are
somebody's number somewhere, and adverts write theirs so that no library reads them. What tells them
apart is how the digits are grouped, what stands around them, and what other numbers look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from deqi.society.comments.plain import Plain
from deqi.society.comments.tables import read_help_lines, read_telephone_words, read_toml
from deqi.society.comments.written_numbers import MAX_DIGITS, Written, written_numbers

MIN_DIGITS = 6  # local numbers begin at six digits
SURE_DIGITS = 9  # so many digits in groups are a number even with no word for telephone near them
N_BEFORE, N_AFTER = 45, 25  # letters around a number in which such a word counts
_SCRIPTS_WITHOUT_SPACES = "\u0600"  # and signs; all that come after it in Unicode
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_IN_LETTERS = re.compile(
    r"(?<![\w.])(?:\+?1[ .-]?)?8(?:00|88|77|66|55|44|33)[ .-](?:[A-Z\d]-?){6,9}\b"
)
_NORTH_AMERICA = re.compile(r"\+?(?:1[ .-]*)?\(?[2-9]\d\d\)?[ ./-]*\d{3}[ ./-]*\d{4}")
_PAIRS = re.compile(r"[1-9]\d(?:[ .]\d\d){3}")
_BEHIND_A_NAME = re.compile(r"[A-Z\u00c0-\u00de]\w+\.?[,(] ?\(?$")
_SCALE = "0123456789"  # the answers of a pain scale, one after the other


def telephone_places(plain: Plain) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand in a text; known help lines are passed over.

    >>> from deqi.society.comments.plain import undisguise
    >>> plain = undisguise("In pain? O2O 7946 o123, day and night; in an emergency 112.")
    >>> [plain.piece(*place) for place in telephone_places(plain)]
    ['O2O 7946 o123']
    >>> list(telephone_places(undisguise("PMID 29198932, NCT01234567, 0.25 x 40 mm")))
    []
    """
    for found in _IN_LETTERS.finditer(plain.text):
        if re.search("[A-Z]{4}", found[0]) and not is_help_line(_dialled(found[0])):
            yield found.span()
    for written in written_numbers(plain):
        if is_telephone(written, _around(plain.words, written)):
            yield written.start, written.end


def is_telephone(written: Written, around: str) -> bool:
    """Whether digits are a telephone number, by their shape and by the words around them."""
    n_digits = len(written.digits)
    if not MIN_DIGITS <= n_digits <= MAX_DIGITS or _are_help_lines(written):
        return False
    if _offices().search(around) and not _telephone_words(treats=True).search(around):
        return False
    if _has_its_shape(written) or _is_in_pairs_behind_a_name(written.raw, around):
        return True
    if _telephone_words(treats=False).search(around):
        return True
    return _may_be_one(written) and _telephone_words(treats=True).search(around) is not None


@cache
def _offices() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(read_toml('telephone_words.toml')['offices'])})\b", re.I)


def is_help_line(digits: str) -> bool:
    """Whether these are the digits of a known help line or emergency number.

    >>> is_help_line("116123"), is_help_line("0044116123"), is_help_line("02079460123")
    (True, True, False)
    """
    return digits in _ways_to_dial_help()


@cache
def _ways_to_dial_help() -> frozenset[str]:
    return frozenset(way for line in read_help_lines() for way in line.ways_to_dial)


def _are_help_lines(written: Written) -> bool:
    """Whether these digits are a help line, or several of them side by side: 911/112."""
    return is_help_line(written.digits) or (
        len(written.groups) > 1 and all(map(is_help_line, re.findall(r"\d+", written.raw)))
    )


def _has_its_shape(written: Written) -> bool:
    """Whether these digits in these groups are a telephone number, whatever is said of them."""
    raw, digits, groups, n = written.raw, written.digits, written.groups, len(written.digits)
    longest = max(map(len, groups), default=0)
    if raw.lstrip("(").startswith("+") or digits.startswith("00") or not groups:
        return n >= SURE_DIGITS - 1
    if longest == 1:  # a diary is a row of single digits too, but seldom begins with 0
        is_parted_by_dots = "." in raw and n >= SURE_DIGITS
        return is_parted_by_dots or (digits[0] == "0" and n in (10, 11) and digits not in _SCALE)
    if digits[0] == "0":
        return n >= SURE_DIGITS - 1 and (len(groups[0]) > 1 or longest >= 3)
    if len(groups) == 1:
        return n >= SURE_DIGITS + 1
    is_in_groups = n >= SURE_DIGITS and longest >= 3 and min(map(len, groups)) >= 2
    return is_in_groups or _NORTH_AMERICA.fullmatch(raw.strip()) is not None


def _is_in_pairs_behind_a_name(raw: str, around: str) -> bool:
    """Whether it is "Stavanger, 51 55 50 18": eight digits in pairs are much else elsewhere."""
    before = around.partition("\n")[0]
    return _PAIRS.fullmatch(raw.strip()) is not None and _BEHIND_A_NAME.search(before) is not None


def _may_be_one(written: Written) -> bool:
    """Whether these digits are a telephone number where somebody who treats is named."""
    n, longest = len(written.digits), max(map(len, written.groups), default=0)
    return (n > MIN_DIGITS and longest >= 3) or (n == SURE_DIGITS - 1 and longest == 2) or n == 10


def _around(words: str, written: Written) -> str:
    before = words[max(written.start - N_BEFORE, 0) : written.start]
    return f"{before}\n{words[written.end : written.end + N_AFTER]}"


def _dialled(raw: str) -> str:
    """The digits of a number in letters, which may run on behind its end."""
    digits = re.sub(r"\D", "", raw.translate(_KEYPAD))
    return digits[: 11 if digits[0] == "1" else 10]


@cache
def _telephone_words(treats: bool) -> re.Pattern[str]:
    words = sorted(map(re.escape, read_telephone_words(treats)), key=len, reverse=True)
    spaced = "|".join(word for word in words if "0" < word[-1] < _SCRIPTS_WITHOUT_SPACES)
    others = "|".join(word for word in words if not word[-1] < _SCRIPTS_WITHOUT_SPACES)
    return re.compile(rf"(?<![^\W_])(?:{spaced})(?![^\W\d_])|{others}", re.IGNORECASE)

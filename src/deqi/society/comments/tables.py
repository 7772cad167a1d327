"""The tables beside this file: what the judge knows, for a moderator to read and to change."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A help line or emergency number, which is not somebody's contact details.

    Attributes
    ----------
    number : digits as dialled within the country.
    country_code : digits that come before it from abroad; empty when it cannot be called so.
    name, country : whose it is.
    read_at : address of the page that names it, or that of libphonenumber if only its numbering
        plan does: such a number exists in the country, but who answers was not seen.
    checked : the day on which it was held against that.
    """

    number: str
    country_code: str
    name: str
    country: str
    read_at: str
    checked: date

    @property
    def ways_to_dial(self) -> set[str]:
        """The digits of the number, from within the country and from abroad.

        >>> lifeline = next(line for line in read_help_lines() if line.number == "0800543354")
        >>> sorted(lifeline.ways_to_dial)
        ['0064800543354', '0800543354', '64800543354']
        """
        if not self.country_code:
            return {self.number}
        from_abroad = self.country_code + self.number.removeprefix("0")
        return {self.number, from_abroad, f"00{from_abroad}"}


@cache
def read_help_lines() -> tuple[HelpLine, ...]:
    """All known help lines.

    >>> [line.name for line in read_help_lines() if line.number == "131114"]
    ['Lifeline']
    """
    return tuple(map(_help_line, _rows("help_lines.csv")))


def _help_line(row: dict[str, str]) -> HelpLine:
    checked = date.fromisoformat(row["checked"])
    return HelpLine(
        row["number"], row["country_code"], row["name"], row["country"], row["read_at"], checked
    )


@cache
def read_identifiers() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Numbers that are no telephone numbers: for each kind its pattern, and examples.

    >>> read_identifiers()["doi"][1]
    ('10.1016/j.jpain.2017.11.005',)
    """
    rows = read_toml("identifiers.toml")
    return {kind: (row["pattern"], tuple(row["examples"])) for kind, row in rows.items()}


@cache
def read_number_words() -> dict[str, str]:
    """Digits for each word; `x2` for a word that doubles the next digit.

    >>> read_number_words()["nine"], read_number_words()["double"]
    ('9', 'x2')
    """
    table = read_toml("number_words.toml")
    digits = {word: digit for digit, words in table["digits"].items() for word in words}
    repeats = {word: f"x{times}" for times, words in table["repeats"].items() for word in words}
    return digits | repeats


@cache
def read_allowed_hosts() -> frozenset[str]:
    """Hosts to which a comment may link: registers, journals, guidelines, public bodies.

    >>> "doi.org" in read_allowed_hosts()
    True
    """
    return frozenset(row["host"] for row in allowed_host_rows())


def allowed_host_rows() -> list[dict[str, str]]:
    """The table of hosts, each with what it holds."""
    return _rows("allowed_hosts.csv")


@cache
def read_places() -> tuple[str, ...]:
    """Names of towns, in the spellings that comments use.

    >>> "Malmö" in read_places()
    True
    """
    return tuple(row["name"] for row in _rows("places.csv"))


@cache
def read_small_words() -> frozenset[str]:
    """Words that stay when the others of a text are exchanged.

    >>> "because" in read_small_words()
    True
    """
    return frozenset(read_toml("small_words.toml")["words"])


@cache
def read_tortured_phrases() -> tuple[dict[str, str], ...]:
    """Terms that programs make of usual ones, exchanging word for word, with what was meant.

    >>> read_tortured_phrases()[0]
    {'phrase': 'bring down back', 'what was meant': 'lower back'}
    """
    return tuple(_rows("tortured_phrases.csv"))


@cache
def read_weighed_words() -> tuple[dict[str, str], ...]:
    """Words with the points that they add; `bench/society_words.py` makes the table of examples.

    >>> sorted(read_weighed_words()[0])
    ['points', 'word']
    """
    return tuple(_rows("weighed_words.csv"))


@cache
def read_telephone_words(treats: bool) -> tuple[str, ...]:
    """Words that announce a telephone number, or (`treats`) those who treat, who may have one.

    >>> "whatsapp" in read_telephone_words(treats=False), "clinic" in read_telephone_words(True)
    (True, True)
    """
    table = read_toml("telephone_words.toml")
    return tuple(
        word
        for key, words in table.items()
        for word in words
        if key != "offices" and (key == "treats") == treats
    )


def read_toml(name: str) -> dict[str, Any]:
    """A TOML table of this room."""
    return tomllib.loads((files("deqi.society.comments") / name).read_text(encoding="utf-8"))


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("deqi.society.comments") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))

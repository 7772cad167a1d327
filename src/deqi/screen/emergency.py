"""Whom to call, and how soon: for somebody who has just noticed something alarming."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from deqi.screen.outcome import Urgency
from deqi.screen.rules import read_rules


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """The number that brings an ambulance in a country.

    Attributes
    ----------
    country : two letters (ISO 3166-1).
    number : as dialled there; text, since it may begin with 0.
    sources : keys of those that say so, independent of each other.
    checked : the day on which the number was last held against them.
    """

    country: str
    number: str
    sources: tuple[str, ...]
    checked: date


def emergency_number(country: str) -> str | None:
    """The number that brings an ambulance in a country (ISO 3166-1); None if it is not known.

    Only numbers that several sources agree on are in the table; a page without one says "your
    local emergency number".

    Examples
    --------
    >>> emergency_number("ES"), emergency_number("US"), emergency_number("AQ")
    ('112', '911', None)
    """
    found = read_emergency_numbers().get(country.upper())
    return None if found is None else found.number


def urgency_of(red_flags: Iterable[str]) -> Urgency | None:
    """How soon the most urgent of these has to be seen to; None without any.

    Examples
    --------
    >>> urgency_of(["unexplained_weight_loss", "saddle_numbness"]).value
    'same hour'
    """
    wanted = set(red_flags)
    found = [rule.urgency for rule in read_rules().red_flags if rule.id in wanted]
    return max(found, key=lambda urgency: urgency.rank, default=None)


@cache
def read_emergency_numbers() -> dict[str, EmergencyNumber]:
    """Every number of the table by its country, with its sources.

    >>> read_emergency_numbers()["AU"].number
    '000'
    """
    text = (files("deqi.screen") / "emergency_numbers.csv").read_text(encoding="utf-8")
    return {row["country"]: _number(row) for row in csv.DictReader(text.splitlines())}


def _number(row: dict[str, str]) -> EmergencyNumber:
    return EmergencyNumber(
        country=row["country"],
        number=row["number"],
        sources=tuple(row["sources"].split("; ")),
        checked=date.fromisoformat(row["checked"]),
    )

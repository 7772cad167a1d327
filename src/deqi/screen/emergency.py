"""Whom to call, and how soon: for somebody who has just noticed something alarming."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from deqi.screen.outcome import Urgency
from deqi.screen.rules import read_rules


def emergency_number(country: str) -> str | None:
    """The number that brings an ambulance in a country (ISO 3166-1); None if it is not known.

    Only numbers that were read somewhere are in the table; a page without one says "your local
    emergency number".

    Examples
    --------
    >>> emergency_number("ES"), emergency_number("US"), emergency_number("AQ")
    ('112', '911', None)
    """
    return _numbers().get(country.upper())


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
def _numbers() -> dict[str, str]:
    text = (files("deqi.screen") / "emergency_numbers.csv").read_text(encoding="utf-8")
    return {row["country"]: row["number"] for row in csv.DictReader(text.splitlines())}

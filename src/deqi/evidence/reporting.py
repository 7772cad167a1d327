"""What a report should tell, by its kind: the items of CARE, STRICTA, CENT and CONSORT."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from deqi.evidence.cent import cent_items
from deqi.track.stricta import read_stricta


@dataclass(frozen=True, slots=True)
class Checklist:
    """Which edition of a checklist is meant, and for what; another edition has other numbers."""

    name: str
    edition: int
    is_for: str

    def __str__(self) -> str:
        return f"{self.name} {self.edition}"


CHECKLISTS = {
    one.name: one
    for one in (
        Checklist("CARE", 2013, "a case report"),
        Checklist("STRICTA", 2010, "how acupuncture was done"),
        Checklist("CENT", 2015, "a trial in one patient"),
        # STRICTA 2010 and CENT 2015 extend this edition, so it stays beside that of 2025.
        Checklist("CONSORT", 2010, "a randomised trial"),
    )
}


@dataclass(frozen=True, slots=True)
class ReportingItem:
    """One item, in few words of our own.

    Attributes
    ----------
    item, topic, wording : its number, and what it asks for.
    is_number_checked : whether its number was seen in the list itself.
    sources : source keys.
    """

    item: str
    topic: str
    wording: str
    is_number_checked: bool
    sources: tuple[str, ...]


@cache
def reporting_items(checklist: str) -> tuple[ReportingItem, ...]:
    """The items of one of the `CHECKLISTS`, in its order; the lists themselves are elsewhere.

    >>> [item.item for item in reporting_items("STRICTA")][:3]
    ['1a', '1b', '1c']
    """
    return tuple(_READ[checklist](checklist))


def _from_table(checklist: str) -> Iterator[ReportingItem]:
    text = (files("deqi.evidence") / f"{checklist.lower()}_items.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        sources = tuple(row["sources"].split("; "))
        yield ReportingItem(row["item"], row["topic"], row["wording"], True, sources)


def _from_stricta(_: str) -> Iterator[ReportingItem]:
    for row in read_stricta():
        sources = (row["sources"],)
        yield ReportingItem(row["item"], row["group"].capitalize(), row["words"], True, sources)


def _from_cent(_: str) -> Iterator[ReportingItem]:
    for item in cent_items():
        is_checked = item.number_from == "cent"
        yield ReportingItem(item.item, item.topic, item.wording, is_checked, item.sources)


_READ = {
    "CARE": _from_table,
    "STRICTA": _from_stricta,
    "CENT": _from_cent,
    "CONSORT": _from_table,
}

"""What a report should tell, by its kind: the items of CARE, STRICTA, CENT and CONSORT."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from deqi.evidence.cent import cent_items
from deqi.track.stricta import read_stricta

CHECKLISTS = {
    "CARE": "a case report",
    "STRICTA": "how acupuncture was done",
    "CENT": "a trial in one patient",
    "CONSORT": "a randomised trial",
}
NUMBER_NOT_CHECKED = "number not checked"


@dataclass(frozen=True, slots=True)
class ReportingItem:
    """One item, in few words of our own; `is_number_checked`: its number was seen in the list."""

    item: str
    topic: str
    wording: str
    is_number_checked: bool


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
        is_checked = row["number_checked"] == "yes"
        yield ReportingItem(row["item"], row["topic"], row["wording"], is_checked)


def _from_stricta(_: str) -> Iterator[ReportingItem]:
    for row in read_stricta():
        yield ReportingItem(row["item"], row["group"].capitalize(), row["words"], True)


def _from_cent(_: str) -> Iterator[ReportingItem]:
    for item in cent_items():
        yield ReportingItem(item.item, item.topic, item.wording, item.number_from == "cent")


_READ = {
    "CARE": _from_table,
    "STRICTA": _from_stricta,
    "CENT": _from_cent,
    "CONSORT": _from_table,
}

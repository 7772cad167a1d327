"""What a report of an N-of-1 trial should tell (CENT 2015), by item number, in our own words."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NUMBER_NOTES = {
    "cent": "",
    "consort": (
        "Numbered as in CONSORT 2010, which CENT 2015 extends; CENT parts some of these items "
        "further, and those finer numbers were not seen."
    ),
}


@dataclass(frozen=True, slots=True)
class CentItem:
    """One item of the checklist.

    Attributes
    ----------
    item : its number. number_from : "cent" where that number was read in CENT 2015 itself,
        "consort" where only the number of CONSORT 2010, which CENT extends, was seen.
    topic, wording : what it asks for, in few words of our own; the checklist itself is in the
        sources.
    answered_by : which fact of the course answers it; empty when a person has to write it.
    sources : source keys.
    """

    item: str
    topic: str
    wording: str
    answered_by: str
    number_from: str
    sources: tuple[str, ...]


def describe_cent() -> str:
    """The page of the checklist as Markdown; `docs/reference/cent.md` is this text.

    >>> describe_cent().splitlines()[0]
    '# Reporting an N-of-1 trial: the items of CENT 2015'
    """
    rows = [
        f"| {item.item}{'' if item.number_from == 'cent' else '*'} | {item.topic} | "
        f"{item.wording} | {'course' if item.answered_by else 'to be written'} |"
        for item in cent_items()
    ]
    return "\n".join(
        [
            "# Reporting an N-of-1 trial: the items of CENT 2015\n",
            "What a report of blocks with and without visits should tell, by the item numbers of "
            "CENT 2015 [vohra2015], in few words of our own; the checklist itself is in the "
            "source. `deqi infer --blocks --html` (or `--json`) fills in what the course answers; "
            "the rest is for a person to write.\n",
            f"*: {NUMBER_NOTES['consort']}\n",
            "| item | topic | what it asks for | who answers |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


@cache
def cent_items() -> tuple[CentItem, ...]:
    """Every item, in the order of the checklist [vohra2015].

    >>> [item.topic for item in cent_items() if item.item == "3a"]
    ['Design']
    """
    text = (files("deqi.evidence") / "cent_items.csv").read_text(encoding="utf-8")
    return tuple(
        CentItem(
            row["item"],
            row["topic"],
            row["wording"],
            row["answered_by"],
            row["number_from"],
            tuple(row["sources"].split(";")),
        )
        for row in csv.DictReader(text.splitlines())
    )

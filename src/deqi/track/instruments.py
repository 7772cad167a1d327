"""Questionnaires that can be scored, read from `instruments.csv`: one row, one questionnaire."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from deqi.records import OutsideMeaningError


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire as `instruments.csv` describes it; lower is better in all of them.

    Attributes
    ----------
    rule : how answers become a total: single, mean, sum, or "total only" for a licensed form.
    n_items, item_low, item_high : how many answers, and their range.
    low, high, unit : range and unit of the total.
    important_points, important_percent : least change that counts as important; None if no
        source gives one.
    recovered_at : highest total at which people call themselves recovered, if a source says so.
    missing_rule : what happens when an answer is missing, in words.
    assumed : what is assumed when the name leaves out the number of answers, in words.
    """

    id: str
    name: str
    aliases: frozenset[str]
    rule: str
    n_items: int
    item_low: float
    item_high: float
    low: float
    high: float
    unit: str
    important_points: float | None
    important_percent: float | None
    recovered_at: float | None
    missing_rule: str
    assumed: str
    comment: str
    sources: tuple[str, ...]
    certainty: str

    @property
    def takes_answers(self) -> bool:
        """Whether the answers may be given; otherwise only the total."""
        return self.rule != "total only"


@cache
def read_instruments() -> tuple[Instrument, ...]:
    """The questionnaires that can be scored.

    >>> [instrument.name for instrument in read_instruments()]
    ['NRS', 'PEG', 'RMDQ-24', 'RMDQ-23', 'ODI', 'STarT Back']
    """
    text = (files("deqi.track") / "instruments.csv").read_text(encoding="utf-8")
    return tuple(_instrument(row) for row in csv.DictReader(text.splitlines()))


def find_instrument(name: str) -> Instrument:
    """The questionnaire that somebody means, whatever the spelling.

    Raises OutsideMeaningError when it is not known.

    >>> find_instrument("rmdq 24").name, find_instrument("Oswestry").name
    ('RMDQ-24', 'ODI')
    """
    wanted = _squeezed(name)
    for instrument in read_instruments():
        if wanted in instrument.aliases:
            return instrument
    known = ", ".join(instrument.name for instrument in read_instruments())
    raise OutsideMeaningError(
        f"Questionnaire '{name[:40]}' is not known. Expected one of {known}. Correct the name, or "
        "leave its rows out."
    )


def _instrument(row: dict[str, str]) -> Instrument:
    names = {row["id"], row["name"], *row["aliases"].split(";")}
    return Instrument(
        id=row["id"],
        name=row["name"],
        aliases=frozenset(_squeezed(name) for name in names),
        rule=row["rule"],
        n_items=int(row["n_items"]),
        item_low=float(row["item_low"] or 0),
        item_high=float(row["item_high"] or 0),
        low=float(row["low"]),
        high=float(row["high"]),
        unit=row["unit"],
        important_points=_number(row["important_points"]),
        important_percent=_number(row["important_percent"]),
        recovered_at=_number(row["recovered_at"]),
        missing_rule=row["missing_rule"],
        assumed=row["assumed"],
        comment=row["comment"],
        sources=tuple(key.strip() for key in row["sources"].split(";")),
        certainty=row["certainty"],
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _squeezed(name: str) -> str:
    """A name without case, spaces and signs."""
    return re.sub(r"[\W_]+", "", name.casefold())

"""What is known about groups of people, as sentences with their sources."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class EvidenceStatement:
    """One sentence that a report may print, with what it rests on.

    Attributes
    ----------
    id : name under which a report asks for it.
    topic : share, natural course, adverse events, change, timing or rules.
    sentence : for a person, about groups and never about one patient.
    sources : source keys; see `deqi evidence sources`.
    certainty : moderate, low, very low, or definition for a convention.
    """

    id: str
    topic: str
    sentence: str
    sources: tuple[str, ...]
    certainty: str


@cache
def read_statements() -> dict[str, EvidenceStatement]:
    """Every statement by its id.

    >>> read_statements()["flare_habit"].sources
    ('yuan2009',)
    """
    text = (files("deqi.evidence") / "statements.csv").read_text(encoding="utf-8")
    return {row["id"]: _statement(row) for row in csv.DictReader(text.splitlines())}


def needling_share() -> EvidenceStatement:
    """How much of the effect of visits trials attribute to needling itself, a group statement.

    It belongs wherever a visits' part is shown [brinkhaus2006] [haake2007] [cherkin2009]
    [vickers2012].

    >>> "about a fifth" in needling_share().sentence
    True
    """
    return read_statements()["needling_share"]


def adverse_event_statements() -> tuple[EvidenceStatement, ...]:
    """How often unwanted effects happen, in natural frequencies, each with its definition.

    >>> {statement.topic for statement in adverse_event_statements()}
    {'adverse events'}
    """
    return statements_on("adverse events")


def statements_on(topic: str) -> tuple[EvidenceStatement, ...]:
    """The statements on one topic, in the order of their table.

    >>> [statement.id for statement in statements_on("timing")][:1]
    ['relief_window']
    """
    return tuple(statement for statement in read_statements().values() if statement.topic == topic)


def _statement(row: dict[str, str]) -> EvidenceStatement:
    keys = tuple(key.strip() for key in row["sources"].split(";"))
    return EvidenceStatement(row["id"], row["topic"], row["sentence"], keys, row["certainty"])

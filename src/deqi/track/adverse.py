"""Kinds of adverse events to choose from, read from `adverse_kinds.csv`: one row, one kind."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from deqi.records import AdverseEvent, Severity


@dataclass(frozen=True, slots=True)
class AdverseKind:
    """A kind of adverse event.

    Attributes
    ----------
    id, words : as recorded, and as said.
    usual_severity : what a source counts it as; None where none says so. Never filled in for
        somebody: severity is judged by who was there.
    action : what to do, where a source says it; otherwise empty.
    certainty : `read` where the source was open, `memory` where the kind is named from memory.
    """

    id: str
    words: str
    usual_severity: Severity | None
    action: str
    sources: tuple[str, ...]
    certainty: str


@cache
def read_adverse_kinds() -> tuple[AdverseKind, ...]:
    """Every kind, the frequent first.

    >>> [kind.id for kind in read_adverse_kinds()][:3]
    ['bleeding', 'needling_pain', 'worse_pain']
    """
    text = (files("deqi.track") / "adverse_kinds.csv").read_text(encoding="utf-8")
    return tuple(
        AdverseKind(
            id=row["id"],
            words=row["words"],
            usual_severity=Severity(row["usual_severity"]) if row["usual_severity"] else None,
            action=row["action"],
            sources=tuple(key.strip() for key in row["sources"].split(";")),
            certainty=row["certainty"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def describe_adverse(event: AdverseEvent) -> str:
    """An adverse event in words; a kind that no row knows keeps its own name.

    >>> describe_adverse(AdverseEvent("fainting", Severity.MODERATE))
    'fainting (moderate)'
    """
    words = {kind.id: kind.words for kind in read_adverse_kinds()}.get(event.kind, event.kind)
    return words if event.severity is None else f"{words} ({event.severity.value})"

"""The rows that claims rest on, and the digest by which a change of them is noticed."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from deqi.evidence.arms import Verified
from deqi.evidence.read_tables import (
    read_adverse_events,
    read_arms,
    read_effects,
    read_model_figures,
    read_natural_history,
    read_published_pools,
)

DIGEST_LETTERS = 16
Rows = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class FactRow:
    """A figure of a claim that is neither an arm, nor a contrast, nor a pool.

    Attributes
    ----------
    id, what : for claims and for people.
    value, lo, hi : the figure and its interval or range.
    events, n : how many of how many.
    unit, verified, sources, note, row : as in the other tables.
    """

    id: str
    what: str
    value: float | None
    lo: float | None
    hi: float | None
    events: float | None
    n: float | None
    unit: str
    verified: Verified
    sources: tuple[str, ...]
    note: str
    row: int


@cache
def read_facts() -> tuple[FactRow, ...]:
    """The table of facts beside the claims.

    >>> {fact.id: fact.value for fact in read_facts()}["harm_serious"]
    1.01
    """
    text = (files("deqi.evidence.claims") / "facts.csv").read_text(encoding="utf-8")
    return tuple(
        FactRow(
            id=cells["id"],
            what=cells["what"],
            **{k: _number(cells[k]) for k in ("value", "lo", "hi", "events", "n")},
            unit=cells["unit"],
            verified=Verified(cells["verified"]),
            sources=tuple(key.strip() for key in cells["sources"].split(";")),
            note=cells["note"],
            row=row,
        )
        for row, cells in enumerate(csv.DictReader(text.splitlines()), start=2)
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


TABLES: dict[str, Callable[[], Sequence[Any]]] = {
    "trials": read_arms,
    "effects": read_effects,
    "published_pools": read_published_pools,
    "natural_history": read_natural_history,
    "adverse_events": read_adverse_events,
    "model_figures": read_model_figures,
    "facts": read_facts,
}


def read_all_rows() -> Rows:
    """Every table by its name."""
    return {name: read() for name, read in TABLES.items()}


def matching(rows: Rows, where: Mapping[str, Any]) -> list[Any]:
    """The rows of `where["table"]` whose cells are as given.

    >>> [r.estimate for r in matching(read_all_rows(), {"table": "effects", "study": "Witt"})]
    [9.4]
    """
    cells = {name: value for name, value in where.items() if name != "table"}
    return [
        row
        for row in rows[where["table"]]
        if all(getattr(row, name) == value for name, value in cells.items())
    ]


def digest(rows: Iterable[Any]) -> str:
    """A short digest of rows: every cell counts, their order and their line do not.

    >>> digest(read_facts()[:2]) == digest(read_facts()[1::-1])
    True
    """
    texts = sorted({json.dumps(_cells(row), sort_keys=True, default=str) for row in rows})
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:DIGEST_LETTERS]


def _cells(row: Any) -> dict[str, Any]:
    """What a row says: not its line, nor empty cells, so that a new row or column is no change."""
    return {
        name: value
        for name, value in asdict(row).items()
        if name != "row" and value not in (None, "", ())
    }

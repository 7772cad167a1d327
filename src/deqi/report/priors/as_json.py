"""Where the priors come from, for other programs: every key is always there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deqi.evidence.pedigree import Beside, Datum, Pedigree, PriorLine, Value, differences_of
from deqi.model import LogNormal, Normal

SCHEMA_NAME = "deqi.priors/1"


def pedigree_json(found: Pedigree, beside: Sequence[Beside]) -> dict[str, Any]:
    """All of it as plain values, in the units of the prior file."""
    return {
        "schema": SCHEMA_NAME,
        "set": found.table["name"],
        "shipped_sha256": found.shipped_sha256,
        "with_memory": found.with_memory,
        "n_moved": len(found.moved),
        "numbers": [_line(line) for line in found.lines],
        "beside_published": [
            {
                "what": row.what,
                "published": list(row.published),
                "shipped": round(row.shipped, 4),
                "rebuilt": round(row.rebuilt, 4),
                "sources": list(row.sources),
            }
            for row in beside
        ],
        "sceptical": [
            {"name": line.name, "unit": line.unit, "value": _value(line.shipped)}
            for line in differences_of("sceptical")
        ],
    }


def _line(line: PriorLine) -> dict[str, Any]:
    return {
        "path": ".".join(line.path),
        "name": line.name,
        "meaning": line.meaning,
        "unit": line.unit,
        "shipped": _value(line.shipped),
        "rebuilt": _value(line.rebuilt),
        "has_moved": line.has_moved,
        "origin": line.origin,
        "rule": line.rule,
        "data": [_datum(datum) for datum in line.data],
    }


def _value(value: Value) -> dict[str, Any]:
    if isinstance(value, LogNormal):
        return {"form": "log-normal", "median": value.median, "log_sd": value.log_sd}
    if isinstance(value, Normal):
        return {"form": "normal", "mean": value.mean, "sd": value.sd}
    return {"form": "fixed", "value": value}


def _datum(datum: Datum) -> dict[str, Any]:
    ends = (None if end is None else round(end, 4) for end in (datum.lo, datum.hi))
    return {
        "label": datum.label,
        "value": round(datum.value, 4),
        "interval_95": list(ends),
        "is_used": datum.is_used,
        "verified": str(datum.verified),
        "why": datum.why,
        "unit": datum.unit or None,
        "sources": list(datum.sources),
    }

"""docs/reference/priors.md: the prior sets as shipped, from their data files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from deqi.evidence import cite, read_sources
from deqi.evidence.pedigree import MEANINGS
from deqi.model import MODEL_VERSION, PRIOR_NAMES

_OPENING = """\
# Prior sets

What is believed about one person before the record is read. This page is made from the data files
in `src/deqi/model/priors/`; model version {version}. The equations are in
[the pain model](../explanation/pain-model.md).

- `sceptical` is centred on no effect of visits. It decides change, pattern, visit relief and
  verdict.
- `informed` follows published trials. It decides forecast and plan.

LN(m, s) is log-normal with median m and standard deviation s of the logarithm; N(m, s) is normal
with mean m and standard deviation s. Gains are signed: a prior that allows only relief would assume
the answer. "design" and "hypothesis" mean that no source was found, and the value is a choice.
"""
_UNITS = {"rate_per_d": "per day", "t_ref_fast_d": "d", "t_ref_slow_d": "d", "c": "NRS", "a": "NRS"}


def describe_priors() -> str:
    """The whole page as Markdown."""
    tables = {name: _read(name) for name in PRIOR_NAMES}
    parts = [_OPENING.format(version=MODEL_VERSION)]
    for name, table in tables.items():
        parts += [f"## `{name}`\n", *_table(table), ""]
    parts += ["## Sources\n", *_sources(tables)]
    return "\n".join(parts).rstrip() + "\n"


def _read(name: str) -> dict[str, Any]:
    file = files("deqi.model") / "priors" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _table(table: dict[str, Any]) -> Iterator[str]:
    yield "| name | meaning | value | unit | source |"
    yield "|---|---|---|---|---|"
    for name, row in (*table["theta"].items(), *table["gains"].items()):
        yield _line(name, name, row)
    for phase, rows in table["phase"].items():
        for name, row in rows.items():
            yield _line(name, f"{name}, {phase}", row)
    for name, row in table["flares"].items():
        if name == "rate_per_d":
            for phase, rate in row.items():
                yield _line(name, f"flares.{name}, {phase}", {"fixed": rate})
        else:
            yield _line(name, f"flares.{name}", row)
    for name, value in table["constants"].items():
        yield _line(name, name, {"fixed": value})


def _line(name: str, shown: str, row: dict[str, Any]) -> str:
    unit = row.get("unit", _UNITS.get(name, ""))
    source = row.get("source", "design").replace("[", "\\[").replace("]", "\\]")
    return f"| `{shown}` | {MEANINGS[name]} | {_value(row)} | {unit} | {source} |"


def _value(row: dict[str, Any]) -> str:
    if "median" in row:
        return f"LN({row['median']:g}, {row['log_sd']:g})"
    if "mean" in row:
        return f"N({row['mean']:g}, {row['sd']:g})"
    return f"{row['fixed']:.4g}"


def _sources(tables: dict[str, dict[str, Any]]) -> Iterator[str]:
    text = str(tables)
    for key in sorted(read_sources()):
        if f"[{key}]" in text:
            yield f"- \\[{key}\\] {cite(key)}"

"""The `informed` prior set rebuilt from the tables, number by number, beside the shipped one."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deqi.evidence.pedigree import rules
from deqi.evidence.pedigree.lines import Origin, PriorLine, Value, parts
from deqi.evidence.pedigree.rows import Tables
from deqi.evidence.pedigree.rules import Ruling
from deqi.model import (
    PHASES,
    LogNormal,
    Normal,
    PhaseName,
    Prior,
    prior_of_table,
    prior_sha256,
    prior_table,
)

SET = "informed"
GROUPS: dict[PhaseName, str] = {"acute": "acute", "subacute": "subacute"}
KEPT: dict[str, tuple[Origin, str]] = {
    "real pain diaries": ("real pain diaries", "kept: from diaries that are not in the tables"),
    "hypothesis of practitioners": ("hypothesis of practitioners", "kept: a hypothesis"),
}
NO_ROW = "kept: no row of the tables bears on it, or none that counts"
FLARES_KEPT = "kept: the tables count flares of hours, the model's flares last days"
UNITS = {"c": "NRS", "a": "NRS", "rate_per_d": "per day", "t_ref_fast_d": "d", "t_ref_slow_d": "d"}


@dataclass(frozen=True, slots=True)
class Pedigree:
    """The rebuilt set and where each number comes from.

    Attributes
    ----------
    lines : one for each number of the file, in its order.
    table : the rebuilt set in the form of the shipped file.
    shipped_sha256 : digest of the file it is compared with.
    with_memory : whether figures from memory were used.
    """

    lines: tuple[PriorLine, ...]
    table: dict[str, Any]
    shipped_sha256: str
    with_memory: bool

    @property
    def moved(self) -> tuple[PriorLine, ...]:
        """The numbers for which the tables give another value than the shipped one."""
        return tuple(line for line in self.lines if line.has_moved)

    def prior(self, phase: PhaseName) -> Prior:
        """The rebuilt prior of one phase."""
        return prior_of_table(self.table, phase)


def rebuild_informed(tables: Tables | None = None) -> Pedigree:
    """Rebuild `informed` from the tables by the rules of `pedigree.rules`.

    Parameters
    ----------
    tables : the package's own if not given.

    Examples
    --------
    >>> found = rebuild_informed()
    >>> sorted(line.name for line in found.lines if line.origin == "tables")[:3]
    ['a, acute', 'a, chronic', 'c, acute']
    """
    tables = tables or Tables.shipped()
    shipped = prior_table(SET)
    rebuilt = copy.deepcopy(shipped)
    told: dict[tuple[str, ...], Ruling] = {}
    for path, ruling in _rulings(tables, rebuilt):
        told[path] = ruling
        _put(rebuilt, path, ruling.value)
    lines = tuple(_line(path, shipped, rebuilt, told.get(path)) for path in _paths(shipped))
    return Pedigree(lines, rebuilt, prior_sha256(SET), tables.with_memory)


def _rulings(tables: Tables, rebuilt: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Ruling]]:
    """Rulings in the order in which they build on each other; `rebuilt` is filled on the way."""
    for phase, group in GROUPS.items():
        yield from _course(tables, rebuilt, phase, group)
    yield from _time_of_lasting_pain(tables, rebuilt)
    independent = (
        (("theta", "tau_f"), rules.fading_of_fast_relief(tables)),
        (("theta", "tau_s"), rules.fading_of_slow_relief(tables)),
    )
    yield from _given(*independent)
    for path, rule in (
        (("theta", "sd_e"), rules.reporting_noise),
        (("phase", "chronic", "a"), rules.excess_of_lasting_pain),
        (("gains", "g_f"), rules.fast_relief),
        (("gains", "g_s"), rules.slow_relief),
        (("flares", "jump"), rules.size_of_flares),
    ):
        yield from _given((path, rule(tables, prior_of_table(rebuilt, "chronic"))))


def _given(
    *found: tuple[tuple[str, ...], Ruling | None],
) -> Iterator[tuple[tuple[str, ...], Ruling]]:
    for path, ruling in found:
        if ruling is not None:
            yield path, ruling


def _course(
    tables: Tables, rebuilt: dict[str, Any], phase: PhaseName, group: str
) -> Iterator[tuple[tuple[str, ...], Ruling]]:
    prior = prior_of_table(rebuilt, phase)
    found = rules.course_without_visits(tables, prior, group)
    if found is None:
        return
    tau = LogNormal(found.fit.tau_d, prior.theta["tau_r"].log_sd)
    values: dict[str, Value] = {
        "c": Normal(found.fit.c, prior.c.sd),
        "a": Normal(found.fit.a, prior.a.sd),
        "tau_r": tau,
    }
    for name, value in values.items():
        yield ("phase", phase, name), Ruling(value, found.rule, found.data)


def _time_of_lasting_pain(
    tables: Tables, rebuilt: dict[str, Any]
) -> Iterator[tuple[tuple[str, ...], Ruling]]:
    prior = prior_of_table(rebuilt, "chronic")
    found = rules.course_without_visits(tables, prior, "persistent")
    if found is not None:
        rule = f"{found.rule}; only the time is taken: these people are within a year of onset"
        yield ("phase", "chronic", "tau_r"), Ruling(found.fit.tau_d, rule, found.data)


def differences_of(name: str) -> tuple[PriorLine, ...]:
    """The numbers in which another shipped set differs from `informed`, with its own values.

    >>> [line.name for line in differences_of("sceptical")]
    ['g_f', 'g_s', 'a, chronic', 'a, subacute', 'a, acute']
    """
    own, informed = prior_table(name), prior_table(SET)
    lines = (_line(path, own, own, None) for path in _paths(own))
    return tuple(one for one in lines if one.shipped != _value(_at(informed, one.path)))


def _paths(table: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Every number of the file, in its order."""
    for section in ("theta", "gains"):
        yield from ((section, name) for name in table[section])
    for phase in table["phase"]:
        yield from (("phase", phase, name) for name in table["phase"][phase])
    yield from (("flares", "rate_per_d", phase) for phase in PHASES)
    yield from (("flares", name) for name in ("jump", "tau"))
    yield from (("constants", name) for name in table["constants"])


def _at(table: dict[str, Any], path: tuple[str, ...]) -> Any:
    for key in path:
        table = table[key]
    return table


def _value(row: Any) -> Value:
    """A row of the file as a value."""
    if not isinstance(row, dict):
        return float(row)
    if "median" in row:
        return LogNormal(float(row["median"]), float(row["log_sd"]))
    if "mean" in row:
        return Normal(float(row["mean"]), float(row["sd"]))
    return float(row["fixed"])


def _put(table: dict[str, Any], path: tuple[str, ...], value: Value) -> None:
    """Put a rebuilt value in place of the shipped one, to three figures."""
    row = _at(table, path)
    centre, spread = (float(f"{part:.3g}") for part in parts(value))
    if isinstance(value, LogNormal):
        row |= {"median": centre, "log_sd": spread}
    elif isinstance(value, Normal):
        row |= {"mean": centre, "sd": spread}
    else:
        row["fixed"] = centre


def _line(
    path: tuple[str, ...],
    shipped: dict[str, Any],
    rebuilt: dict[str, Any],
    ruling: Ruling | None,
) -> PriorLine:
    row = _at(shipped, path)
    source = row.get("source", "design") if isinstance(row, dict) else "design"
    unit = row.get("unit", "") if isinstance(row, dict) else ""
    unit = unit or UNITS.get(path[1] if path[0] == "flares" else path[-1], "")
    old, new = _value(row), _value(_at(rebuilt, path))
    if ruling is not None:
        return PriorLine(path, unit, old, new, "tables", ruling.rule, ruling.data)
    origin, why = KEPT.get(source, ("design", FLARES_KEPT if path[0] == "flares" else NO_ROW))
    if "[" in source and source not in KEPT:
        why = f"{why}; chosen with {source} in view"
    return PriorLine(path, unit, old, new, origin, why)

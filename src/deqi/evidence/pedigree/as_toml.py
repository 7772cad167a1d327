"""The rebuilt set as a data file in the form of the shipped one, each number with its source."""

from __future__ import annotations

from collections.abc import Iterator

from deqi.evidence.pedigree.lines import PriorLine, Value
from deqi.evidence.pedigree.rebuild import SET, Pedigree
from deqi.model import LogNormal, Normal

FILE_NAME = f"{SET}.toml"
_HEAD = (
    "# `informed` as the evidence tables give it today. deqi does not read this file by itself:\n"
    "# the shipped set stays until a person changes it (docs/explanation/priors.md).\n"
    "# LN(median, log_sd): log-normal. Where no row bears on a number, the shipped one stands."
)


def pedigree_toml(found: Pedigree) -> str:
    """The file's text; read back it gives `found.table`'s numbers.

    >>> import tomllib
    >>> from deqi.evidence.pedigree import rebuild_informed
    >>> from deqi.model import prior_of_table
    >>> found = rebuild_informed()
    >>> prior_of_table(tomllib.loads(pedigree_toml(found)), "acute") == found.prior("acute")
    True
    """
    return "\n".join((_HEAD, *_lines(found))) + "\n"


def _lines(found: Pedigree) -> Iterator[str]:
    yield f'name = "{found.table["name"]}"'
    yield f"version = {found.table['version']}"
    section = ""
    for line in found.lines:
        if line.path[0] == "flares" and line.path[1] == "rate_per_d":
            continue  # one row for all phases, below
        wanted = ".".join(line.path[:2]) if line.path[0] == "phase" else line.path[0]
        if wanted != section:
            section = wanted
            yield from ("", f"[{section}]")
            if section == "flares":
                yield _rates(found)
        yield _row(line)


def _rates(found: Pedigree) -> str:
    rates = found.table["flares"]["rate_per_d"]
    return f"rate_per_d = {{ {', '.join(f'{phase} = {rate!r}' for phase, rate in rates.items())} }}"


def _row(line: PriorLine) -> str:
    if line.path[0] == "constants":
        return f"{line.path[-1]} = {line.rebuilt!r}"
    unit = f', unit = "{line.unit}"' if line.unit else ""
    return f'{line.path[-1]} = {{ {_numbers(line.rebuilt)}{unit}, source = "{_source(line)}" }}'


def _numbers(value: Value) -> str:
    if isinstance(value, LogNormal):
        return f"median = {value.median!r}, log_sd = {value.log_sd!r}"
    if isinstance(value, Normal):
        return f"mean = {value.mean!r}, sd = {value.sd!r}"
    return f"fixed = {value!r}"


def _source(line: PriorLine) -> str:
    keys = dict.fromkeys(key for datum in line.data if datum.is_used for key in datum.sources)
    return " ".join(f"[{key}]" for key in keys) or line.origin

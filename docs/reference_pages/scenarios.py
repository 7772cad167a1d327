"""docs/reference/scenarios.md: every key of a scenario file, and the files that ship."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING
from typing import Any

from deqi.evidence import cite
from deqi.simulate.study.keys import Key, keys_of
from deqi.simulate.study.reading import PERSON_KEYS, list_scenarios, scenario_text
from deqi.simulate.study.schedules import SECTIONS as SCHEDULE_SECTIONS
from deqi.simulate.study.schedules import list_schedules, schedule_text
from deqi.simulate.study.sections import Arm, Diary, Effect, Other, Population, Trial

_OPENING = """\
# Scenarios

A scenario is a TOML file for `deqi simulate courses` and `deqi simulate trial`. Every key may be
left out but the name of an arm; an unknown key is refused. At the top: `title`, and `seed`, the
chance of everything that follows.

`visits` (at the top, or of an arm) is the name of a schedule below, or a table of its own. Its days
count from the first day of treatment, which is day `run_in_d` of the record. Weeks of the outcome
count from the same day.
"""
_SECTIONS: dict[str, tuple[str, type]] = {
    "population": ("Who takes part.", Population),
    "diary": ("How long the record is, and how it is kept.", Diary),
    "visits": ("When visits are, if not by the name of a schedule.", SCHEDULE_SECTIONS["visits"]),
    "visits.stretches": ("One or more, in their order.", SCHEDULE_SECTIONS["visits.stretches"]),
    "visits.booking": ("Visits when it hurts.", SCHEDULE_SECTIONS["visits.booking"]),
    "effect": (
        "How much visits relieve, and how that divides into context and needling itself. An "
        "assumption, not a finding; see [the pain model](../explanation/pain-model.md).",
        Effect,
    ),
    "other": ("Another treatment that some people have. Left out: none.", Other),
    "arms": ("Each arm begins with `[[arms]]`.", Arm),
    "trial": ("What is compared, and how often the trial is made up.", Trial),
}


def describe_scenarios() -> str:
    """The whole page as Markdown."""
    parts = [_OPENING]
    for name, (meaning, section) in _SECTIONS.items():
        parts += [f"## `{name}`\n", f"{meaning}\n", *_table(section), ""]
        if name == "population":
            parts.append(f"Numbers of `person`: {', '.join(f'`{k}`' for k in PERSON_KEYS)}.\n")
    parts += ["## Schedules that ship\n", *_files(list_schedules(), schedule_text)]
    parts += ["## Scenarios that ship\n", *_files(list_scenarios(), scenario_text)]
    parts += ["## Sources\n", *_sources("\n".join(parts))]
    return "\n".join(parts).rstrip() + "\n"


def _table(section: type) -> Iterator[str]:
    yield "| key | meaning | what may stand there | default |"
    yield "|---|---|---|---|"
    for name, key, default in keys_of(section):
        meaning = key.meaning.replace("[", "\\[").replace("]", "\\]")
        yield f"| `{name}` | {meaning} | {_expected(key)} | {_default(default)} |"


def _expected(key: Key) -> str:
    return key.expected.replace("|", "\\|")


def _default(default: Any) -> str:
    if default is MISSING:
        return "must be given"
    if default is None or default == ():
        return ""
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, tuple):
        return "`" + str(list(default)).replace("'", '"') + "`"
    return f'`"{default}"`' if isinstance(default, str) else f"`{default:g}`"


def _files(names: tuple[str, ...], text_of: Any) -> Iterator[str]:
    for name in names:
        yield f"### `{name}`\n\n```toml\n{text_of(name).rstrip()}\n```\n"


def _sources(text: str) -> Iterator[str]:
    for key in sorted(set(re.findall(r"\\\[([a-z]+\d{4})\\\]", text))):
        yield f"- \\[{key}\\] {cite(key)}"

"""The reference page of a table of trials: each column, what may stand there, its other names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from deqi.exchange.arm_table.columns import NAMES
from deqi.exchange.arm_table.words import ARM_TYPES, DIRECTIONS, STANDINGS, STATS, words_of
from deqi.exchange.headings import normalized

T = TypeVar("T", bound=StrEnum)

_MEANINGS = {
    "study": "the trial; needed",
    "year": "of its publication",
    "arm": "the arm in the trial's words; needed if there is no `arm_type`",
    "arm_type": "what the arm was, see below; if empty, `arm` must be one of those words",
    "n": "people whose figures these are, 2 or more; needed where it is computed with",
    "mean": "of the arm, in points of the scale; of a `proportion` a share (`0.476` or `47.6 %`)",
    "sd": "standard deviation, more than 0",
    "se": "standard error, in place of the SD, which is then `se` times the root of `n`",
    "events": "people in whom it happened, 0 to `n`",
    "outcome": "the outcome in the trial's words",
    "domain": "a word that outcomes of one kind share, such as `pain`, for `--outcome pain`",
    "scale_max": "upper end of a scale that begins at 0; empty if it has none",
    "direction": "which way the scale runs, see below; in each row or in none",
    "week": "weeks since the start, one number",
    "stat": "what the figures are, see below; without the column a mean is a final score",
    "visits": "visits with needling, in words or numbers",
    "population": "who the people were, in words",
    "condition": "one word for sub-groups, such as `acute`, `chronic`, `sciatica`",
    "country": "for sub-groups",
    "verified": "how the figure came here, see below; without the column every row counts",
    "sources": "keys of `deqi evidence sources`, parted by semicolons; others are not read",
    "note": "any words; shown beside the comparison",
}
_OPENING = """\
# A table of trials

What `deqi evidence pool TABLE.csv` reads: one row for each arm, outcome, week and kind of score.
Commas, semicolons or tabs; decimal point or comma. Headings are compared without capitals, accents
and punctuation; any other heading can be given with `--map`, such as `--map n="Number analysed"`.
Further columns are kept, and `--by HEADING` makes sub-groups of them.

A row needs `study`, `n`, `arm` or `arm_type`, and either `mean` with `sd` (or `se`), or `events`.
"""
_CLOSING = """\
## What is refused

Each with its row, what was given, what is expected and what to do: n below 2; an SD of 0 or less,
or larger than the scale allows; a mean outside the scale; a share outside 0 to 1; more events than
people; the same arm, outcome, week and kind of score twice; arms of one outcome on different scales
or running different ways; a trial with one arm only; a word that is not known; a cell that is no
number. `--leave-out bad-rows` goes on without them and names them.

## What is set aside

Rows that are in order and do not count: baselines, times to an event, rows without n, mean or SD;
rows from memory unless `--with-memory` is said; rows from memory that are unsure, always; arms
taken together; outcomes, weeks, comparators or conditions that were not asked for; another
follow-up of the same trial. `--json` lists each with its reason.
"""


def describe_arm_table() -> str:
    """The page as Markdown; `docs/reference/trial-table.md` is this text.

    >>> describe_arm_table().splitlines()[0]
    '# A table of trials'
    """
    lines = [_OPENING, "| column | what may stand there | also read under |", "|---|---|---|"]
    for name, names in NAMES.items():
        others = ", ".join(other for other in names if normalized(other) != normalized(name))
        lines.append(f"| `{name}` | {_MEANINGS[name]} | {others} |")
    lines.append("")
    lines += _words("arm_type", ARM_TYPES)
    lines += _words("direction", DIRECTIONS)
    lines += _words("stat", STATS)
    lines += _words("verified", STANDINGS)
    return "\n".join([*lines, _CLOSING])


def _words(name: str, meanings: Mapping[T, str]) -> Iterator[str]:
    yield f"## Words for `{name}`\n"
    yield "| word | also read |"
    yield "|---|---|"
    for value, listed in meanings.items():
        others = [word for word in words_of(listed) if normalized(word) != normalized(value.value)]
        yield f"| `{value.value}` | {', '.join(others)} |"
    yield ""

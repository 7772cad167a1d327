"""Planned blocks with and without visits: what is on when, and what was left to chance."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from deqi.exchange.cells import whole_number
from deqi.exchange.dates import CORRECT_DATE, read_when
from deqi.exchange.findings import CellError, Findings, shown
from deqi.exchange.reading import Reading
from deqi.exchange.rows import Row, calendar_for, read_rows
from deqi.exchange.table import Table
from deqi.exchange.twins import without_twins
from deqi.records import Block, InputProblem

COLUMNS = ("from", "to", "state", "pair", "start_choices", "seed")
MAX_CHOICES = 1000
MAX_SEED = 10**18
_ON = frozenset(("on", "visits", "yes", "1", "true"))
_OFF = frozenset(("off", "none", "no", "0", "false"))
CORRECT_PLAN = "Correct the block; `deqi plan --blocks` draws and writes such a file."


def blocks_csv(blocks: Sequence[Block]) -> str:
    """`blocks.csv` of a plan; empty without blocks. The digest of a list is that of this text.

    >>> monday, sunday = date(2026, 1, 5), date(2026, 2, 15)
    >>> print(blocks_csv([Block(monday, sunday, True, pair=1)]).replace("\\r", ""))
    from,to,state,pair
    2026-01-05,2026-02-15,on,1
    <BLANKLINE>
    """
    return _text([block_cells(block) for block in blocks])


def block_list_csv(blocks: Mapping[str, Sequence[Block]]) -> str:
    r"""One file for all patients of a list; `--where patient=NAME` reads one of them.

    >>> monday, sunday = date(2026, 1, 5), date(2026, 2, 15)
    >>> listed = {name: [Block(monday, sunday, name == "B")] for name in "AB"}
    >>> print(block_list_csv(listed).replace("\r", ""))
    patient,from,to,state
    A,2026-01-05,2026-02-15,off
    B,2026-01-05,2026-02-15,on
    <BLANKLINE>
    """
    rows = [
        {"patient": name, **block_cells(block)} for name, own in blocks.items() for block in own
    ]
    return _text(rows)


def _text(rows: Sequence[Mapping[str, str]]) -> str:
    if not rows:
        return ""
    used = [name for name in rows[0] if any(row[name] for row in rows)]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(used)
    writer.writerows([row[name] for name in used] for row in rows)
    return text.getvalue()


def block_cells(block: Block) -> dict[str, str]:
    """One row of `blocks.csv`."""
    cells = (
        block.from_on.isoformat(),
        block.to_on.isoformat(),
        "on" if block.is_on else "off",
        "" if block.pair is None else str(block.pair),
        "; ".join(on.isoformat() for on in block.start_choices),
        "" if block.seed is None else str(block.seed),
    )
    return dict(zip(COLUMNS, cells, strict=True))


def read_blocks(
    table: Table, how: Reading, zone: ZoneInfo, findings: Findings
) -> tuple[Block, ...]:
    """The planned blocks of a course, in order of time; they may lie ahead."""
    calendar = calendar_for(table, how, zone, ("from", "to"))
    rows = without_twins(read_rows(table, calendar, _block, findings), table.file, findings)
    blocks = tuple(sorted(rows, key=lambda block: block.from_on))
    if len(blocks) == len(table.rows) or findings.leave_out_bad_rows:
        for problem in block_problems(blocks, table.file):
            findings.refuse(problem)
    return blocks


def _block(row: Row) -> Block | None:
    from_on = row.needed("from", lambda text: _day(row, text), "a date")
    to_on = row.needed("to", lambda text: _day(row, text), "a date")
    is_on = row.needed("state", _state, "on or off")
    pair = row.read("pair", _pair)
    choices = row.read("start_choices", lambda text: _days(row, text)) or ()
    seed = row.read("seed", _seed)
    if from_on is None or to_on is None or is_on is None:
        return None
    if to_on < from_on:
        row.refuse("to", str(to_on), CellError(f"a date from {from_on} on", CORRECT_DATE))
    return Block(from_on, to_on, is_on, pair, choices, seed, row.row)


def _day(row: Row, text: str) -> date:
    return read_when(text, row.calendar.order).on


def _days(row: Row, text: str) -> tuple[date, ...]:
    days = tuple(_day(row, part.strip()) for part in text.split(";") if part.strip())
    if len(set(days)) != len(days) or not 2 <= len(days) <= MAX_CHOICES:
        expected = f"2 to {MAX_CHOICES} different dates with semicolons between"
        raise CellError(expected, CORRECT_PLAN)
    return tuple(sorted(days))


def _pair(text: str) -> int:
    number = whole_number(text)
    if number < 1:
        raise CellError("a whole number from 1", CORRECT_PLAN)
    return number


def _state(text: str) -> bool:
    word = text.casefold()
    if word not in _ON | _OFF:
        raise CellError("on or off", CORRECT_PLAN)
    return word in _ON


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < MAX_SEED):
        raise CellError("a whole number from 0, up to 18 digits", "Copy it from the list.")
    return int(text)


def block_problems(blocks: Sequence[Block], file: str) -> Iterator[InputProblem]:
    """Where blocks contradict each other, or what is said to be chance cannot have been."""
    for one, other in pairwise(blocks):
        if other.from_on <= one.to_on:
            yield _problem(file, other, "from", other.from_on, f"a date after {one.to_on}, "
                           f"the end of the block before (row {one.row})")  # fmt: skip
    yield from _pair_problems(blocks, file)
    yield from _start_problems(blocks, file)


def _pair_problems(blocks: Sequence[Block], file: str) -> Iterator[InputProblem]:
    pairs = defaultdict(list)
    for block in blocks:
        if block.pair is not None:
            pairs[block.pair].append(block)
    for number, members in pairs.items():
        if sorted(block.is_on for block in members) != [False, True]:
            expected = f"one on and one off block in pair {number}, found {len(members)} blocks"
            yield _problem(file, members[-1], "pair", number, expected)


def _start_problems(blocks: Sequence[Block], file: str) -> Iterator[InputProblem]:
    drawn = [block for block in blocks if block.start_choices]
    if len(drawn) > 1:
        yield _problem(file, drawn[1], "start_choices", "a second drawn start", "one drawn start")
    for block in drawn:
        before = [other for other in blocks if other.to_on < block.from_on]
        if any(other.pair is not None for other in blocks):
            yield _problem(file, block, "start_choices", "pairs and a drawn start", "one of them")
        elif not block.is_on:
            yield _problem(file, block, "start_choices", "an off block", "an on block")
        elif block.from_on not in block.start_choices:
            expected = f"the days that were possible, {block.from_on} among them"
            yield _problem(file, block, "start_choices", "without its own start", expected)
        elif not before or before[-1].is_on or block.start_choices[0] <= before[-1].from_on:
            expected = "an off block before it that begins before the earliest choice"
            yield _problem(file, block, "start_choices", block.start_choices[0], expected)
        elif block.start_choices[-1] > block.to_on:
            expected = f"choices up to {block.to_on}, the last day of the block"
            yield _problem(file, block, "start_choices", block.start_choices[-1], expected)


def _problem(file: str, block: Block, column: str, given: object, expected: str) -> InputProblem:
    return InputProblem(file, block.row or None, column, shown(given), expected, CORRECT_PLAN)

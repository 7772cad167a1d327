"""Reads a table of trials: every bad row is refused by its number, with what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from pathlib import Path
from typing import TypeVar

from deqi.evidence import ArmRow, ArmType, Stat, Verified, counts, problems_of_arms, read_sources
from deqi.evidence.arms import NOT_COMPARED
from deqi.exchange.arm_table import words
from deqi.exchange.arm_table.columns import (
    check_mapping,
    column_problems,
    find_arm_columns,
    missing_fields,
)
from deqi.exchange.findings import CellError, Findings, rows_named, shown
from deqi.exchange.sniff import Line
from deqi.exchange.table import N_LINES_BEFORE_HEADINGS, even_rows, read_lines
from deqi.records import InputProblem

T = TypeVar("T")

_WITHOUT_FIGURES = (Stat.TIME_TO_EVENT, Stat.N_ONLY)


@dataclass(frozen=True, slots=True)
class ArmTable:
    """A table of trials as it was read.

    Attributes
    ----------
    file : its name.
    rows : the arms, in the order of the file.
    warnings : what should be known about the reading.
    left_out : rows that were left out because that was asked for, each with its problem.
    """

    file: str
    rows: tuple[ArmRow, ...]
    warnings: tuple[str, ...] = ()
    left_out: tuple[InputProblem, ...] = ()


def read_arm_table(
    path: Path, mapping: Mapping[str, str] | None = None, leave_out_bad_rows: bool = False
) -> ArmTable:
    """A CSV file with one row for each arm, outcome and week of each trial.

    Parameters
    ----------
    path : the file; commas, semicolons or tabs, decimal point or comma.
    mapping : field to heading, where a heading is not one of the usual names.
    leave_out_bad_rows : go on without the rows that cannot be; each is in `left_out`.

    Raises
    ------
    BadInputError
        With every problem: file, row, column, what was given, what is expected, what to do.
    """
    mapping = mapping or {}
    check_mapping(mapping)
    findings = Findings(leave_out_bad_rows)
    lines = read_lines(path, findings)
    findings.stop_if_refused()
    rows = _rows(path.name, lines, mapping, findings)
    findings.stop_if_refused()
    return ArmTable(path.name, rows, tuple(findings.warnings), tuple(findings.left_out))


def _rows(
    file: str, lines: Sequence[Line], mapping: Mapping[str, str], findings: Findings
) -> tuple[ArmRow, ...]:
    first = _heading_line(lines, mapping)
    row, headings = lines[first]
    columns = find_arm_columns(headings, mapping)
    for problem in column_problems(file, row, headings, columns, mapping):
        findings.refuse(problem)
    findings.stop_if_refused()
    if first > 0:
        before = rows_named(line for line, _ in lines[:first])
        findings.warn(f"{file}: the headings stand on row {row}; {before} before was not read.")
    if "stat" not in columns and "mean" in columns:
        findings.warn(
            f"{file} has no column `stat`: its means were read as final scores, not as changes."
        )
    places = {name: claims[0] for name, claims in columns.items()}
    arms = []
    for number, cells in even_rows(file, lines[first + 1 :], len(headings), findings):
        reader = _Cells(file, number, cells, headings, places)
        found = _arms(reader)
        if reader.problems:
            findings.bad_row(reader.problems)
        else:
            arms += found
    if not arms and not findings.problems:
        findings.refuse(_no_rows(file))
    return _possible(arms, file, findings)


def _heading_line(lines: Sequence[Line], mapping: Mapping[str, str]) -> int:
    """The first of the upper lines that holds all needed headings, or else the first line."""
    for k, (_, cells) in enumerate(lines[:N_LINES_BEFORE_HEADINGS]):
        if not missing_fields(find_arm_columns(cells, mapping)):
            return k
    return 0


def _no_rows(file: str) -> InputProblem:
    return InputProblem(
        file, None, None, "no row that can be read", "one row for each arm", "Check the file."
    )


def _possible(arms: Sequence[ArmRow], file: str, findings: Findings) -> tuple[ArmRow, ...]:
    """The rows that can be. Leaving one out can leave a trial with one arm: look again."""
    while True:
        found = problems_of_arms(arms, file, is_whole=not findings.problems)
        for problems in found.values():
            findings.bad_row(problems)
        if not found or not findings.leave_out_bad_rows:
            return tuple(arms)
        arms = [arm for arm in arms if arm.row not in found]


@dataclass(slots=True)
class _Cells:
    """The cells of one row by field. One that cannot be read gives None and adds a problem."""

    file: str
    row: int
    cells: Sequence[str]
    headings: Sequence[str]
    places: Mapping[str, int]
    problems: list[InputProblem] = field(default_factory=list)

    def text(self, name: str) -> str:
        place = self.places.get(name)
        return "" if place is None else self.cells[place].strip()

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return reader(text)
        except CellError as error:
            self.refuse(name, error.expected, error.to_do)
            return None

    def refuse(self, name: str, expected: str, to_do: str) -> None:
        place = self.places.get(name)
        column = name if place is None else shown(self.headings[place])
        given = shown(self.text(name))
        self.problems.append(InputProblem(self.file, self.row, column, given, expected, to_do))

    def other(self) -> tuple[tuple[str, str], ...]:
        """What stands under headings of no field."""
        used = set(self.places.values())
        pairs = zip(self.headings, self.cells, strict=True)
        return tuple(
            (heading.strip(), cell.strip())
            for place, (heading, cell) in enumerate(pairs)
            if place not in used and heading.strip()
        )


def _arms(cells: _Cells) -> list[ArmRow]:
    """The arm of a row; two if it holds both a mean and events."""
    if not cells.text("study"):
        cells.refuse("study", "the name of the trial", "Fill it in.")
    n, events = cells.read("n", words.count), cells.read("events", words.count)
    mean = cells.read("mean", words.share_or_figure)
    stat = cells.read("stat", words.stat) or (Stat.POST if mean is not None else None)
    if stat is None:
        stat = Stat.N_ONLY if events is None else Stat.PROPORTION
    verified = cells.read("verified", words.standing) or Verified.NOT_STATED
    arm_type = _arm_type(cells)
    may_count = stat not in _WITHOUT_FIGURES and counts(verified, with_memory=True)
    if may_count and arm_type not in NOT_COMPARED and not cells.text("n"):
        cells.refuse("n", "the number of people in the arm", "Fill it in.")
    arm = ArmRow(
        study=cells.text("study"),
        year=cells.read("year", words.count),
        arm=cells.text("arm") or cells.text("arm_type"),
        arm_type=arm_type,
        n=n,
        outcome=cells.text("outcome"),
        domain=cells.text("domain"),
        scale_max=cells.read("scale_max", words.figure),
        direction=cells.read("direction", words.direction),
        week=cells.read("week", words.figure),
        stat=stat,
        mean=mean,
        sd=_sd(cells, n),
        events=events,
        visits=cells.text("visits"),
        population=cells.text("population"),
        condition=cells.text("condition"),
        country=cells.text("country"),
        verified=verified,
        sources=_known_keys(cells.text("sources")),
        note=cells.text("note"),
        row=cells.row,
        other=cells.other(),
    )
    if events is None or mean is None or stat is Stat.PROPORTION:
        return [arm]
    return [replace(arm, events=None), replace(arm, mean=None, sd=None, stat=Stat.PROPORTION)]


def _arm_type(cells: _Cells) -> ArmType:
    name = "arm_type" if cells.text("arm_type") else "arm"
    if not cells.text(name):
        cells.refuse(name, "what the people were given", "Fill it in.")
    return cells.read(name, words.arm_type) or ArmType.POOLED


def _sd(cells: _Cells, n: int | None) -> float | None:
    sd, se = cells.read("sd", words.figure), cells.read("se", words.figure)
    if sd is not None and se is not None and n and abs(sd - se * sqrt(n)) > 0.1 * sd:
        cells.refuse("se", f"the SD over the root of n, {sd / sqrt(n):.3g}", "Leave one empty.")
    if sd is None and se is not None and n:
        return se * sqrt(n)
    return sd


def _known_keys(text: str) -> tuple[str, ...]:
    """Source keys of this package; other references stay in the table."""
    keys = (key.strip() for key in text.split(";"))
    return tuple(key for key in keys if key in read_sources())

"""One CSV file as a table: its heading row found, its ragged rows refused, its rows chosen."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deqi.exchange.columns import (
    column_problems,
    find_columns,
    find_heading,
    missing_fields,
    unused_headings,
)
from deqi.exchange.dates import DateHabit
from deqi.exchange.findings import Findings, rows_named, shown
from deqi.exchange.headings import FIELD_OF_HEADING, PATIENT, Kind, normalized
from deqi.exchange.reading import Reading
from deqi.exchange.said import with_said
from deqi.exchange.sniff import Line, empty_file, read_text, split_lines
from deqi.records import BadInputError, InputProblem

N_LINES_BEFORE_HEADINGS = 10
MAX_UNUSED_NAMED = 8


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind: each with its line in the file and one cell for each heading.

    Attributes
    ----------
    ragged : rows with too few or too many cells, which are bad rows.
    habit : how the file that these rows are a part of writes its dates; None if they are all of it.
    """

    file: str
    kind: Kind
    headings: tuple[str, ...]
    columns: dict[str, int]
    rows: tuple[Line, ...]
    ragged: tuple[Line, ...] = ()
    habit: DateHabit | None = None


def read_table(path: Path, kind: Kind, how: Reading, findings: Findings) -> Table | None:
    """A file as a table; None if it cannot be one, and then `findings` holds why."""
    lines = read_lines(path, findings)
    if not lines:
        return None
    first = _heading_line(lines, kind, how)
    row, headings = lines[first]
    columns = find_columns(headings, kind, how)
    problems = column_problems(path.name, row, headings, columns, kind, how)
    for problem in problems:
        findings.refuse(problem)
    if problems:
        return None
    if first > 0:
        before = rows_named(line for line, _ in lines[:first])
        findings.warn(
            f"{path.name}: the headings stand on row {row}; what stands before was not read "
            f"({before})."
        )
    if how.said is None:  # a mapping file has chosen its columns with care
        chosen_by = {k for heading in how.where for k in find_heading(headings, heading)}
        _warn_of_unused(path.name, unused_headings(headings, columns, chosen_by), findings)
    below = _fill_down(lines[first + 1 :], headings, how)
    chosen = _chosen(path.name, below, headings, how, findings)
    if not how.has_patients:
        _refuse_others(path.name, chosen, headings, kind, findings)
    even = even_rows(path.name, chosen, len(headings), findings)
    places = {name: claims[0] for name, claims in columns.items()}
    table = Table(path.name, kind, tuple(headings), places, tuple(even))
    if how.said is not None:
        table = with_said(table, how.said, findings)
    if len(lines) == first + 1:
        findings.warn(f"{path.name} has headings but no rows.")
    kept = {row for row, _ in table.rows}
    return replace(table, ragged=tuple(line for line in chosen if line[0] not in kept))


def read_lines(path: Path, findings: Findings) -> list[Line]:
    """The lines of a file; none if it cannot be read, and then `findings` holds why."""
    lines: list[Line] = []
    try:
        text, warning = read_text(path)
        if warning:
            findings.warn(warning)
        for line in split_lines(text):
            lines.append(line)
        if not lines:
            raise empty_file(path)
    except BadInputError as error:
        for problem in error.problems:
            findings.refuse(problem)
    except csv.Error as error:
        last = lines[-1][0] + 1 if lines else 1
        findings.refuse(
            InputProblem(
                path.name,
                last,
                None,
                shown(error),
                "quotation marks in pairs around whole cells",
                "Look from this row on for a quotation mark that is not closed.",
            )
        )
    return lines


def _heading_line(lines: Sequence[Line], kind: Kind, how: Reading) -> int:
    """The first of the upper lines that holds all needed headings, or else the first line."""
    for k, (_, cells) in enumerate(lines[:N_LINES_BEFORE_HEADINGS]):
        if not missing_fields(find_columns(cells, kind, how), kind, how):
            return k
    return 0


def _warn_of_unused(file: str, unused: list[str], findings: Findings) -> None:
    if unused:
        named = ", ".join(shown(heading) for heading in unused[:MAX_UNUSED_NAMED])
        more = len(unused) - MAX_UNUSED_NAMED
        findings.warn(
            f"{file}: columns not used: {named}" + (f" and {more} more." if more > 0 else ".")
        )


def _fill_down(lines: Sequence[Line], headings: Sequence[str], how: Reading) -> list[Line]:
    places = [k for wanted in how.fill_down for k in find_heading(headings, wanted)]
    if not places:
        return list(lines)
    last: dict[int, str] = {}
    filled = []
    for row, cells in lines:
        copy = list(cells)
        for k in places:
            if k < len(copy):
                copy[k] = last[k] = copy[k].strip() or last.get(k, "")
        filled.append((row, copy))
    return filled


def _chosen(
    file: str, lines: list[Line], headings: Sequence[str], how: Reading, findings: Findings
) -> list[Line]:
    """The rows that a person asked for with `where`; a row too short to tell is kept (ragged)."""
    for heading, value in how.where.items():
        places = find_heading(headings, heading)
        if not places:
            if how.where:
                findings.warn(f"{file} has no column '{shown(heading)}'; all its rows were read.")
            continue
        n_before, k = len(lines), places[0]
        wanted = {v.strip() for v in ((value,) if isinstance(value, str) else value)}
        lines = [line for line in lines if len(line[1]) <= k or line[1][k].strip() in wanted]
        findings.warn(f"{file}: {len(lines)} of {n_before} rows were chosen by '{shown(heading)}'.")
    return lines


def _refuse_others(
    file: str, lines: Sequence[Line], headings: Sequence[str], kind: Kind, findings: Findings
) -> None:
    """Two people's pain must never be read as one course; keys that never return number rows."""
    names = FIELD_OF_HEADING[kind]
    for k, heading in enumerate(headings):
        keyed = [(row, cells[k].strip()) for row, cells in lines if len(cells) > k]
        keys = {key for _, key in keyed if key}
        if names.get(normalized(heading)) != PATIENT or not 1 < len(keys) < len(keyed):
            continue
        first = next(key for _, key in keyed if key)
        row, other = next((row, key) for row, key in keyed if key not in ("", first))
        findings.refuse(
            InputProblem(
                file,
                row,
                shown(heading),
                shown(other),
                f"the rows of one person; {len(keys)} are named",
                "Choose one: of a folder of tables with --patient KEY, of a file with "
                f"--where '{shown(heading)}=KEY'. For all of a folder: deqi report FOLDER --all.",
            )
        )


def even_rows(file: str, lines: Sequence[Line], width: int, findings: Findings) -> Iterator[Line]:
    """Rows with one cell for each heading. Empty cells beyond the headings hold nothing to lose."""
    trailing = []
    for row, cells in lines:
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            trailing.append(row)
            yield row, cells[:width]
        elif len(cells) != width:
            findings.bad_row((_ragged(file, row, len(cells), width),))
        else:
            yield row, cells
    if trailing:
        findings.warn(
            f"{file}: empty cells beyond the last heading were ignored ({rows_named(trailing)})."
        )


def _ragged(file: str, row: int, n_cells: int, width: int) -> InputProblem:
    return InputProblem(
        file,
        row,
        None,
        f"{n_cells} cell{'s' * (n_cells != 1)}",
        f"{width}, one for each heading",
        "Look for a missing or extra delimiter, or a decimal comma without quotation marks.",
    )

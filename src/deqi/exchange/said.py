"""What a mapping file says of a table beyond its columns: constants, items, and what codes mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from deqi.exchange.columns import find_heading
from deqi.exchange.findings import Findings, shown
from deqi.exchange.headings import PATIENT
from deqi.exchange.reading import Said
from deqi.exchange.sniff import Line
from deqi.records import InputProblem

if TYPE_CHECKING:
    from deqi.exchange.table import Table

MOST_CODES_NAMED = 6


def with_said(table: Table, said: Said, findings: Findings) -> Table:
    """The table with a column for each field that no column of the file holds, and codes read.

    A cell whose code the mapping does not know makes its row a bad row: nothing is guessed. A row
    with nothing in any of the columns is a form that was not filled in, and no row.
    """
    items = [find_heading(table.headings, heading)[0] for heading in said.answers]
    told = [k for name, k in table.columns.items() if name != PATIENT] + items
    filled_in = [line for line in table.rows if any(line[1][k].strip() for k in told)]
    rows = []
    for row, cells in _decoded(replace(table, rows=tuple(filled_in)), said.values, findings):
        extra = [*said.given.values(), *([_answers(cells, items)] if items else [])]
        rows.append((row, [*cells, *extra]))
    places = {name: len(table.headings) + k for k, name in enumerate(said.fields)}
    return replace(
        table,
        headings=(*table.headings, *said.fields),
        columns={**table.columns, **places},
        rows=tuple(rows),
    )


def _answers(cells: list[str], items: list[int]) -> str:
    """A questionnaire's items as one cell; empty when none of them was answered."""
    answers = [cells[k].strip() for k in items]
    return ";".join(answers) if any(answers) else ""


def _decoded(
    table: Table, values: Mapping[str, Mapping[str, str]], findings: Findings
) -> Iterator[Line]:
    coded = {table.columns[name]: codes for name, codes in values.items() if name in table.columns}
    for row, cells in table.rows:
        copy, unknown = list(cells), []
        for k, codes in coded.items():
            code = copy[k].strip()
            if code and code not in codes:
                unknown.append(_unknown_code(table, row, k, code, codes))
            else:
                copy[k] = codes.get(code, "")
        if unknown:
            findings.bad_row(unknown)
        else:
            yield row, copy


def _unknown_code(
    table: Table, row: int, k: int, code: str, codes: Mapping[str, str]
) -> InputProblem:
    known = [f"'{shown(code)}'" for code in codes]
    more = f" or {len(known) - MOST_CODES_NAMED} more" if len(known) > MOST_CODES_NAMED else ""
    return InputProblem(
        table.file,
        row,
        shown(table.headings[k]),
        shown(code),
        "one of " + ", ".join(known[:MOST_CODES_NAMED]) + more,
        "Correct the cell, or add what it means to the values of the mapping file.",
    )

"""One table of many people, cut into each patient's rows."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace

from deqi.exchange.dates import DateHabit
from deqi.exchange.findings import Findings, shown
from deqi.exchange.headings import PATIENT, Kind
from deqi.exchange.reading import Reading
from deqi.exchange.rows import find_date_habit
from deqi.exchange.sniff import Line
from deqi.exchange.table import Table
from deqi.records import InputProblem

_DATES = {Kind.TREATMENTS: ("from", "to"), Kind.BLOCKS: ("from", "to")}


@dataclass(frozen=True, slots=True)
class ByPatient:
    """The rows of one file by patient.

    Attributes
    ----------
    table : file, headings and columns, without rows.
    rows : key to rows, in the order of the file.
    bad : key to what is wrong with rows that cannot be taken apart (too few or too many cells).
    """

    table: Table
    rows: dict[str, list[Line]] = field(default_factory=dict)
    bad: dict[str, list[InputProblem]] = field(default_factory=dict)

    def of(self, key: str) -> Table:
        """This patient's rows as a table of their own."""
        return replace(self.table, rows=tuple(self.rows.get(key, ())))


def patient_key(text: str) -> str:
    """A patient's key as it is compared: trimmed, and each letter in one way of writing it.

    >>> patient_key(" Jose\\u0301 ") == "Jos\\u00e9"
    True
    """
    return unicodedata.normalize("NFC", text.strip())


def by_patient(table: Table, found: Findings, how: Reading, findings: Findings) -> ByPatient:
    """Cut a table; what belongs to nobody goes to `findings`.

    Parameters
    ----------
    table : the whole file.
    found : what reading the file found; its bad rows are given to their patients.
    """
    place = table.columns[PATIENT]
    habit = _habit(table, how)
    cut = ByPatient(replace(table, rows=(), ragged=(), habit=habit))
    for line in table.rows:
        key = patient_key(line[1][place])
        if key:
            cut.rows.setdefault(key, []).append(line)
        else:
            findings.bad_row((_nobody(table, line[0]),))
    _give_bad_rows(cut, table, found, how, findings)
    return cut


def _habit(table: Table, how: Reading) -> DateHabit | None:
    if table.kind is Kind.PATIENTS:
        return None
    return find_date_habit(table, how, _DATES.get(table.kind, ("date",)))


def _give_bad_rows(
    cut: ByPatient, table: Table, found: Findings, how: Reading, findings: Findings
) -> None:
    cells_of = dict(table.ragged)
    said = how.said
    whose = said.given.get(PATIENT, "") if said is not None else ""  # of the whole file
    width = len(table.headings) - (len(said.fields) if said is not None else 0)
    place = table.columns[PATIENT]
    for problem in (*found.problems, *found.left_out):
        cells = cells_of.get(problem.row or 0, [])
        key = patient_key(whose or (cells[place] if place < len(cells) else ""))
        if key and len(cells) == width:  # a code that is not known; the row itself is whole
            cut.rows.setdefault(key, [])
        # Only a key that also stands in a whole row is believed: a shifted cell could be anything.
        if key in cut.rows:
            cut.bad.setdefault(key, []).append(problem)
        else:
            findings.bad_row((problem,))


def _nobody(table: Table, row: int) -> InputProblem:
    column = shown(table.headings[table.columns[PATIENT]])
    to_do = "Fill it in; if empty means 'as on the line above', say --fill-down " + column + "."
    return InputProblem(table.file, row, column, "", "the patient's key", to_do)


def unknown_patient(cut: ByPatient, key: str, folded: dict[str, str]) -> InputProblem:
    """Rows of somebody whom `patients.csv` does not have."""
    rows = [row for row, _ in cut.rows[key]] or [p.row or 0 for p in cut.bad[key]]
    alike = folded.get(key.casefold())
    hint = f"Did you mean '{shown(alike)}'? " if alike is not None else ""
    more = f" (and {len(rows) - 1} more rows)" if len(rows) > 1 else ""
    return InputProblem(
        cut.table.file,
        rows[0],
        shown(cut.table.headings[cut.table.columns[PATIENT]]),
        shown(key) + more,
        "a patient of patients.csv",
        hint + "Correct the key, or add a row for it to patients.csv.",
    )

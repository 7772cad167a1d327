"""A folder of tables to courses, one patient at a time: a bad row is its patient's alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Unpack

from deqi.exchange.course_folder import AnyPath, check_choices, course_of_tables
from deqi.exchange.findings import Findings, in_order, shown
from deqi.exchange.headings import COURSE_TABLES, Kind
from deqi.exchange.reading import Reading, ReadingOptions, reading
from deqi.exchange.rows import Calendar
from deqi.exchange.table import Table, read_table
from deqi.exchange.table_folder.by_patient import ByPatient, by_patient, unknown_patient
from deqi.exchange.table_folder.facts import PatientRow, calendar_of_patients, read_patient
from deqi.records import BadInputError, Course, InputProblem, OutsideMeaningError

PATIENTS_FILE = f"{Kind.PATIENTS.value}.csv"


@dataclass(frozen=True, slots=True)
class TableFolder:
    """Many courses in one folder. Made by `read_table_folder`.

    Attributes
    ----------
    path : the folder.
    patients : their keys, in the order of `patients.csv`; then those that only other tables name.
    problems : rows that belong to no patient, and so are in no course.
    warnings : what to know about the files as a whole.

    Examples
    --------
    See `read_table_folder`.
    """

    path: Path
    patients: tuple[str, ...]
    problems: tuple[InputProblem, ...]
    warnings: tuple[str, ...]
    _how: Reading
    _facts: Mapping[str, PatientRow]
    _tables: Sequence[tuple[ByPatient, Reading]]

    def __len__(self) -> int:
        return len(self.patients)

    def __iter__(self) -> Iterator[str]:
        return iter(self.patients)

    def course(self, key: str) -> Course:
        """The course of one patient; without any score too, so that the screen can still speak.

        Raises
        ------
        BadInputError
            With every problem of this patient's rows.
        OutsideMeaningError
            If there is no such patient.
        """
        if key not in self._facts:
            raise OutsideMeaningError(f"There is no patient '{shown(key)}' in {self.path.name}.")
        patient = self._facts[key]
        findings = Findings(self._how.leave_out_bad_rows, problems=list(patient.problems))
        for cut, _ in self._tables:
            for problem in cut.bad.get(key, ()):
                findings.bad_row((problem,))
        tables = [(cut.of(key), own) for cut, own in self._tables if key in cut.rows]
        try:
            return course_of_tables(
                {"id": key, **patient.facts}, tables, PATIENTS_FILE, self._how, findings
            )
        except BadInputError as error:
            problems = tuple(_with_row(problem, patient.row) for problem in error.problems)
            raise BadInputError(problems, error.can_leave_out) from None


def read_table_folder(folder: AnyPath, **options: Unpack[ReadingOptions]) -> TableFolder:
    """Many courses of treatment from one folder of tables.

    `diary.csv`, `visits.csv`, `scores.csv` and `treatments.csv` hold the columns of a course and a
    column `patient`; `patients.csv` holds a row for each patient, with the keys of `course.toml`
    as columns. At least a diary or visits are needed. Courses are made one at a time, when asked
    for: what is wrong with one patient's rows stops that patient alone.

    Parameters
    ----------
    folder : path of the folder.
    options : see `ReadingOptions`; they hold for every patient.

    Raises
    ------
    BadInputError
        If a file cannot be read as a table at all.
    OutsideMeaningError
        If an option has no meaning.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     diary = Path(name) / "diary.csv"
    ...     n = diary.write_text("patient,date,pain\\nA,2026-03-01,5\\nB,2026-03-01,11\\n")
    ...     folder = read_table_folder(name)
    >>> folder.patients, folder.course("A").entries[0].pain_nrs
    (('A', 'B'), 5.0)
    >>> try:
    ...     folder.course("B")
    ... except BadInputError as error:
    ...     [(problem.row, problem.given) for problem in error.problems]
    [(3, '11')]
    """
    how = reading(options, has_patients=True)
    path = Path(folder)
    files = {kind: path / f"{kind.value}.csv" for kind in (Kind.PATIENTS, *COURSE_TABLES)}
    present = {kind: file for kind, file in files.items() if file.exists()}
    if not {Kind.DIARY, Kind.VISITS} & set(present):
        raise _no_table_folder(path)
    return folder_of_files(path, [(kind, file, how) for kind, file in present.items()], how)


FileOfKind = tuple[Kind, Path, Reading]


def folder_of_files(path: Path, files: Sequence[FileOfKind], how: Reading) -> TableFolder:
    """Many courses from files of given kinds, each read in its own way.

    Raises
    ------
    BadInputError
        If one of them cannot be read as a table.
    """
    findings = Findings(leave_out_bad_rows=False)
    cuts = _read_files(files, how, findings)
    lists = [(cut, own) for cut, own in cuts if cut.table.kind is Kind.PATIENTS]
    tables = [(cut, own) for cut, own in cuts if cut.table.kind is not Kind.PATIENTS]
    patients: dict[str, PatientRow] = {}
    for cut, own in lists:
        patients |= _read_patients(cut, own)
    facts = {**patients, **_others([cut for cut, _ in tables], patients, has_list=bool(lists))}
    return TableFolder(
        path,
        tuple(facts),
        in_order(findings.problems),
        tuple(findings.warnings),
        how,
        facts,
        tables,
    )


def _read_files(
    files: Sequence[FileOfKind], how: Reading, findings: Findings
) -> list[tuple[ByPatient, Reading]]:
    """Every file, cut by patient; raises when one of them is no table."""
    broken = Findings()
    tables: list[tuple[Table, Findings, Reading]] = []
    for kind, file, own in files:
        found = Findings()
        table = read_table(file, kind, own, found)
        findings.warnings += found.warnings
        if table is None:
            broken.problems += found.problems
        else:
            tables.append((table, found, own))
    if not broken.problems:
        check_choices([table for table, _, _ in tables], how, broken)
        for table, _, own in tables:
            if own.said is not None:
                check_choices([table], own, broken)
    broken.stop_if_refused()
    return [(by_patient(table, found, own, findings), own) for table, found, own in tables]


def _read_patients(cut: ByPatient, how: Reading) -> dict[str, PatientRow]:
    lines = tuple(line for rows in cut.rows.values() for line in rows)
    calendar = calendar_of_patients(replace(cut.table, rows=lines), how)
    takes_first = how.said is not None and how.said.takes_first
    return {key: _one_row(cut, key, calendar, takes_first) for key in cut.rows}


def _one_row(cut: ByPatient, key: str, calendar: Calendar, takes_first: bool) -> PatientRow:
    bad = tuple(cut.bad.get(key, ()))
    if not cut.rows[key]:
        return PatientRow(problems=bad)
    first, *others = cut.rows[key]
    others = [] if takes_first else others
    patient = read_patient(cut.table, first, calendar)
    twins = tuple(
        InputProblem(
            cut.table.file,
            row,
            "patient",
            shown(key),
            f"each patient once; row {first[0]} has this key too",
            "Remove one of the rows, or give one of the two people another key.",
        )
        for row, _ in others
    )
    return replace(patient, problems=(*patient.problems, *twins, *bad))


def _others(
    cuts: Sequence[ByPatient], known: Mapping[str, PatientRow], has_list: bool
) -> dict[str, PatientRow]:
    """Those whom only the other tables name: everybody when there is no list, or else nobody's."""
    folded = {key.casefold(): key for key in known}
    others: dict[str, PatientRow] = {}
    for cut in cuts:
        for key in cut.rows:
            if key not in known:
                before = others.get(key, PatientRow())
                unknown = (unknown_patient(cut, key, folded),) if has_list else ()
                others[key] = replace(before, problems=(*before.problems, *unknown))
    return others


def _with_row(problem: InputProblem, row: int | None) -> InputProblem:
    if problem.file == PATIENTS_FILE and problem.row is None:
        return replace(problem, row=row)
    return problem


def _no_table_folder(path: Path) -> BadInputError:
    given = "neither diary.csv nor visits.csv" if path.is_dir() else "no such folder"
    expected = "a folder with diary.csv or visits.csv, each row with its patient"
    to_do = "Check its name; docs/how-to/many-courses.md shows the files."
    return BadInputError(
        (InputProblem(path.name or str(path), None, None, given, expected, to_do),)
    )

"""An export of somebody else's, read by a mapping file alone: many courses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from deqi.exchange.course_folder import AnyPath
from deqi.exchange.findings import shown
from deqi.exchange.headings import PATIENT
from deqi.exchange.mapping.mapping_file import MappedTable, MappingFile, read_mapping
from deqi.exchange.table_folder.folder import FileOfKind, TableFolder, folder_of_files
from deqi.records import BadInputError, InputProblem


def read_mapped(
    data: AnyPath, mapping: AnyPath, *, today: date | datetime | None = None
) -> TableFolder:
    """Many courses from an export, as a mapping file says. A new export needs no new code.

    Parameters
    ----------
    data : the exported file, or the folder that holds the files.
    mapping : the mapping file; docs/how-to/exports.md shows whole ones.
    today : nothing may be recorded after this; None: the future is not checked.

    Raises
    ------
    BadInputError
        If the mapping file says what is not known, or a file is not there or is no table. What is
        wrong with single rows is told when their patient's course is asked for.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     export, says = Path(name) / "export.csv", Path(name) / "mapping.toml"
    ...     n = export.write_text("who;when;form;mm\\nA;3/4/2026;pain;55\\nA;3/4/2026;mood;9\\n")
    ...     n = says.write_text('''
    ... date_order = "day-first"
    ... [diary]
    ... patient = "who"
    ... where = { form = "pain" }
    ... columns = { date = "when", pain = "mm" }
    ... scale = { pain = [0, 100] }
    ... ''')
    ...     course = read_mapped(export, says).course("A")
    >>> [(entry.on.isoformat(), entry.pain_nrs) for entry in course.entries]
    [('2026-04-03', 5.5)]
    """
    path = Path(data)
    said = read_mapping(Path(mapping))
    files, problems = _files(path, said)
    if problems:
        raise BadInputError(tuple(problems))
    folder = path if path.is_dir() else path.parent
    with_today = [(kind, file, replace(how, today=today)) for kind, file, how in files]
    return folder_of_files(folder, with_today, replace(said.how, today=today))


def _files(path: Path, said: MappingFile) -> tuple[list[FileOfKind], list[InputProblem]]:
    files: list[FileOfKind] = []
    problems: list[InputProblem] = []
    for table in said.tables:
        found = _paths(path, table)
        if not found:
            problems.append(_not_there(path, table))
        for file in found:
            how = _with_patient(file, table)
            if how is None:
                problems.append(_no_key(file, table))
            else:
                files.append((table.kind, file, how.how))
    return files, problems


def _paths(path: Path, table: MappedTable) -> list[Path]:
    """The files of one kind of rows: the one that was given, or those below its folder."""
    if path.is_file() and table.file is None:
        return [path]
    folder = path.parent if path.is_file() else path
    pattern = table.file or f"{table.kind.value}.csv"
    return sorted(_below(folder, pattern)) if folder.is_dir() else []


def _below(folder: Path, pattern: str) -> Iterator[Path]:
    """Files of the folder itself; a pattern that leads out of it finds nothing."""
    for file in folder.glob(pattern) if not Path(pattern).is_absolute() else ():
        if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
            yield file


def _with_patient(file: Path, table: MappedTable) -> MappedTable | None:
    """The table with the patient's key from the file's name, if it says so."""
    pattern, said = table.patient_from_file, table.how.said
    if pattern is None or said is None:
        return table
    match = pattern.search(file.name)
    if match is None:
        return None
    given = {**said.given, PATIENT: match[1]}
    return replace(table, how=replace(table.how, said=replace(said, given=given)))


def _not_there(path: Path, table: MappedTable) -> InputProblem:
    wanted = table.file or ("the file itself" if path.suffix else f"{table.kind.value}.csv")
    given = "no such file" if not path.exists() else f"no {wanted}"
    expected = f"{wanted}, which the mapping file names for {table.kind.value}"
    to_do = "Check the name of the export, or of `file` in the mapping file."
    return InputProblem(path.name or str(path), None, None, given, shown(expected), to_do)


def _no_key(file: Path, table: MappedTable) -> InputProblem:
    assert table.patient_from_file is not None  # or nothing would have been looked for
    expected = f"a name that fits '{table.patient_from_file.pattern}'"
    to_do = "Rename the file, or correct `patient_from_file` or `file` in the mapping file."
    return InputProblem(file.name, None, None, shown(file.name), expected, to_do)

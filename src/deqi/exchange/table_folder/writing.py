"""Courses to a folder of tables, so that reading it gives the same courses."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from enum import Enum
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zoneinfo import ZoneInfo

from deqi.exchange.cell_texts import number_text
from deqi.exchange.course_folder import AnyPath
from deqi.exchange.headings import FIELDS, PATIENT, Kind
from deqi.exchange.table_folder.by_patient import patient_key
from deqi.exchange.toml_text import course_facts
from deqi.exchange.write_folder import RECORDS_OF, Cells, write_new_folder
from deqi.records import Course, OutsideMeaningError


def write_table_folder(courses: Iterable[Course], folder: AnyPath) -> None:
    """Write many courses as one folder of tables that `read_table_folder` reads.

    The same values as `write_course` writes, each row with its patient (`Course.id`). Courses are
    taken one at a time, so that a generator of ten thousand needs no more memory than the text.

    Parameters
    ----------
    courses : each with its own id.
    folder : made if it is not there; must not hold such tables already.

    Raises
    ------
    OutsideMeaningError
        If two courses have the same id, or an id would not read back.
    WouldOverwriteError
        If the folder holds tables already.
    OutputError
        If it cannot be written.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from tempfile import TemporaryDirectory
    >>> from deqi.exchange import read_table_folder
    >>> from deqi.records import Entry
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> entries = (Entry(noon, date(2026, 3, 1), True, 5.5, row=2),)
    >>> with TemporaryDirectory() as folder:
    ...     write_table_folder([Course("A, the first", entries), Course("B", entries)], folder)
    ...     read_table_folder(folder).course("A, the first").entries == entries
    True
    """
    write_new_folder(Path(folder), table_texts(courses, _empty_file))


def _in_memory() -> IO[str]:
    return io.StringIO(newline="")


def table_texts(
    courses: Iterable[Course], empty_file: Callable[[], IO[str]] = _in_memory
) -> dict[str, str]:
    """The same tables as texts under their file names; a table without rows is left out.

    Parameters
    ----------
    empty_file : makes what the rows wait in until all columns are known. Unless told otherwise they
        wait in memory, so that nothing of a patient lies on a disk.

    Examples
    --------
    >>> table_texts([Course("A")])["patients.csv"].split()
    ['patient', 'A']
    """
    with ExitStack() as files:
        spools = {kind: _Spool(kind, files.enter_context(empty_file())) for kind in Kind}
        seen: set[str] = set()
        for course in courses:
            _check_id(course.id, seen)
            seen.add(course.id)
            _add(course, spools)
        texts = {f"{kind.value}.csv": spool.text() for kind, spool in spools.items()}
    kept = {name: text for name, text in texts.items() if text}
    if not {"diary.csv", "visits.csv"} & set(kept):
        kept["diary.csv"] = f"{PATIENT},date,pain\r\n"  # a folder is known by one of the two
    return kept


def _empty_file() -> IO[str]:
    return TemporaryFile("w+", encoding="utf-8", newline="")


def _add(course: Course, spools: dict[Kind, _Spool]) -> None:
    spools[Kind.PATIENTS].add(course.id, [_patient(course)])
    zone = ZoneInfo(course.time_zone)
    for kind, (records, cells_of) in RECORDS_OF.items():
        spools[kind].add(course.id, (cells_of(r, zone) for r in getattr(course, records)))


def _check_id(key: str, seen: set[str]) -> None:
    if key in seen:
        raise OutsideMeaningError(f"Two courses have the id {key!r}. Give each its own.")
    if not key or patient_key(key) != key:
        raise OutsideMeaningError(
            f"The id {key!r} would not read back the same. Give one without spaces around it, "
            "with each letter in its composed form (Unicode NFC)."
        )


class _Spool:
    """Rows of one table, kept in a file until it is known which columns hold anything."""

    def __init__(self, kind: Kind, file: IO[str]) -> None:
        self._names = (PATIENT, *(name for name in FIELDS[kind] if name != PATIENT))
        self._used = {PATIENT, *_ALWAYS.get(kind, ())}
        self._n_rows = 0
        self._file = file
        self._writer = csv.writer(file)

    def add(self, key: str, rows: Iterable[Cells]) -> None:
        for cells in rows:
            row = {PATIENT: key, **cells}
            self._used.update(name for name, text in row.items() if text)
            self._writer.writerow([row.get(name, "") for name in self._names])
            self._n_rows += 1

    def text(self) -> str:
        """The table with the columns in which something is written; empty without rows."""
        if not self._n_rows:
            return ""
        places = [k for k, name in enumerate(self._names) if name in self._used]
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([self._names[k] for k in places])
        self._file.seek(0)
        writer.writerows([row[k] for k in places] for row in csv.reader(self._file))
        return text.getvalue()


_ALWAYS: Mapping[Kind, tuple[str, ...]] = {
    Kind.DIARY: ("date", "pain"),
    Kind.VISITS: ("date",),
    Kind.SCORES: ("date", "instrument", "total"),
    Kind.TREATMENTS: ("what", "from"),
}


def _patient(course: Course) -> Cells:
    return {name: _cell(value) for name, value in course_facts(course) if name != "id"}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return _items(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else number_text(value)


def _items(items: tuple[str, ...]) -> str:
    """Items between semicolons, quoted where a separator or a line's end stands in one; `none`
    without any."""
    if not items:
        return "none"
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerow([*items, ""])
    return text.getvalue().removesuffix("\n")

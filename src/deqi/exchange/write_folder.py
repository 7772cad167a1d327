"""A course of treatment to its folder, so that reading it gives the same course."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from deqi.exchange.blocks import block_cells
from deqi.exchange.cell_texts import answer_text, listed_text, number_text, yes_no_text
from deqi.exchange.course_folder import AnyPath
from deqi.exchange.course_toml import COURSE_FILE
from deqi.exchange.headings import Kind
from deqi.exchange.needling import needling_cells
from deqi.exchange.output import OutputError, WouldOverwriteError, write_file
from deqi.exchange.toml_text import course_toml
from deqi.records import Course, Entry, Score, Treatment, Visit

Cells = dict[str, str]


def write_course(course: Course, folder: AnyPath) -> None:
    """Write a course as a folder that `read_course` reads to the same course.

    Scores are written on the 0-10 scale, times as local times with their offset from UTC. Row
    numbers, warnings and what was left out belong to the files a course came from and are not kept.

    Parameters
    ----------
    course : what to write.
    folder : made if it is not there; must not hold a course already.

    Raises
    ------
    WouldOverwriteError
        If the folder holds a course.
    OutputError
        If it cannot be written.

    Examples
    --------
    >>> from datetime import UTC, date, datetime
    >>> from tempfile import TemporaryDirectory
    >>> from deqi.exchange import read_course
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> course = Course("P-014", entries=(Entry(noon, date(2026, 3, 1), True, 5.5, row=2),))
    >>> with TemporaryDirectory() as folder:
    ...     write_course(course, folder)
    ...     read_course(folder) == course
    True
    """
    path = Path(folder)
    zone = ZoneInfo(course.time_zone)
    texts = {COURSE_FILE: course_toml(course)}
    for kind, (records, cells_of) in RECORDS_OF.items():
        rows = [cells_of(record, zone) for record in getattr(course, records)]
        texts[f"{kind.value}.csv"] = _csv(rows, _ALWAYS.get(kind, ""))
    write_new_folder(path, texts)


def write_new_folder(path: Path, texts: dict[str, str]) -> None:
    """Write the files of a course, if the folder does not hold one already; no text, no file."""
    if any((path / name).exists() for name in texts):
        raise WouldOverwriteError(
            f"The folder {path.name} holds a course already. Give the name of a new folder."
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"Cannot make the folder {path}: {error.strerror}.") from None
    for name, text in texts.items():
        if text:
            write_file(path / name, text)


def _csv(rows: Sequence[Cells], always: str) -> str:
    """A table with the columns in which something is written, and `always`; empty without rows."""
    names = (
        [name for name in rows[0] if name == always or any(r[name] for r in rows)] if rows else []
    )
    if not names:
        return ""
    file = io.StringIO()
    writer = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def _entry(entry: Entry, zone: ZoneInfo) -> Cells:
    return {
        "date": _when(entry, zone),
        "pain": number_text(entry.pain_nrs),
        "leg": number_text(entry.leg_nrs),
        "worst": number_text(entry.worst_nrs),
        "sleep": number_text(entry.sleep_nrs),
        "medicine": entry.medicine or "",
        "work_lost": yes_no_text(entry.work_lost),
        "work_hindered": number_text(entry.work_hindered_nrs),
        "flare": yes_no_text(entry.flare),
        "note": entry.note or "",
    }


def visit_cells(visit: Visit, zone: ZoneInfo) -> Cells:
    """A visit as the cells of its row in `visits.csv`; what is not recorded is empty."""
    return {
        "date": _when(visit, zone),
        "pain_before": number_text(visit.pain_before_nrs),
        "pain_after": number_text(visit.pain_after_nrs),
        **needling_cells(visit.needling),
        "anything_new": answer_text(visit.anything_new),
        "also_given": visit.also_given or "",
        "note": visit.note or "",
    }


def _score(score: Score, _zone: ZoneInfo) -> Cells:
    given = score.answers
    return {
        "date": score.on.isoformat(),
        "instrument": score.instrument,
        "answers": "" if given is None else listed_text([number_text(a) or "-" for a in given]),
        "total": number_text(score.total),
    }


def _treatment(treatment: Treatment, _zone: ZoneInfo) -> Cells:
    to_on = treatment.to_on
    return {
        "what": treatment.what,
        "from": treatment.from_on.isoformat(),
        "to": "" if to_on is None else to_on.isoformat(),
    }


def _when(record: Entry | Visit, zone: ZoneInfo) -> str:
    if not record.has_time:
        return record.on.isoformat()
    return record.at.astimezone(zone).isoformat()


RECORDS_OF: dict[Kind, tuple[str, Callable[[Any, ZoneInfo], Cells]]] = {
    Kind.DIARY: ("entries", _entry),
    Kind.VISITS: ("visits", visit_cells),
    Kind.SCORES: ("scores", _score),
    Kind.TREATMENTS: ("treatments", _treatment),
    Kind.BLOCKS: ("blocks", lambda block, _zone: block_cells(block)),
}
"""For each table of a course, the field with its records and what writes one of them."""
_ALWAYS = {Kind.DIARY: "pain", Kind.SCORES: "total"}

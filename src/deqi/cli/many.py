"""From the command line to many courses: a folder of tables, or an export with its mapping file."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, datetime

from deqi.exchange import ReadingOptions, TableFolder, read_mapped, read_table_folder
from deqi.exchange.findings import shown
from deqi.exchange.reading import nearest
from deqi.records import Course, OutsideMeaningError


def many_courses(
    arguments: Namespace, options: ReadingOptions, now: date | datetime
) -> TableFolder:
    """All courses of the folder or the export that was asked for."""
    if arguments.mapping is not None:
        return read_mapped(arguments.folder, arguments.mapping, today=now)
    return read_table_folder(arguments.folder, **options)


def one_of_many(arguments: Namespace, options: ReadingOptions, now: date | datetime) -> Course:
    """The course of the one patient that was asked for."""
    folder = many_courses(arguments, options, now)
    if arguments.patient not in folder.patients:
        hint = nearest(arguments.patient, list(folder.patients))
        hint = hint if hint.startswith("Did") else f"It holds {len(folder)} patients."
        raise OutsideMeaningError(
            f"There is no patient '{shown(arguments.patient)}' in {arguments.folder.name}. {hint}"
        )
    return folder.course(arguments.patient)

"""Questionnaires: one filled-in form a row, as its answers or as its total."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from deqi.exchange.cells import answers, number
from deqi.exchange.findings import CellError, Findings
from deqi.exchange.reading import Reading
from deqi.exchange.rows import Row, calendar_for, read_rows
from deqi.exchange.table import Table
from deqi.exchange.twins import without_twins
from deqi.records import OutsideMeaningError, Score
from deqi.track import score_instrument

NOON = time(12, 0)  # a questionnaire is dated by its day; the hour is not used


def read_scores(
    table: Table, how: Reading, zone: ZoneInfo, findings: Findings
) -> tuple[Score, ...]:
    """The questionnaires of a course, in the order of the file."""
    calendar = calendar_for(table, how, zone, ("date",))
    return without_twins(read_rows(table, calendar, _score, findings), table.file, findings)


def _score(row: Row) -> Score | None:
    moment = row.moment(NOON)
    instrument = row.needed("instrument", str, "the name of a questionnaire")
    given = row.read("answers", answers)
    total = row.read("total", number)
    if row.text("answers") is None and row.text("total") is None:
        row.refuse("total", "", CellError("answers or a total", "Fill in one of them."))
    if moment is None or instrument is None or row.problems:
        return None
    score = Score(on=moment.on, instrument=instrument, answers=given, total=total, row=row.row)
    try:
        score_instrument(score)
    except OutsideMeaningError as error:
        row.refuse("instrument", instrument, CellError("a form that can be scored", str(error)))
    return score

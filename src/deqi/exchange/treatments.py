"""Other care beside the visits: what, from when, until when."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from deqi.exchange.dates import CORRECT_DATE, read_when
from deqi.exchange.findings import CellError, Findings
from deqi.exchange.reading import Reading
from deqi.exchange.rows import Row, calendar_for, read_rows
from deqi.exchange.table import Table
from deqi.exchange.twins import without_twins
from deqi.records import Treatment


def read_treatments(
    table: Table, how: Reading, zone: ZoneInfo, findings: Findings
) -> tuple[Treatment, ...]:
    """The other treatments of a course, in the order of the file."""
    calendar = calendar_for(table, how, zone, ("from", "to"))
    return without_twins(read_rows(table, calendar, _treatment, findings), table.file, findings)


def _treatment(row: Row) -> Treatment | None:
    what = row.needed("what", str, "what was done or taken")
    from_on = row.needed_day("from")
    # The end may lie ahead: a medicine prescribed until a date.
    to_on = row.read("to", lambda text: read_when(text, row.calendar.order).on)
    if what is None or from_on is None:
        return None
    if to_on is not None and to_on < from_on:
        row.refuse("to", str(to_on), CellError(f"a date from {from_on} on", CORRECT_DATE))
    return Treatment(what=what, from_on=from_on, to_on=to_on, row=row.row)

"""One row of a table: asks its cells for values, and keeps what is wrong with each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from deqi.exchange.cells import whole_number
from deqi.exchange.dates import (
    CORRECT_DATE,
    DateHabit,
    DateOrder,
    When,
    date_of,
    find_date_order,
    read_clock,
    read_when,
    to_utc,
)
from deqi.exchange.findings import CellError, Findings, rows_named, shown
from deqi.exchange.reading import Reading
from deqi.exchange.table import Table
from deqi.records import InputProblem

MIN_ROWS_ALL_AT_MIDNIGHT = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened: `has_time` is False if only the date was written."""

    at: datetime
    on: date
    has_time: bool


@dataclass(slots=True)
class Calendar:
    """How the dates of one table are read, and what was noticed on the way."""

    zone: ZoneInfo
    last_day: date | None
    order: DateOrder | None
    ignores_clock: bool = False
    repeated: list[int] = field(default_factory=list)
    with_offset: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """One row. A cell that cannot be read gives None and adds to `problems`."""

    table: Table
    row: int
    cells: Sequence[str]
    calendar: Calendar
    problems: list[InputProblem] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        """The words of a cell; None if it is empty or there is no such column."""
        place = self.table.columns.get(name)
        return (self.cells[place].strip() or None) if place is not None else None

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        """What `reader` makes of a cell; None if it is empty."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return reader(text)
        except CellError as error:
            self.refuse(name, text, error)
            return None

    def needed(self, name: str, reader: Callable[[str], T], expected: str) -> T | None:
        """The same for a cell that may not be empty."""
        if self.text(name) is None:
            self.refuse(name, "", CellError(expected, _fill_in(name)))
        return self.read(name, reader)

    def refuse(self, name: str, given: str, error: CellError) -> None:
        """Keep a problem of one cell."""
        place = self.table.columns.get(name)
        column = name if place is None else shown(self.table.headings[place])
        self.problems.append(
            InputProblem(
                self.table.file, self.row, column, shown(given), error.expected, error.to_do
            )
        )

    def day(self, name: str) -> date | None:
        """A local date, up to today."""
        on = self.read(name, lambda text: read_when(text, self.calendar.order).on)
        return None if on is None or self._is_in_the_future(name, on) else on

    def needed_day(self, name: str) -> date | None:
        """A local date that must be there, up to today."""
        if self.text(name) is None:
            self.refuse(name, "", CellError("a date", _fill_in(name)))
        return self.day(name)

    def moment(self, default: time) -> Moment | None:
        """When the row happened, from its date or year, month and day, and its time if any."""
        when = self._when()
        if when is None:
            return None
        try:
            moment = self._localized(when, default)
        except CellError as error:
            self.refuse("time" if self.text("time") else "date", self._written(), error)
            return None
        return None if self._is_in_the_future("date", moment.on) else moment

    def _written(self) -> str:
        names = ("date", "year", "month", "day", "time")
        return " ".join(text for name in names if (text := self.text(name)))

    def _when(self) -> When | None:
        when = self._date_parts() if "year" in self.table.columns else self._date_cell()
        clock = self.read("time", read_clock)
        if when is None or clock is None:
            return None if self.problems else when
        if when.clock not in (None, clock[0]):
            self.refuse("time", self._written(), CellError("one time of day", "Remove one."))
            return None
        return When(when.on, clock[0], clock[1] or when.offset)

    def _date_cell(self) -> When | None:
        return self.needed("date", lambda text: read_when(text, self.calendar.order), "a date")

    def _date_parts(self) -> When | None:
        parts = [self.needed(n, whole_number, f"a {n}") for n in ("year", "month", "day")]
        year, month, day = parts
        if year is None or month is None or day is None:
            return None
        try:
            return When(date_of(year, month, day))
        except CellError as error:
            self.refuse("date", f"{year}-{month}-{day}", error)
            return None

    def _localized(self, when: When, default: time) -> Moment:
        calendar = self.calendar
        has_time = when.clock is not None and not calendar.ignores_clock
        clock = when.clock if has_time and when.clock is not None else default
        local = datetime.combine(when.on, clock)
        if has_time and when.offset is not None:
            at = local.replace(tzinfo=when.offset).astimezone(UTC)
            if when.offset.utcoffset(None):
                calendar.with_offset.append(self.row)
            return Moment(at, at.astimezone(calendar.zone).date(), True)
        at, is_repeated = to_utc(local, calendar.zone)
        if is_repeated and has_time:
            calendar.repeated.append(self.row)
        return Moment(at, when.on, has_time)

    def _is_in_the_future(self, name: str, on: date) -> bool:
        last = self.calendar.last_day
        if last is None or on <= last:
            return False
        to_do = CORRECT_DATE + " If today is wrong, say --today."
        self.refuse(name, str(on), CellError(f"a date up to today, {last}", to_do))
        return True


def _fill_in(name: str) -> str:
    if name in ("date", "year", "month", "day"):
        return f"Fill it in; if empty means 'as on the line above', say --fill-down {name}."
    return "Fill it in."


def calendar_for(table: Table, how: Reading, zone: ZoneInfo, names: tuple[str, ...]) -> Calendar:
    """How to read the dates of a table: one order for whole columns, seen over all rows."""
    own = find_date_habit(table, how, names)
    whole = table.habit or own
    return Calendar(
        zone,
        how.last_day(zone),
        whole.order or own.order,
        whole.ignores_clock or own.ignores_clock,
    )


def find_date_habit(table: Table, how: Reading, names: tuple[str, ...]) -> DateHabit:
    """How the named columns write their dates, seen over all rows."""
    places = [table.columns[name] for name in names if name in table.columns]
    texts = [cells[k] for _, cells in table.rows for k in places]
    order = DateOrder(how.date_order) if how.date_order else find_date_order(texts)
    return DateHabit(order, _all_at_midnight(table, texts))


def _all_at_midnight(table: Table, texts: list[str]) -> bool:
    """Whether every date carries 00:00, as spreadsheets write dates that have no time."""
    if "time" in table.columns or len(texts) < MIN_ROWS_ALL_AT_MIDNIGHT:
        return False
    return all(text.strip().endswith((" 00:00", " 00:00:00", "T00:00:00")) for text in texts)


def read_rows(
    table: Table, calendar: Calendar, build: Callable[[Row], T | None], findings: Findings
) -> tuple[T, ...]:
    """Every row as a record, in the order of the file; a row with a problem is a bad row."""
    records = []
    for row, cells in table.rows:
        reader = Row(table, row, cells, calendar)
        record = build(reader)
        if reader.problems:
            findings.bad_row(reader.problems)
        elif record is not None:
            records.append(record)
    _warn_of_times(table, calendar, findings)
    return tuple(records)


def _warn_of_times(table: Table, calendar: Calendar, findings: Findings) -> None:
    if calendar.ignores_clock:
        findings.warn(f"{table.file}: every time is 00:00; the rows were read as dates alone.")
    if calendar.with_offset and calendar.zone.key == "UTC":
        findings.warn(
            f"{table.file}: {rows_named(calendar.with_offset)} are written with an offset from "
            "UTC, but days are counted in UTC. Give the time zone."
        )
    if calendar.repeated:
        findings.warn(
            f"{table.file}: {rows_named(calendar.repeated)}: the clocks in {calendar.zone.key} "
            "showed this time twice; the first was taken."
        )

"""The diary: one entry a row, with pain and what else was asked."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from deqi.exchange.cells import yes_or_no
from deqi.exchange.findings import Findings, rows_named
from deqi.exchange.reading import Reading
from deqi.exchange.rows import Row, calendar_for, read_rows
from deqi.exchange.scales import score_readers, warn_of_scale
from deqi.exchange.table import Table
from deqi.exchange.twins import warn_of_clashes, without_twins
from deqi.records import ENTRY_WITHOUT_TIME, Entry

TIME_IF_NOT_GIVEN = ENTRY_WITHOUT_TIME
LONG_GAP = timedelta(days=730)


def read_diary(table: Table, how: Reading, zone: ZoneInfo, findings: Findings) -> tuple[Entry, ...]:
    """The entries of a diary, in the order of the file."""
    scores = score_readers(how)

    def build(row: Row) -> Entry | None:
        moment = row.moment(TIME_IF_NOT_GIVEN)
        pain_nrs = row.read("pain", scores["pain"])
        leg_nrs = row.read("leg", scores["leg"])
        worst_nrs = row.read("worst", scores["worst"])
        sleep_nrs = row.read("sleep", scores["sleep"])
        work_lost = row.read("work_lost", yes_or_no)
        work_hindered_nrs = row.read("work_hindered", scores["work_hindered"])
        flare = row.read("flare", yes_or_no)
        if moment is None:
            return None
        return Entry(
            at=moment.at,
            on=moment.on,
            has_time=moment.has_time,
            pain_nrs=pain_nrs,
            leg_nrs=leg_nrs,
            worst_nrs=worst_nrs,
            sleep_nrs=sleep_nrs,
            medicine=row.text("medicine"),
            work_lost=work_lost,
            work_hindered_nrs=work_hindered_nrs,
            flare=flare,
            note=row.text("note"),
            row=row.row,
        )

    calendar = calendar_for(table, how, zone, ("date",))
    entries = read_rows(table, calendar, build, findings)
    entries = without_twins(entries, table.file, findings)
    warn_of_clashes(entries, table.file, findings)
    warn_of_scale(table, how, findings, (entry.pain_nrs for entry in entries))
    _warn_of_crowded_days(entries, table.file, findings)
    _warn_of_long_gaps(entries, table.file, findings)
    return entries


def _warn_of_crowded_days(entries: tuple[Entry, ...], file: str, findings: Findings) -> None:
    days = Counter(e.on for e in entries if e.pain_nrs is not None and not e.has_time)
    crowded = sum(n > 1 for n in days.values())
    if crowded:
        days_have = "day has" if crowded == 1 else "days have"
        findings.warn(
            f"{file}: {crowded} {days_have} several scores without a time; all were kept, each as "
            "if written at 20:00."
        )


def _warn_of_long_gaps(entries: tuple[Entry, ...], file: str, findings: Findings) -> None:
    by_time = sorted(entries, key=lambda entry: entry.at)
    rows = [after.row for before, after in pairwise(by_time) if after.at - before.at > LONG_GAP]
    if rows:
        findings.warn(
            f"{file}: more than two years lie before {rows_named(rows)}. Check the year there."
        )

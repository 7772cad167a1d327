"""The visits: when there was needling, what was done, and the scores around it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from deqi.exchange.findings import Findings
from deqi.exchange.needling import answer, read_needling, warn_of_points
from deqi.exchange.reading import Reading
from deqi.exchange.rows import Row, calendar_for, read_rows
from deqi.exchange.scales import score_readers, warn_of_scale
from deqi.exchange.table import Table
from deqi.exchange.twins import warn_of_clashes, without_twins
from deqi.records import VISIT_WITHOUT_TIME, Answer, Visit

TIME_IF_NOT_GIVEN = VISIT_WITHOUT_TIME


def read_visits(
    table: Table, how: Reading, zone: ZoneInfo, findings: Findings
) -> tuple[Visit, ...]:
    """The visits of a course, in the order of the file."""
    scores = score_readers(how)

    def build(row: Row) -> Visit | None:
        moment = row.moment(TIME_IF_NOT_GIVEN)
        before = row.read("pain_before", scores["pain_before"])
        after = row.read("pain_after", scores["pain_after"])
        needling = read_needling(row)
        anything_new = row.read("anything_new", answer) or Answer.NOT_ASKED
        if moment is None:
            return None
        return Visit(
            at=moment.at,
            on=moment.on,
            has_time=moment.has_time,
            pain_before_nrs=before,
            pain_after_nrs=after,
            needling=needling,
            row=row.row,
            anything_new=anything_new,
            also_given=row.text("also_given"),
            note=row.text("note"),
        )

    calendar = calendar_for(table, how, zone, ("date",))
    visits = read_rows(table, calendar, build, findings)
    visits = without_twins(visits, table.file, findings)
    warn_of_clashes(visits, table.file, findings)
    warn_of_points(visits, table.file, findings)
    pain = [score for visit in visits for score in (visit.pain_before_nrs, visit.pain_after_nrs)]
    warn_of_scale(table, how, findings, pain)
    return visits

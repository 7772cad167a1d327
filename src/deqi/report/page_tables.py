"""Tables of the page: the picture in figures, the change, the coming days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deqi.infer import Change, Forecast, Interval
from deqi.report.contents import Report
from deqi.report.letters import capital
from deqi.report.picture import Band, Picture
from deqi.report.statements import forecast_days, whole_scores
from deqi.report.wording import ahead_words, day, number
from deqi.track.timeline import Kind

MOST_LEVEL_ROWS = 14
MOST_DAYS = 400  # a page stays small; the diary itself is in diary.csv
MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, heads of columns, and rows whose first cell names the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def picture_tables(picture: Picture, report: Report) -> tuple[Table, ...]:
    """All that the picture shows, in figures; empty tables are left out."""
    tables = (
        _level(picture),
        _coming(picture),
        _visits(report),
        _scores(picture),
        _other_care(report),
        _flares(picture),
    )
    return tuple(table for table in tables if table.rows)


def change_table(change: Change) -> Table:
    """The parts of the change with all ends of their intervals, in signed points."""
    parts = (
        ("Pain at the start", change.start_nrs),
        ("Pain now", change.now_nrs),
        ("Change in all", change.total),
        ("Time and natural course", change.natural),
        ("With the visits", change.visits),
    )
    rows = tuple(
        (name, signed(x.median), ends(x.lo80, x.hi80), ends(x.lo95, x.hi95))
        for name, x in parts
        if x is not None
    )
    return Table(
        "Points of the 0-10 scale; a negative change is less pain",
        ("Points", "Median", "80 % interval", "95 % interval"),
        rows,
    )


def forecast_table(report: Report) -> Table | None:
    """A few coming days: what one entry may say without and with the proposed visits."""
    without, with_plan = report.beliefs.forecast, report.beliefs.forecast_with_plan
    if without is None:
        return None
    columns: list[Forecast] = [without]
    heads = ["Day", capital(ahead_words(report.timeline))]
    if report.planned_at and with_plan is not None:
        columns.append(with_plan)
        heads.append("With the proposed visits")
    rows = tuple(
        (day(without.on[k]), *(whole_scores(f.interval(k)) for f in columns))
        for k in forecast_days(len(without.on))
    )
    return Table(
        "What one entry may say: median and 80 % interval, in whole scores", tuple(heads), rows
    )


def signed(x: float) -> str:
    """One decimal with a true minus sign."""
    return number(x).replace("-", MINUS)


def ends(lo: float, hi: float) -> str:
    """The two ends of an interval."""
    return f"{signed(lo)} to {signed(hi)}"


def _with_interval(x: Interval) -> str:
    return f"{signed(x.median)} ({ends(x.lo80, x.hi80)})"


def _thinned(bands: Sequence[Band], n_at_most: int) -> list[int]:
    """Places of evenly spread bands, first and last included."""
    if len(bands) <= n_at_most:
        return list(range(len(bands)))
    step = (len(bands) - 1) / (n_at_most - 1)
    return [round(k * step) for k in range(n_at_most)]


def _level(picture: Picture) -> Table:
    heads = ["Day", "Level (80 % interval)"]
    if picture.without_visits:
        heads.append("Expected without visits (80 % interval)")
    rows = []
    for k in _thinned(picture.level, MOST_LEVEL_ROWS):
        shown = [picture.level[k], *picture.without_visits[k : k + 1]]
        rows.append((day(shown[0].at.date()), *(_with_interval(band.nrs) for band in shown)))
    return Table("Level of pain over the record", tuple(heads), tuple(rows))


def _coming(picture: Picture) -> Table:
    heads = ["Day", capital(picture.ahead)]
    if picture.forecast_with_plan:
        heads.append("With the proposed visits")
    rows = []
    for k in range(0, len(picture.forecast), 3):
        shown = [picture.forecast[k], *picture.forecast_with_plan[k : k + 1]]
        rows.append((day(shown[0].at.date()), *(_with_interval(band.nrs) for band in shown)))
    return Table(
        "Forecast of one entry, as drawn: median (80 % interval)", tuple(heads), tuple(rows)
    )


def _visits(report: Report) -> Table:
    rows = tuple(
        (day(v.on), _score(v.pain_before_nrs), _score(v.pain_after_nrs))
        for v in report.timeline.visits
    )
    heads = ("Day", "Score just before", "Score just after")
    return Table("Visits", heads, rows)


def _scores(picture: Picture) -> Table:
    by_day: dict[date, list[str]] = {}
    for dot in picture.dots:
        if dot.kind is Kind.DIARY:
            by_day.setdefault(dot.at.date(), []).append(_score(dot.nrs))
    rows = tuple((day(on), ", ".join(scores)) for on, scores in by_day.items())
    latest = rows[-MOST_DAYS:]
    caption = "Diary scores" if latest == rows else f"Diary scores of the last {MOST_DAYS} days"
    return Table(caption, ("Day", "Scores"), latest)


def _other_care(report: Report) -> Table:
    rows = tuple(
        (t.what, day(t.from_on), "goes on" if t.to_on is None else day(t.to_on))
        for t in report.timeline.treatments
    )
    return Table("Other care", ("What", "From", "To"), rows)


def _flares(picture: Picture) -> Table:
    rows = tuple((day(on),) for on in picture.flare_days)
    return Table("Days of a probable or reported flare", ("Day",), rows)


def _score(nrs: float | None) -> str:
    return NOTHING if nrs is None else f"{nrs:g}"

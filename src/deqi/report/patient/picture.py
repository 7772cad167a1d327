"""The last four weeks of a person's own diary: a picture for a phone, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from deqi.records import Course
from deqi.report.patient.own_days import OwnDays, OwnScore, own_days
from deqi.report.patient.words import Words, words_in
from deqi.report.shell import render

SHOWN_D = 28
WIDTH, LEFT, RIGHT, TOP, PLOT = 358, 22, 8, 30, 200  # as wide as a phone of 390 pixels leaves
AXIS, VISIT_ROW = 24, 38  # below the plot, in pixels
TICK_HALF, VISIT_HALF = 22, 5  # half of what a date on the axis needs, and of a visit's mark
NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Tick:
    """A Monday on the axis: its line, and where its words have room."""

    x: float
    label_x: float
    label: str


def patient_chart(course: Course, today: date, language: str = "en") -> str:
    """The own scores of the last four weeks as SVG, with visits as marks below.

    Neighbouring days are joined; a day without a score breaks the line, and nothing is drawn in
    its place. The picture carries no style of its own and is drawn at the size of a phone.

    Parameters
    ----------
    course, today, language : as for `observation`.

    Examples
    --------
    >>> svg = patient_chart(Course(id="a"), date(2026, 5, 3))
    >>> "Nothing written in these 28 days" in svg, "<circle" in svg
    (True, False)
    """
    words, days = words_in(language), own_days(course, today, SHOWN_D)
    rows_px = VISIT_ROW if days.visits_on else 0
    return render(
        "patient/picture.svg.j2",
        {
            "words": words,
            "title": _title(days, words),
            "description": _description(days, words),
            "width": WIDTH,
            "height": TOP + PLOT + rows_px + AXIS,
            "foot": TOP + PLOT + rows_px,
            "left": LEFT,
            "right": WIDTH - RIGHT,
            "plot_top": TOP,
            "plot_end": TOP + PLOT,
            "grid": [(nrs, _y(nrs)) for nrs in range(0, 11, 2)],
            "ticks": list(_ticks(days, words)),
            "path": _path(days),
            "dots": [_place(days, score) for score in days.scores],
            "visits": [f"{_x(days, on, 12) - VISIT_HALF:g}" for on in days.visits_on],
            "nothing": "" if days.scores else words.none_drawn.format(n_days=days.n_days),
        },
    )


def patient_table(course: Course, today: date, language: str = "en") -> str:
    """All that the picture shows, as an HTML table: a row for each day with a score or a visit.

    Empty without such a day, since a table without rows tells a reader nothing.

    Examples
    --------
    >>> patient_table(Course(id="a"), date(2026, 5, 3))
    ''
    """
    words, days = words_in(language), own_days(course, today, SHOWN_D)
    if not days.scores and not days.visits_on:
        return ""
    values = {"words": words, "caption": _title(days, words), "rows": _rows(days, words)}
    return render("patient/table.html.j2", values)


def _rows(days: OwnDays, words: Words) -> list[tuple[str, str, str]]:
    by_day: dict[date, list[str]] = {on: [] for on in days.visits_on}
    for score in days.scores:
        by_day.setdefault(score.on, []).append(words.number(score.nrs))
    return [
        (
            words.day(on),
            " / ".join(scores) or NOTHING,
            words.visit_mark if on in days.visits_on else NOTHING,
        )
        for on, scores in sorted(by_day.items())
    ]


def _title(days: OwnDays, words: Words) -> str:
    return words.picture_title.format(first=words.day(days.first_on), last=words.day(days.last_on))


def _description(days: OwnDays, words: Words) -> str:
    visits = words.count(len(days.visits_on), words.visits)
    if not days.scores:
        return f"{words.none_drawn.format(n_days=days.n_days)}. {visits}."
    lo, hi = (words.number(nrs) for nrs in days.range_nrs)
    drawn = words.drawn.format(
        scores=words.count(len(days.scores), words.scores),
        n_written=days.n_written,
        n_days=days.n_days,
    )
    return f"{drawn}{words.range_drawn.format(lo=lo, hi=hi)}. {words.gaps} {visits}."


def _x(days: OwnDays, on: date, hour: float) -> float:
    """Pixels from the left of an hour of a day."""
    share = ((on - days.first_on).days + hour / 24) / days.n_days
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(nrs: float) -> float:
    """Pixels from the top of a score: 10 above, 0 below."""
    return round(TOP + (1 - nrs / 10) * PLOT, 1)


def _place(days: OwnDays, score: OwnScore) -> tuple[float, float]:
    return _x(days, score.on, score.hour), _y(score.nrs)


def _path(days: OwnDays) -> str:
    """A line through scores of the same or of neighbouring days only."""
    return "".join(_step(days, one, other) for one, other in pairwise(days.scores))


def _step(days: OwnDays, one: OwnScore, other: OwnScore) -> str:
    if other.on - one.on > timedelta(days=1):
        return ""
    (x1, y1), (x2, y2) = _place(days, one), _place(days, other)
    return f"M{x1:g} {y1:g}L{x2:g} {y2:g}"


def _ticks(days: OwnDays, words: Words) -> Iterator[Tick]:
    for on in _mondays(days):
        x = _x(days, on, 0)
        yield Tick(x, min(max(x, TICK_HALF), WIDTH - TICK_HALF), words.short_day(on))


def _mondays(days: OwnDays) -> Sequence[date]:
    first = days.first_on + timedelta(days=-days.first_on.weekday() % 7)
    return [first + timedelta(days=k) for k in range(0, (days.last_on - first).days + 1, 7)]

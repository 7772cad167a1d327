"""One plot: scores, level, the course expected without visits and the forecast over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from deqi.infer import Interval
from deqi.report import chart_marks as m
from deqi.report.chart_layout import Window
from deqi.report.chart_ticks import choose_ticks
from deqi.report.picture import Band, Picture
from deqi.report.wording import number, short_day
from deqi.track.timeline import Kind

Row = dict[str, Any]
BAND_OPACITY = 0.17  # three bands over each other: 95, 80 and 50 % get darker inwards
AHEAD_LABEL_PX = 62  # room that the word "forecast" needs
RECORD_LABEL_PX = 110  # and "record to 26 April"
DOT_SIZES = ((60, 34.0), (150, 22.0), (400, 14.0))  # up to n scores: area of a dot
SMALLEST_DOT = 9.0


def y_of(nrs: float, height: int) -> float:
    """Pixels from the top of the plot."""
    return round((1 - nrs / 10) * height, 2)


def background(window: Window, picture: Picture, height: int, step: int) -> list[m.Layer]:
    """Shade of the future, grid, and the scores' axis."""
    width = window.layout.plot_width
    ahead = [{"x": window.x(picture.record_ends_at), "y": 0, "x2": width, "y2": height}]
    ticks = range(0, 11, step)
    grid = [{"x": 0, "y": y_of(k, height), "x2": width, "y2": y_of(k, height)} for k in ticks]
    labels = [{"x": -7, "y": y_of(k, height), "text": str(k)} for k in ticks]
    font = window.layout.font
    return (
        m.boxes(ahead if picture.forecast else [], m.AHEAD)
        + m.rules(grid, m.GRID)
        + m.texts(labels, font, align="right", baseline="middle")
    )


def time_axis(window: Window, height: int) -> list[m.Layer]:
    """Dates under the plot, with a light line up through it."""
    layout = window.layout
    n_at_most = layout.plot_width // layout.tick_px
    ticks = choose_ticks(window.starts_at, window.ends_at, n_at_most)
    half = layout.tick_px / 2
    places = [(t, window.x(t.at)) for t in ticks]
    lines = [{"x": x, "y": 0, "x2": x, "y2": height + 4} for _, x in places]
    inside = [
        (t, min(max(x, half - layout.left), layout.plot_width + layout.right - half))
        for t, x in places
    ]
    labels = [{"x": x, "y": height + layout.font + 5, "text": t.label} for t, x in inside]
    years = [
        {"x": x, "y": height + 2 * layout.font + 7, "text": t.year} for t, x in inside if t.year
    ]
    return (
        m.rules(lines, m.GRID)
        + m.texts(labels, layout.font, align="center")
        + m.texts(years, layout.font, align="center", weight="bold")
    )


def bands(window: Window, picture: Picture, height: int) -> list[m.Layer]:
    """Bands first, lines over them: without visits, level, forecast, forecast with the plan."""
    level = _shown(window, picture.level)
    without = _shown(window, picture.without_visits)
    return (
        m.area(_edges(window, without, height, ("80",)), m.WITHOUT, 0.22)
        + m.area(_edges(window, level, height), m.LEVEL, BAND_OPACITY, "band")
        + m.area(_edges(window, picture.forecast, height), m.FORECAST, BAND_OPACITY, "band")
        + m.line(_outline(window, picture.forecast_with_plan, height), m.PLANNED, 1, (1, 3), "edge")
        + m.line(_median(window, without, height), m.WITHOUT_LINE, 2.2, (7, 4))
        + m.line(_median(window, level, height), m.LEVEL, 2.4)
        + m.line(_median(window, picture.forecast, height), m.FORECAST, 2, (2, 3))
        + m.line(_median(window, picture.forecast_with_plan, height), m.PLANNED, 2.2)
    )


def _shown(window: Window, bands: Sequence[Band]) -> list[Band]:
    """The bands of a window, led up to its left edge."""
    inside = [band for band in bands if window.holds(band.at)]
    before = [band for band in bands if band.at < window.starts_at]
    if inside and before:
        inside.insert(0, _between(before[-1], inside[0], window.starts_at))
    return inside


def _between(one: Band, other: Band, at: datetime) -> Band:
    """On the straight line from one band to the other: what a line crossing the edge shows."""
    share = (at - one.at) / (other.at - one.at)
    names = (end.name for end in fields(Interval))
    ends = ((getattr(one.nrs, name), getattr(other.nrs, name)) for name in names)
    return Band(at, Interval(*(a + share * (b - a) for a, b in ends)))


def _edges(
    window: Window, bands: Sequence[Band], height: int, which: Sequence[str] = ("95", "80", "50")
) -> list[Row]:
    return [
        {
            "x": window.x(band.at),
            "lo": y_of(_clipped(getattr(band.nrs, f"lo{name}")), height),
            "hi": y_of(_clipped(getattr(band.nrs, f"hi{name}")), height),
            "band": name,
        }
        for name in which
        for band in bands
    ]


def _outline(window: Window, bands: Sequence[Band], height: int) -> list[Row]:
    return [
        {"x": edge["x"], "y": edge[end], "edge": end}
        for end in ("lo", "hi")
        for edge in _edges(window, bands, height, ("80",))
    ]


def _median(window: Window, bands: Sequence[Band], height: int) -> list[Row]:
    return [{"x": window.x(b.at), "y": y_of(_clipped(b.nrs.median), height)} for b in bands]


def _clipped(nrs: float) -> float:
    """The level is not bounded by the scale; the paper is."""
    return min(max(nrs, 0.0), 10.0)


def dots(window: Window, picture: Picture, height: int) -> list[m.Layer]:
    """Scores; a diamond before needling, a hollow one after, joined when they belong together."""
    shown = [d for d in picture.dots if window.holds(d.at)]
    size = next((size for n, size in DOT_SIZES if len(shown) <= n), SMALLEST_DOT)
    rows: dict[Kind, list[Row]] = {kind: [] for kind in Kind}
    for dot in shown:
        row = {"x": window.x(dot.at), "y": y_of(dot.nrs, height)}
        if row not in rows[dot.kind][-20:]:  # dots that cover each other are drawn once
            rows[dot.kind].append(row)
    return (
        m.rules(_falls(rows), m.INK, 0.8)
        + m.symbols(rows[Kind.DIARY], "circle", m.INK, size, opacity=0.75)
        + m.symbols(rows[Kind.BEFORE], "diamond", m.INK, 2 * size + 10)
        + m.symbols(rows[Kind.AFTER], "diamond", m.INK, 2 * size + 10, is_hollow=True)
    )


def _falls(rows: dict[Kind, list[Row]]) -> list[Row]:
    """From each score before needling to the one that follows within two pixels."""
    return [
        {"x": before["x"], "y": before["y"], "x2": after["x"], "y2": after["y"]}
        for before in rows[Kind.BEFORE]
        for after in rows[Kind.AFTER]
        if 0 <= after["x"] - before["x"] < 2
    ]


def important_reference(window: Window, picture: Picture, height: int) -> list[m.Layer]:
    """The level below which a change counts as an important improvement."""
    below = picture.important_below_nrs
    if below is None:
        return []
    layout, y = window.layout, y_of(below, height)
    line = m.rules([{"x": 0, "y": y, "x2": layout.plot_width, "y2": y}], m.INK, 1, (1, 3))
    if not layout.has_room_for_words:
        return line
    label = {"x": 4, "y": y + layout.font + 1, "text": f"important below {number(below)}"}
    return line + m.haloed([label], layout.font - 1, m.INK)


def end_of_record(window: Window, picture: Picture, height: int) -> list[m.Layer]:
    """A line where the record ends, its date, and the word for what follows."""
    layout, x = window.layout, window.x(picture.record_ends_at)
    words = f"record to {short_day((picture.record_ends_at - timedelta(days=1)).date())}"
    has_room = layout.plot_width - x >= AHEAD_LABEL_PX
    is_early = x < RECORD_LABEL_PX
    ahead = "forecast" if picture.forecast and has_room and not is_early else ""
    return (
        m.rules([{"x": x, "y": -18, "x2": x, "y2": height}], m.INK, 1)
        + m.texts(
            [{"x": x + 5 if is_early else x - 5, "y": -8, "text": words}],
            layout.font - 1,
            align="left" if is_early else "right",
            colour=m.INK,
        )
        + m.texts([{"x": x + 5, "y": -8, "text": ahead}], layout.font - 1, colour=m.INK)
    )


def title(window: Window, words: str) -> list[m.Layer]:
    """What the axis measures, over its upper end."""
    row = {"x": -window.layout.left + 2, "y": -28, "text": words}
    return m.texts([row], window.layout.font, colour=m.INK, weight="bold")

"""The blocks in a picture: shaded over the diary, each with its mean and interval."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deqi.infer.blocks import BlockMean
from deqi.report import chart_marks as m
from deqi.report.chart_layout import NARROW, WIDE, Layout, Window
from deqi.report.chart_plot import time_axis, y_of
from deqi.report.n_of_1.contents import BlocksReport
from deqi.report.renderer import SCHEMA, named_svg, render_svg
from deqi.report.wording import count, day, number
from deqi.track.timeline import Kind

ON_FILL = "#dbe9f6"  # on blocks; the words "on" and "off" say it without colour
AXIS_PX = 62
VISITS_PX = 22


def draw_blocks_picture(report: BlocksReport) -> tuple[str, ...]:
    """The picture as inline SVG, for a wide page and for a phone."""
    title, description = _words(report)
    return tuple(
        named_svg(
            render_svg(blocks_spec(report, layout)), f"picture-{layout.name}", title, description
        )
        for layout in (WIDE, NARROW)
    )


def _words(report: BlocksReport) -> tuple[str, str]:
    means = "; ".join(
        f"{'on' if one.block.is_on else 'off'} {number(one.mean_nrs)}"
        for one in report.answer.means
        if one.mean_nrs is not None
    )
    title = f"Diary from {day(report.answer.design.first_on)}, blocks with visits shaded"
    return title, f"Means of the blocks in order: {means}. The table below holds the figures."


def blocks_spec(report: BlocksReport, layout: Layout) -> dict[str, Any]:
    """The picture as a Vega-Lite specification, places in pixels."""
    answer, height = report.answer, layout.plot_height
    first = min(answer.design.first_on, report.fit.timeline.first_on or answer.design.first_on)
    window = Window(layout, _midnight(first), _midnight(answer.planned_to + timedelta(days=1)))
    frame = {
        "x": -layout.left,
        "y": -layout.top,
        "x2": layout.plot_width + layout.right,
        "y2": height + VISITS_PX + AXIS_PX,
    }
    layers = (
        m.boxes([frame], "#ffffff")
        + _shades(report, window, height)
        + _grid(window, height)
        + time_axis(window, height + VISITS_PX)
        + _dots(report, window, height)
        + _means(report, window, height)
        + _visits(report, window, height)
        + m.texts(
            [{"x": -layout.left + 2, "y": -28, "text": "Pain, 0 to 10"}],
            layout.font,
            colour=m.INK,
            weight="bold",
        )
    )
    return {
        "$schema": SCHEMA,
        "width": layout.plot_width,
        "height": height,
        "padding": 0,
        "background": "#ffffff",
        "layer": layers,
        "config": {"view": {"stroke": None}, "aria": False},
    }


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min)


def _span(one: BlockMean, window: Window) -> tuple[float, float]:
    ends = _midnight(one.block.to_on + timedelta(days=1))
    return window.x(_midnight(one.block.from_on)), window.x(ends)


def _shades(report: BlocksReport, window: Window, height: int) -> list[m.Layer]:
    """On blocks shaded; every block named over the plot."""
    shaded, names, edges = [], [], []
    for one in report.answer.means:
        x, x2 = _span(one, window)
        if one.block.is_on:
            shaded.append({"x": x, "y": 0, "x2": x2, "y2": height})
        names.append({"x": (x + x2) / 2, "y": -8, "text": "on" if one.block.is_on else "off"})
        edges.append({"x": x, "y": -4, "x2": x, "y2": height})
    return (
        m.boxes(shaded, ON_FILL)
        + m.rules(edges, m.QUIET, 0.8, (2, 3))
        + m.texts(names, window.layout.font, align="center", colour=m.INK)
    )


def _grid(window: Window, height: int) -> list[m.Layer]:
    width, ticks = window.layout.plot_width, range(0, 11, window.layout.score_steps)
    lines = [{"x": 0, "y": y_of(k, height), "x2": width, "y2": y_of(k, height)} for k in ticks]
    labels = [{"x": -7, "y": y_of(k, height), "text": str(k)} for k in ticks]
    return m.rules(lines, m.GRID) + m.texts(
        labels, window.layout.font, align="right", baseline="middle"
    )


def _dots(report: BlocksReport, window: Window, height: int) -> list[m.Layer]:
    zone = ZoneInfo(report.fit.timeline.time_zone)
    rows = [
        {"x": window.x(at), "y": y_of(score.nrs, height)}
        for score in report.fit.timeline.scores
        if score.kind is Kind.DIARY
        and window.holds(at := score.at.astimezone(zone).replace(tzinfo=None))
    ]
    return m.symbols(rows, "circle", m.INK, 16.0, opacity=0.6)


def _means(report: BlocksReport, window: Window, height: int) -> list[m.Layer]:
    """A line at each block's mean, its interval as a bar, its number beside it."""
    lines, bars, labels = [], [], []
    for one in report.answer.means:
        if one.mean_nrs is None:
            continue
        x, x2 = _span(one, window)
        y = y_of(one.mean_nrs, height)
        lines.append({"x": x + 2, "y": y, "x2": x2 - 2, "y2": y})
        labels.append({"x": (x + x2) / 2, "y": y - 5, "text": number(one.mean_nrs)})
        if one.lo80 is not None and one.hi80 is not None:
            top, foot = y_of(one.hi80, height), y_of(one.lo80, height)
            bars.append({"x": x + 2, "y": top, "x2": x2 - 2, "y2": foot})
    has_room = window.layout.has_room_for_words or len(labels) <= 4
    return (
        m.boxes(bars, m.LEVEL, opacity=0.25)
        + m.rules(lines, m.LEVEL, 2.4)
        + (m.haloed(labels, window.layout.font, m.INK, align="center") if has_room else [])
    )


def _visits(report: BlocksReport, window: Window, height: int) -> list[m.Layer]:
    zone = ZoneInfo(report.fit.timeline.time_zone)
    moments = [v.at.astimezone(zone).replace(tzinfo=None) for v in report.fit.timeline.visits]
    rows = [{"x": window.x(at), "y": height + 12} for at in moments if window.holds(at)]
    return m.symbols(rows, "triangle-down", m.INK, 60.0)


def picture_note(report: BlocksReport) -> str:
    """What the picture shows, for the line under it."""
    n = count(report.fit.timeline.n_visits, "visit")
    return (
        "Dots: diary scores. Shaded: blocks with visits (on). Line and band: mean of a block with "
        f"its 80 % interval from week means. Triangles: {n}."
    )

"""Mean pain over a year: cohorts as points, what each prior set expects as curves."""

from __future__ import annotations

from typing import Any

from deqi.evidence.pedigree import CohortCurves
from deqi.report import chart_marks as m
from deqi.report.bands import NARROW, WIDE, BandLayout
from deqi.report.renderer import SCHEMA, named_svg, render_svg

LAST_WEEK, MOST_NRS = 52, 8
WEEK_TICKS = (0, 6, 13, 26, 39, 52)
PLOT_PX, ABOVE_PX, BELOW_PX, LEFT_PX = 190, 28, 42, 30


def course_pictures(curves: CohortCurves) -> tuple[str, ...]:
    """The picture twice, for a wide page and for a phone."""
    name = "course-" + curves.name.replace(", ", "-").replace("_", "-")
    description = (
        f"Shipped set: {curves.shipped[0]:.1f} at the start, {curves.shipped[-1]:.1f} after a "
        f"year; rebuilt: {curves.rebuilt[0]:.1f} and {curves.rebuilt[-1]:.1f}. Rows: table below."
    )
    return tuple(
        named_svg(
            render_svg(_spec(curves, layout)),
            f"picture-{layout.name}",
            curves.title,
            description,
        ).replace(f"picture-{layout.name}-", f"{name}-{layout.name}-")
        for layout in (WIDE, NARROW)
    )


def _spec(curves: CohortCurves, layout: BandLayout) -> dict[str, Any]:
    height = ABOVE_PX + PLOT_PX + BELOW_PX
    frame = {"x": 0, "y": 0, "x2": layout.width, "y2": height}
    layers = (
        m.boxes([frame], "#ffffff")
        + _axes(layout)
        + m.line(_curve(curves.shipped, layout), m.FORECAST, 2.5, dash=(7, 4))
        + m.line(_curve(curves.rebuilt, layout), m.LEVEL, 2.5)
        + _points(curves, layout)
    )
    return {
        "$schema": SCHEMA,
        "width": layout.width,
        "height": height,
        "layer": layers,
        "padding": 0,
        "background": "#ffffff",
        "config": {"view": {"stroke": None}, "aria": False},
    }


def _x(week: float, layout: BandLayout) -> float:
    inner = layout.width - LEFT_PX - layout.margin
    return round(LEFT_PX + week / LAST_WEEK * inner, 2)


def _y(nrs: float) -> float:
    return round(ABOVE_PX + (1 - nrs / MOST_NRS) * PLOT_PX, 2)


def _axes(layout: BandLayout) -> list[m.Layer]:
    left, right = _x(0, layout), _x(LAST_WEEK, layout)
    rules = [
        {"x": left, "y": _y(nrs), "x2": right, "y2": _y(nrs)} for nrs in range(0, MOST_NRS + 1, 2)
    ]
    scores = [
        {"x": left - 6, "y": _y(nrs) + 4, "text": f"{nrs}"} for nrs in range(0, MOST_NRS + 1, 2)
    ]
    weeks = [{"x": _x(week, layout), "y": _y(0) + 18, "text": f"{week}"} for week in WEEK_TICKS]
    middle = [{"x": layout.width / 2, "y": _y(0) + 36, "text": "weeks since the start"}]
    title = [{"x": layout.margin, "y": 14, "text": "mean pain, 0 to 10"}]
    return (
        m.rules(rules, m.GRID)
        + m.texts(scores, layout.font, align="right")
        + m.texts(weeks, layout.font, align="center")
        + m.texts(middle, layout.font, align="center", colour=m.INK)
        + m.texts(title, layout.font, colour=m.INK)
    )


def _curve(values: tuple[float, ...], layout: BandLayout) -> list[m.Row]:
    return [{"x": _x(week, layout), "y": _y(nrs)} for week, nrs in enumerate(values)]


def _points(curves: CohortCurves, layout: BandLayout) -> list[m.Layer]:
    bars = [
        {"x": _x(week, layout), "y": _y(lo), "x2": _x(week, layout), "y2": _y(hi)}
        for week, _, lo, hi in curves.points
    ]
    dots = [{"x": _x(week, layout), "y": _y(mean)} for week, mean, _, _ in curves.points]
    return m.rules(bars, m.INK, 2) + m.symbols(dots, "square", m.INK, 60)

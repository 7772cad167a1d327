"""Time courses on one axis of log hours, beside the hours of relief that practitioners report."""

from __future__ import annotations

import math
from typing import Any

from deqi.evidence.mechanism import (
    PRACTICE_WINDOW_H,
    TimeCourse,
    read_time_courses,
    share_left,
)
from deqi.evidence.mechanism.explain import in_words
from deqi.evidence.mechanism.kinetics import Kind
from deqi.report import chart_marks as m
from deqi.report.mechanism.layout import Size
from deqi.report.renderer import SCHEMA, named_svg, render_svg

FIRST_MIN, LAST_MIN = 0.5, 30 * 1440.0  # the axis: half a minute to thirty days
TICKS_MIN = (
    (1, "1 min"),
    (10, "10 min"),
    (60, "1 h"),
    (600, "10 h"),
    (4320, "3 d"),
    (20160, "14 d"),
)
N_POINTS = 120
TOP_PX = 46
LABEL_PX = 20
CURVE_PX = 34
BAR_PX = 16
GAP_PX = 12
FOOT_PX = 26
HEADINGS = {
    Kind.HALF_LIFE: "Share of a substance that is left (half-life)",
    Kind.MEASURED: "How long a change was seen",
}
WINDOW_FILL = "#fbe3b0"


def time_courses_svg(size: Size) -> str:
    """The time courses as one inline SVG; the table beside it has the figures."""
    lo_h, hi_h = PRACTICE_WINDOW_H
    return named_svg(
        render_svg(time_courses_spec(size)),
        f"courses-{size.name}",
        "How long the substances and changes last after needling",
        f"One row each, on an axis from one minute to 14 days. Curves of five substances fall to "
        f"nothing before a shaded band from {lo_h:.0f} to {hi_h:.0f} hours; bars of local changes "
        "end within half an hour; relief after one visit was seen up to 14 days in one small "
        "study.",
    )


def time_courses_spec(size: Size) -> dict[str, Any]:
    """The time courses as a Vega-Lite specification, places in pixels."""
    layers: list[m.Layer] = []
    y = float(TOP_PX)
    kind = None
    for course in drawn():
        if course.kind != kind:
            kind = course.kind
            words = [{"x": size.side, "y": y + size.font, "text": HEADINGS[kind]}]
            layers += m.haloed(words, size.font, m.QUIET)
            y += LABEL_PX + 4
        tall = CURVE_PX if course.kind == Kind.HALF_LIFE else BAR_PX
        layers += _row(size, course, y)
        y += LABEL_PX + tall + GAP_PX
    height = y + FOOT_PX
    frame = m.boxes([{"x": 0, "y": 0, "x2": size.width, "y2": height}], "#ffffff")
    return {
        "$schema": SCHEMA,
        "width": size.width,
        "height": height,
        "layer": frame + _window(size, y) + _axis(size, y) + layers,
        "padding": 0,
        "background": "#ffffff",
        "config": {"view": {"stroke": None}, "aria": False},
    }


def drawn() -> list[TimeCourse]:
    """The time courses whose figures were checked; the others are named in words only."""
    return [course for course in read_time_courses() if course.is_checked]


def label(course: TimeCourse) -> str:
    """What stands above a row."""
    lo, hi = course.lo_min or 0.0, course.hi_min or 0.0
    if course.kind == Kind.HALF_LIFE:
        span = in_words(hi) if lo == hi else f"{lo:g} to {in_words(hi)}"
        return f"{course.name} ({course.species}): {span}"
    if lo:
        return f"{course.name}: {in_words(lo)} to {in_words(hi)}"
    return f"{course.name}: to {in_words(hi)}"


def x_of(size: Size, minutes: float) -> float:
    """Pixels from the left for a time after needling."""
    share = math.log(minutes / FIRST_MIN) / math.log(LAST_MIN / FIRST_MIN)
    return round(size.side + share * (size.width - 2 * size.side), 2)


def _row(size: Size, course: TimeCourse, y: float) -> list[m.Layer]:
    name = [{"x": size.side, "y": y + size.font, "text": label(course)}]
    words = m.haloed(name, size.font, m.INK)
    top = y + LABEL_PX
    if course.kind == Kind.HALF_LIFE:
        return _curve(size, course, top) + words
    start = max(course.lo_min or FIRST_MIN, FIRST_MIN)
    end = course.hi_min or FIRST_MIN
    colour = m.LEVEL if course.place == "pain" else m.PLANNED
    box = {"x": x_of(size, start), "y": top + 2, "x2": x_of(size, end), "y2": top + BAR_PX - 2}
    return m.boxes([box], colour, 0.75) + words


def _curve(size: Size, course: TimeCourse, top: float) -> list[m.Layer]:
    """What is left of a substance, from all to nothing; between two half-lives the band."""
    foot = top + CURVE_PX
    ratio = LAST_MIN / FIRST_MIN
    times = [FIRST_MIN * ratio ** (k / N_POINTS) for k in range(N_POINTS + 1)]
    rows = [
        {
            "x": x_of(size, t),
            "lo": foot,
            "hi": foot - CURVE_PX * share_left(course.hi_min or 1.0, t),
            "y": foot - CURVE_PX * share_left(course.lo_min or 1.0, t),
        }
        for t in times
    ]
    upper = [{"x": row["x"], "y": row["hi"]} for row in rows]
    return (
        m.area(rows, m.FORECAST, 0.25)
        + m.line(upper, m.INK, 1.6)
        + (m.line(rows, m.INK, 1.6) if course.lo_min != course.hi_min else [])
    )


def _window(size: Size, foot: float) -> list[m.Layer]:
    lo, hi = (x_of(size, 60 * h) for h in PRACTICE_WINDOW_H)
    words = [
        {"x": (lo + hi) / 2, "y": size.font, "text": "relief as told by"},
        {"x": (lo + hi) / 2, "y": 2 * size.font + 2, "text": "practitioners, 12 to 36 h"},
    ]
    return m.boxes([{"x": lo, "y": TOP_PX - 12, "x2": hi, "y2": foot}], WINDOW_FILL, 0.8) + m.texts(
        words, size.font, colour=m.WITHOUT_LINE, align="center"
    )


def _axis(size: Size, foot: float) -> list[m.Layer]:
    places = [(x_of(size, at), words) for at, words in TICKS_MIN]
    lines = [{"x": x, "y": TOP_PX - 12, "x2": x, "y2": foot + 4} for x, _ in places]
    labels = [{"x": x, "y": foot + size.font + 6, "text": words} for x, words in places]
    return m.rules(lines, m.GRID) + m.texts(labels, size.font, align="center")

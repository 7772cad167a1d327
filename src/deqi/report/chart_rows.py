"""The rows under the plot: visits done and planned, days of flare, other care by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from deqi.report import chart_marks as m
from deqi.report.chart_layout import (
    BAR_ROW_PX,
    MOST_BARS,
    ROW_LABEL_PX,
    ROW_MARK_PX,
    Window,
)
from deqi.report.picture import Bar, Picture
from deqi.report.text_width import display_width, printable, shortened

CHARACTER_SHARE = 0.56  # of the font size: a common width of one character
MARK_SIZE = 70.0
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Rows:
    """Layers of the rows, and the height they need."""

    layers: list[m.Layer]
    height: int


def draw_rows(window: Window, picture: Picture, top: int) -> Rows:
    """Draw every row that has something to show, from `top` down."""
    layers: list[m.Layer] = []
    y = top
    for label, marks in (
        (_visits_label(picture), _visits(window, picture)),
        ("Flare days", _flares(window, picture)),
    ):
        if marks:
            layers += _label(window, label, y) + _at(marks, y + ROW_LABEL_PX + ROW_MARK_PX // 2)
            y += ROW_LABEL_PX + ROW_MARK_PX + 4
    bars = [b for b in picture.bars if b.to_at > window.starts_at]
    if bars:
        layers += _label(window, "Other care", y)
        y += ROW_LABEL_PX + 4
        for k, bar in enumerate(bars[:MOST_BARS]):
            layers += _bar(window, bar, y + k * BAR_ROW_PX)
        y += min(len(bars), MOST_BARS) * BAR_ROW_PX
    if len(bars) > MOST_BARS:
        layers += _label(window, f"and {len(bars) - MOST_BARS} more, in the table", y)
        y += ROW_LABEL_PX
    return Rows(layers, y - top)


def _visits_label(picture: Picture) -> str:
    return "Visits, and proposed visits (hollow)" if picture.planned else "Visits"


def _visits(window: Window, picture: Picture) -> list[m.Layer]:
    done = [{"x": window.x(at), "y": 0} for at in picture.visits if window.holds(at)]
    planned = [{"x": window.x(at), "y": 0} for at in picture.planned if window.holds(at)]
    return m.symbols(done, "triangle-down", m.INK, MARK_SIZE) + m.symbols(
        planned, "triangle-down", m.PLANNED, MARK_SIZE, is_hollow=True
    )


def _flares(window: Window, picture: Picture) -> list[m.Layer]:
    moments = [datetime.combine(on, NOON) for on in picture.flare_days]
    rows = [{"x": window.x(at), "y": 0} for at in moments if window.holds(at)]
    return m.symbols(rows, "cross", m.ALERT, MARK_SIZE - 15)


def _at(layers: list[m.Layer], y: float) -> list[m.Layer]:
    """The same marks, on their row."""
    for layer in layers:
        for row in layer["data"]["values"]:
            row["y"] = y
    return layers


def _label(window: Window, words: str, y: float) -> list[m.Layer]:
    font = window.layout.font - 1
    return m.texts([{"x": 0, "y": y + font, "text": words}], font)


def _bar(window: Window, bar: Bar, y: float) -> list[m.Layer]:
    """The name, then its bar; a bar that goes on ends in an arrow."""
    x, x2 = window.x(max(bar.from_at, window.starts_at)), window.x(bar.to_at)
    x2 = max(x2, x + 3)
    font = window.layout.font - 1
    arrow = [{"x": x2, "y": y + font + 5}] if bar.goes_on else []
    return (
        _name(window, bar.what, x, x2, y + font - 1)
        + m.boxes([{"x": x, "y": y + font + 3, "x2": x2, "y2": y + font + 7}], m.OTHER_CARE)
        + m.symbols(arrow, "triangle-right", m.OTHER_CARE, 60)
    )


def _name(window: Window, what: str, x: float, x2: float, y: float) -> list[m.Layer]:
    """From the bar's start if the name fits there, else up to its end, shortened if it must be."""
    font = window.layout.font - 1
    room_after, room_before = window.layout.plot_width - x, x2
    what = printable(what)
    is_late = display_width(what) * font * CHARACTER_SHARE > room_after and room_before > room_after
    n_fit = int((room_before if is_late else room_after) / (font * CHARACTER_SHARE))
    row = {"x": x2 if is_late else x, "y": y, "text": shortened(what, n_fit)}
    return m.texts([row], font, colour=m.INK, align="right" if is_late else "left")

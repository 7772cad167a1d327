"""A picture of bands on one axis: what was expected as a band, what was seen as a dot.

Each row has its name on a line of its own above its band, so that a phone shows long names too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

from deqi.report import chart_marks as m
from deqi.report.renderer import SCHEMA, named_svg, render_svg
from deqi.report.text_width import shortened

Kind = Literal["group", "band", "weak", "shipped", "rebuilt", "datum", "unused"]
LETTER = 0.53  # width of a letter on average, in font sizes
ROW_PX, GROUP_PX, AXIS_PX, TOP_PX = 40, 34, 44, 8
_COLOURS: dict[str, str] = {
    "band": m.LEVEL,
    "weak": m.FORECAST,
    "shipped": m.FORECAST,
    "rebuilt": m.LEVEL,
    "datum": m.INK,
    "unused": m.QUIET,
}


@dataclass(frozen=True, slots=True)
class BandRow:
    """One row: a heading (`group`), a band with its middle, or a figure with its interval.

    `lo95`, `lo50`, `middle`, `hi50`, `hi95` are on the axis; None leaves that part out. `seen` is
    drawn as a filled dot, `start` as an open diamond. `more` stands behind the name, `aside` at the
    right end of its line.
    """

    name: str
    kind: Kind = "band"
    more: str = ""
    aside: str = ""
    lo95: float | None = None
    lo50: float | None = None
    middle: float | None = None
    hi50: float | None = None
    hi95: float | None = None
    seen: float | None = None
    start: float | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """From `lo` to `hi`, a tick at each of `ticks`, and what is measured in which unit.

    With `is_log`, equal ratios are equally far; both ends are above 0.
    """

    lo: float
    hi: float
    ticks: tuple[float, ...]
    title: str
    is_log: bool = False

    def share(self, value: float) -> float:
        """Where a value lies, 0 at the left end and 1 at the right; beyond, at that end.

        >>> Axis(1, 100, (1, 10, 100), "days", is_log=True).share(10)
        0.5
        """
        held = min(max(value, self.lo), self.hi)
        if self.is_log:
            return log(held / self.lo) / log(self.hi / self.lo)
        return (held - self.lo) / (self.hi - self.lo)


@dataclass(frozen=True, slots=True)
class BandLayout:
    """Width of the picture and its margins, in pixels."""

    name: str
    width: int
    margin: int
    font: int


WIDE = BandLayout("wide", 840, 14, 13)
NARROW = BandLayout("narrow", 358, 12, 12)


def band_pictures(
    rows: Sequence[BandRow], axis: Axis, name: str, title: str, description: str
) -> tuple[str, ...]:
    """The picture twice, for a wide page and for a phone; the page's style shows one."""
    return tuple(
        named_svg(
            render_svg(band_spec(rows, axis, layout)), f"picture-{layout.name}", title, description
        ).replace(f"picture-{layout.name}-", f"{name}-{layout.name}-")
        for layout in (WIDE, NARROW)
    )


def band_spec(rows: Sequence[BandRow], axis: Axis, layout: BandLayout) -> dict[str, object]:
    """The picture as a Vega-Lite specification: plain dicts with places in pixels."""
    places = _places(rows)
    height = TOP_PX + sum(GROUP_PX if row.kind == "group" else ROW_PX for row in rows)
    plot = _Plot(axis, layout, height)
    layers = m.boxes([plot.frame], "#ffffff") + _grid(plot)
    for row, top in zip(rows, places, strict=True):
        layers += _group(row, top, plot) if row.kind == "group" else _row(row, top, plot)
    return {
        "$schema": SCHEMA,
        "width": layout.width,
        "height": height + AXIS_PX,
        "layer": layers,
        "padding": 0,
        "background": "#ffffff",
        "config": {"view": {"stroke": None}, "aria": False},
    }


@dataclass(frozen=True, slots=True)
class _Plot:
    axis: Axis
    layout: BandLayout
    height: int

    def x(self, value: float) -> float:
        """Pixels of a value; what lies beyond the axis is drawn at its end."""
        inner = self.layout.width - 2 * self.layout.margin
        return round(self.layout.margin + self.axis.share(value) * inner, 2)

    @property
    def frame(self) -> m.Row:
        """The whole picture, so that its size does not hang on font metrics."""
        return {"x": 0, "y": 0, "x2": self.layout.width, "y2": self.height + AXIS_PX}


def _places(rows: Sequence[BandRow]) -> list[int]:
    tops, top = [], TOP_PX
    for row in rows:
        tops.append(top)
        top += GROUP_PX if row.kind == "group" else ROW_PX
    return tops


def _grid(plot: _Plot) -> list[m.Layer]:
    ticks = [{"x": plot.x(t), "y": 0, "x2": plot.x(t), "y2": plot.height} for t in plot.axis.ticks]
    labels = [
        {"x": plot.x(tick), "y": plot.height + 16, "text": f"{tick:g}"} for tick in plot.axis.ticks
    ]
    middle = {"x": plot.layout.width / 2, "y": plot.height + 36, "text": plot.axis.title}
    return (
        m.rules(ticks, m.GRID)
        + m.texts(labels, plot.layout.font, align="center")
        + m.texts([middle], plot.layout.font, align="center", colour=m.INK)
    )


def _group(row: BandRow, top: int, plot: _Plot) -> list[m.Layer]:
    place = {"x": plot.layout.margin, "y": top + 24, "text": row.name}
    return m.texts([place], plot.layout.font + 1, colour=m.INK, weight="bold")


def _row(row: BandRow, top: int, plot: _Plot) -> list[m.Layer]:
    y = top + 28
    colour = _COLOURS[row.kind]
    name = _fitting(row, plot.layout)
    layers = m.haloed(
        [{"x": plot.layout.margin, "y": top + 14, "text": name}], plot.layout.font, m.INK
    )
    if row.aside:
        right = {"x": plot.layout.width - plot.layout.margin, "y": top + 14, "text": row.aside}
        layers += m.haloed([right], plot.layout.font, m.QUIET, align="right")
    layers += _band(plot, y, row.lo95, row.hi95, colour, thickness=2 if _is_figure(row) else 8)
    layers += _band(plot, y, row.lo50, row.hi50, colour, thickness=14)
    layers += _marks(row, y, plot, colour)
    return layers


def _fitting(row: BandRow, layout: BandLayout) -> str:
    """The name and what stands behind it, the name cut so that both end before `aside`."""
    letters = int((layout.width - 2 * layout.margin) / (LETTER * layout.font)) - len(row.aside) - 2
    more = f"  {row.more}" if row.more else ""
    return shortened(row.name, letters - len(more)) + more


def _is_figure(row: BandRow) -> bool:
    return row.kind in ("datum", "unused")


def _band(
    plot: _Plot, y: float, lo: float | None, hi: float | None, colour: str, thickness: int
) -> list[m.Layer]:
    if lo is None or hi is None:
        return []
    half = thickness / 2
    box = {"x": plot.x(lo), "y": y - half, "x2": plot.x(hi), "y2": y + half}
    return m.boxes([box], colour, opacity=1 if thickness == 2 else 0.35)


def _marks(row: BandRow, y: float, plot: _Plot, colour: str) -> list[m.Layer]:
    layers: list[m.Layer] = []
    if row.middle is not None:
        x = plot.x(row.middle)
        if _is_figure(row):
            hollow = row.kind == "unused"
            layers += m.symbols([{"x": x, "y": y}], "square", colour, 60, is_hollow=hollow)
        else:
            layers += m.rules([{"x": x, "y": y - 8, "x2": x, "y2": y + 8}], m.INK, 2)
    if row.start is not None:
        at = [{"x": plot.x(row.start), "y": y}]
        layers += m.symbols(at, "diamond", m.INK, 70, is_hollow=True)
    if row.seen is not None:
        layers += m.symbols([{"x": plot.x(row.seen), "y": y}], "circle", m.ALERT, 80)
    return layers

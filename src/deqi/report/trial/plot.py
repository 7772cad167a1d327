"""A plot with two number axes, in pixels; the marks are those of every chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deqi.report import chart_marks as m
from deqi.report.renderer import SCHEMA, named_svg, render_svg

TOP_PX, FOOT_PX = 34, 46


@dataclass(frozen=True, slots=True)
class Size:
    """Sizes of a picture: desktop and print, or phone."""

    name: str
    width: int
    height: int
    left: int
    right: int
    font: int
    tick_px: int


WIDE = Size("wide", 840, 280, 52, 120, 13, 70)
NARROW = Size("narrow", 358, 250, 46, 12, 12, 60)


@dataclass(frozen=True, slots=True)
class Plot:
    """Axes of a plot: from where to where, what they measure, and the size on the page."""

    size: Size
    x_from: float
    x_to: float
    y_from: float
    y_to: float
    x_title: str
    y_title: str
    is_percent: bool = False

    @property
    def width(self) -> int:
        """Pixels between the margins."""
        return self.size.width - self.size.left - self.size.right

    def x(self, value: float) -> float:
        """Pixels from the left."""
        return round((value - self.x_from) / (self.x_to - self.x_from) * self.width, 2)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        share = (value - self.y_from) / (self.y_to - self.y_from)
        return round((1 - share) * self.size.height, 2)

    def axes(self) -> list[m.Layer]:
        """Grid, numbers and titles."""
        size, font = self.size, self.size.font
        xs = ticks(self.x_from, self.x_to, max(2, self.width // size.tick_px))
        ys = ticks(self.y_from, self.y_to, 6)
        grid = [{"x": 0, "y": self.y(v), "x2": self.width, "y2": self.y(v)} for v in ys]
        grid += [{"x": self.x(v), "y": 0, "x2": self.x(v), "y2": size.height + 4} for v in xs]
        left = [{"x": -7, "y": self.y(v), "text": self._label(v)} for v in ys]
        below = [{"x": self.x(v), "y": size.height + font + 6, "text": f"{v:g}"} for v in xs]
        title = [{"x": -size.left + 2, "y": -14, "text": self.y_title}]
        foot = [{"x": self.width / 2, "y": size.height + 2 * font + 12, "text": self.x_title}]
        return (
            m.rules(grid, m.GRID)
            + m.texts(left, font, align="right", baseline="middle")
            + m.texts(below, font, align="center")
            + m.texts(title, font, colour=m.INK, weight="bold")
            + m.texts(foot, font, align="center")
        )

    def _label(self, value: float) -> str:
        return f"{100 * value:g} %" if self.is_percent else f"{value:g}"

    def band(
        self, xs: Sequence[float], lo: Sequence[float], hi: Sequence[float], colour: str
    ) -> list[m.Layer]:
        """An area between two lines."""
        rows = [
            {"x": self.x(x), "lo": self.y(self._inside(a)), "hi": self.y(self._inside(b))}
            for x, a, b in zip(xs, lo, hi, strict=True)
        ]
        return m.area(rows, colour, 0.2)

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float | None],
        colour: str,
        dash: Sequence[int] = (),
    ) -> list[m.Layer]:
        """A line; points that are not told are left out."""
        told = [(x, y) for x, y in zip(xs, ys, strict=True) if y is not None]
        return m.line(
            [{"x": self.x(x), "y": self.y(self._inside(y))} for x, y in told], colour, 2.2, dash
        )

    def points(
        self, xs: Sequence[float], ys: Sequence[float | None], shape: str, colour: str
    ) -> list[m.Layer]:
        """Marks."""
        told = [(x, y) for x, y in zip(xs, ys, strict=True) if y is not None]
        rows = [{"x": self.x(x), "y": self.y(self._inside(y))} for x, y in told]
        return m.symbols(rows, shape, colour, 46)

    def level(self, y: float, words: str) -> list[m.Layer]:
        """A dotted line across, with its meaning."""
        place = self.y(y)
        row = {"x": 0, "y": place, "x2": self.width, "y2": place}
        label = {"x": 3, "y": place - 4, "text": words}
        return m.rules([row], m.INK, 1, (1, 3)) + m.haloed([label], self.size.font - 1, m.INK)

    def names(self, places: Sequence[tuple[float, str, str]]) -> list[m.Layer]:
        """Names of lines at their right ends, parted so that they can be read; none on a phone."""
        if self.size.right < 60:
            return []
        layers: list[m.Layer] = []
        last = -math.inf
        for y, words, colour in sorted(places, key=lambda p: self.y(self._inside(p[0]))):
            last = max(self.y(self._inside(y)) + 4, last + self.size.font + 2)
            row = {"x": self.width + 8, "y": last, "text": words}
            layers += m.texts([row], self.size.font, colour=colour)
        return layers

    def svg(self, layers: list[m.Layer], name: str, title: str, description: str) -> str:
        """The picture, with words for those who hear it."""
        size = self.size
        frame = {
            "x": -size.left, "y": -TOP_PX,
            "x2": self.width + size.right, "y2": size.height + FOOT_PX,
        }  # fmt: skip
        spec: dict[str, Any] = {
            "$schema": SCHEMA,
            "width": self.width,
            "height": size.height,
            "padding": 0,
            "background": "#ffffff",
            "config": {"view": {"stroke": None}, "aria": False},
            "layer": m.boxes([frame], "#ffffff") + self.axes() + layers,
        }
        return named_svg(render_svg(spec), f"{name}-{size.name}", title, description)

    def _inside(self, y: float) -> float:
        return min(max(y, self.y_from), self.y_to)


def ticks(low: float, high: float, n_at_most: int) -> list[float]:
    """Round numbers between two ends, no more than so many.

    >>> ticks(0, 1, 6)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    span = high - low
    steps = (f * 10.0**e for e in range(-6, 7) for f in (1, 2, 5))
    step = next(s for s in steps if span / s <= n_at_most - 1 + 1e-9)
    first = math.ceil(low / step - 1e-9)
    return [round(k * step, 9) for k in range(first, math.floor(high / step + 1e-9) + 1)]

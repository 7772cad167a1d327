"""The forest plot as Vega-Lite and SVG: one for desktop and print, one for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deqi.evidence.pooling import Contrast, Fit, Measure, PooledGroup, PoolQuestion
from deqi.report import chart_marks as m
from deqi.report.pool.axis import Axis, axis_for
from deqi.report.pool.figures import figure, interval, people, with_interval
from deqi.report.pool.sentences import group_name, size
from deqi.report.renderer import SCHEMA, named_svg, render_svg
from deqi.report.text_width import shortened

MARK_PX = 7  # half the height of a diamond
ROOM_PX = 10
MOST_DRAWN = 100  # comparisons of one group; the table holds the others


@dataclass(frozen=True, slots=True)
class Size:
    """Places of a forest plot in pixels: the plot lies from `left` to `right`.

    `letters` is what a trial's name may take, `heading_letters` a group's; on a
    phone names stand above their line.
    """

    name: str
    width: int
    left: int
    right: int
    line: int
    font: int
    letters: int
    heading_letters: int
    is_stacked: bool


WIDE = Size("wide", 840, 292, 628, 24, 14, 24, 80, False)
NARROW = Size("narrow", 358, 8, 350, 38, 13, 22, 42, True)
SIZES = (WIDE, NARROW)


def forest_svg(
    groups: Sequence[PooledGroup],
    question: PoolQuestion,
    layout: Size,
    prefix: str,
    favours: str,
    axis: Axis | None = None,
) -> str:
    """Comparisons and pools of one or more groups as one inline SVG.

    Parameters
    ----------
    groups : from a `PoolResult`; each under its own heading.
    question : what was asked, for the measure and the level.
    layout : `WIDE` or `NARROW`.
    prefix : makes ids unique where several plots stand on one page.
    favours : which side favours acupuncture, as `PoolResult.favours` says it.
    axis : one for several plots, so that they can be compared; by default what these groups need.
    """
    spec = forest_spec(groups, question, layout, favours, axis)
    pooled = ". ".join(
        f"{group_name(group, question)}: {with_interval(question.measure, group.random)}, "
        f"{size(group)}"
        for group in groups
    )
    return named_svg(
        render_svg(spec),
        f"{prefix}-{layout.name}",
        f"Forest plot, {question.measure.words}",
        f"{pooled}. {favours[:1].upper()}{favours[1:]}. The tables beside it hold every figure.",
    )


def forest_spec(
    groups: Sequence[PooledGroup],
    question: PoolQuestion,
    layout: Size,
    favours: str,
    axis: Axis | None = None,
) -> dict[str, Any]:
    """The same as a Vega-Lite specification, places in pixels."""
    axis = axis or axis_for(groups, question.measure)
    drawing = _Drawing(layout, axis, question, has_headings=len(groups) > 1)
    layers: list[m.Layer] = []
    y = float(ROOM_PX)
    for group in groups:
        drawn, y = drawing.group(group, y)
        layers += drawn
    foot = drawing.foot(y, favours)
    height = y + 52
    frame = m.boxes([{"x": 0, "y": 0, "x2": layout.width, "y2": height}], "#ffffff")
    return {
        "$schema": SCHEMA,
        "width": layout.width,
        "height": height,
        "padding": 0,
        "background": "#ffffff",
        "config": {"view": {"stroke": None}, "aria": False},
        "layer": frame + foot + layers,
    }


@dataclass(frozen=True, slots=True)
class _Drawing:
    layout: Size
    axis: Axis
    question: PoolQuestion
    has_headings: bool

    @property
    def measure(self) -> Measure:
        return self.question.measure

    def x(self, value: float) -> float:
        width = self.layout.right - self.layout.left
        return round(self.layout.left + self.axis.share(value) * width, 2)

    def group(self, group: PooledGroup, y: float) -> tuple[list[m.Layer], float]:
        """A line for each comparison; if there are several, a diamond and the reach of a next."""
        layers: list[m.Layer] = []
        if self.has_headings:
            y += self.layout.font
            words = shortened(group_name(group, self.question), self.layout.heading_letters)
            heading = [{"x": 0, "y": y, "text": words}]
            layers += m.texts(heading, self.layout.font, colour=m.INK, weight="bold")
            y += ROOM_PX
        weighed = list(zip(group.contrasts, group.weights_percent, strict=True))
        lightest = sorted(group.weights_percent, reverse=True)[:MOST_DRAWN][-1]
        drawn = [pair for pair in weighed if pair[1] >= lightest][:MOST_DRAWN]
        for contrast, weight in drawn:
            layers += self._comparison(contrast, weight, y)
            y += self.layout.line
        if len(drawn) < group.k:
            layers += self._words(f"and {group.k - len(drawn):,} that weigh less", "", "", y)
            y += self.layout.line
        found = group.heterogeneity
        if found is not None:
            layers += self._pool(group.random, y)
            y += self.layout.line
        if found is not None and found.prediction is not None:
            layers += self._next_trial(found.prediction, y)
            y += self.layout.line
        return layers, y + ROOM_PX

    def foot(self, y: float, favours: str) -> list[m.Layer]:
        """The axis below, its ticks, the line of no difference, and which side favours what."""
        grid = [{"x": self.x(at), "y": 0, "x2": self.x(at), "y2": y} for at, _ in self.axis.ticks]
        words = [{"x": self.x(at), "y": y + 16, "text": text} for at, text in self.axis.ticks]
        null = [{"x": self.x(0), "y": 0, "x2": self.x(0), "y2": y + 2}]
        side = [{"x": self.layout.left, "y": y + 38, "text": favours}]
        if not self.layout.is_stacked:
            side = [{"x": (self.layout.left + self.layout.right) / 2, "y": y + 38, "text": favours}]
        return [
            *m.rules(grid, m.GRID),
            *m.rules(null, m.INK),
            *m.texts(words, self.layout.font - 1, align="center"),
            *m.texts(
                side, self.layout.font - 1, align="left" if self.layout.is_stacked else "center"
            ),
        ]

    def _comparison(self, contrast: Contrast, weight: float, y: float) -> list[m.Layer]:
        middle = self._middle(y)
        told = (
            f"{figure(self.measure, contrast.estimate)} "
            f"({interval(self.measure, contrast.lo, contrast.hi)})"
        )
        name = shortened(contrast.trial, self.layout.letters)
        if contrast.is_from_memory:
            name += " (memory)"
        square = [{"x": self.x(contrast.estimate), "y": middle}]
        n = f"{people(contrast.n_treated)} / {people(contrast.n_control)}"
        return [
            *self._words(name, n, told, y),
            *self._line(contrast.lo, contrast.hi, middle, m.INK, 1.5),
            *m.symbols(square, "square", m.LEVEL, 40 + 2.4 * max(0.0, weight)),
        ]

    def _pool(self, fit: Fit, y: float) -> list[m.Layer]:
        told = with_interval(self.measure, fit)
        words = self._words("Random effects", "", told, y, is_strong=True)
        return words + self._diamond(fit, self._middle(y))

    def _next_trial(self, ends: tuple[float, float], y: float) -> list[m.Layer]:
        words = self._words("A next trial", "", interval(self.measure, *ends), y)
        return words + self._line(*ends, self._middle(y), m.ALERT, 3)

    def _diamond(self, fit: Fit, middle: float) -> list[m.Layer]:
        """As wide as the interval, cut off where the axis ends."""
        rows = [{"x": self.x(fit.estimate), "lo": middle - MARK_PX, "hi": middle + MARK_PX}]
        for end, edge in ((fit.lo, self.axis.lo), (fit.hi, self.axis.hi)):
            left_over = 0.0
            if self.axis.is_beyond(end):
                left_over = MARK_PX * (1 - (fit.estimate - edge) / (fit.estimate - end))
            row = {"x": self.x(end), "lo": middle - left_over, "hi": middle + left_over}
            rows.append(row)
        return m.area(sorted(rows, key=lambda row: row["x"]), m.PLANNED, 0.9)

    def _line(self, lo: float, hi: float, y: float, colour: str, width: float) -> list[m.Layer]:
        line = [{"x": self.x(lo), "y": y, "x2": self.x(hi), "y2": y}]
        left = [{"x": self.x(lo), "y": y}] if self.axis.is_beyond(lo) else []
        right = [{"x": self.x(hi), "y": y}] if self.axis.is_beyond(hi) else []
        return [
            *m.rules(line, colour, width),
            *m.symbols(left, "triangle-left", colour, 36),
            *m.symbols(right, "triangle-right", colour, 36),
        ]

    def _middle(self, y: float) -> float:
        if self.layout.is_stacked:
            return y + self.layout.line - MARK_PX - 4
        return y + self.layout.line / 2

    def _words(
        self, name: str, n: str, told: str, y: float, is_strong: bool = False
    ) -> list[m.Layer]:
        size_px, weight = self.layout.font, "bold" if is_strong else "normal"
        base = y + (size_px if self.layout.is_stacked else self.layout.line / 2 + size_px * 0.36)
        on_right = [{"x": self.layout.width - 2, "y": base, "text": told}]
        beside = [{"x": self.layout.left - 12, "y": base, "text": n}]
        behind = {"x": 0, "y": y, "x2": self.layout.width, "y2": base + 3}
        return [
            *m.boxes([behind] if self.layout.is_stacked else [], "#ffffff"),
            *m.texts([{"x": 0, "y": base, "text": name}], size_px, colour=m.INK, weight=weight),
            *m.texts(on_right, size_px, colour=m.INK, align="right", weight=weight),
            *m.texts([] if self.layout.is_stacked else beside, size_px - 1, align="right"),
        ]

"""Published estimates of a claim on one axis for each measure, better on the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, log
from typing import Any

from deqi.evidence.claims import Estimate, Line
from deqi.report import chart_marks as m
from deqi.report.mechanism.layout import Size
from deqi.report.renderer import SCHEMA, named_svg, render_svg
from deqi.report.text_width import shortened, wrapped

TOP_PX = 24
LABEL_PX = 5  # below the last line of a label
ROW_PX = 36
MARK_PX = 25  # from the top of a row to its mark
FOOT_PX = 28
CHARACTER_SHARE = 0.56  # of the font size: a common width of one letter
AXES = {"SMD": 0.5, "RD": 0.1, "MD": 5.0, "HR": log(2) / 2}  # steps of the axis
SIDES = {
    "SMD": ("better, standard deviations", "worse"),
    "RD": ("more improve, people of 100", "fewer"),
    "MD": ("better, points of 100", "worse"),
    "HR": ("faster recovery, times", "slower"),
}


@dataclass(frozen=True, slots=True)
class Axis:
    """From `lo` to `hi` in the units of the measure."""

    lo: float
    hi: float
    step: float
    size: Size

    def x(self, value: float) -> float:
        """Pixels from the left."""
        share = (value - self.lo) / (self.hi - self.lo)
        return round(self.size.side + share * (self.size.width - 2 * self.size.side), 2)


def forest_svg(claim_id: str, measure: str, found: Sequence[Estimate], size: Size) -> str:
    """The forest plot of one measure of one claim, as inline SVG."""
    return named_svg(
        render_svg(forest_spec(measure, found, size)),
        f"forest-{claim_id.replace('_', '-')}-{measure.lower()}-{size.name}",
        "Forest plot: " + "; ".join(e.spec.label for e in found),
        "One line each, with its 95 % interval; left of the vertical line is better with "
        "acupuncture. The table beside the picture has the figures.",
    )


def forest_spec(measure: str, found: Sequence[Estimate], size: Size) -> dict[str, Any]:
    """The plot as a Vega-Lite specification, places in pixels."""
    axis = axis_for(measure, [line for e in found for line in e.lines], size)
    layers: list[m.Layer] = []
    y = float(TOP_PX)
    for estimate in found:
        words = wrapped(estimate.spec.label, _letters(size))
        rows = [
            {"x": size.side, "y": y + (k + 1) * (size.font + 3), "text": text}
            for k, text in enumerate(words)
        ]
        layers += m.haloed(rows, size.font, m.INK)
        y += len(words) * (size.font + 3) + LABEL_PX
        for line in estimate.lines:
            layers += _line(axis, line, y)
            y += ROW_PX
        y += 8
    frame = m.boxes([{"x": 0, "y": 0, "x2": size.width, "y2": y + FOOT_PX}], "#ffffff")
    return {
        "$schema": SCHEMA,
        "width": size.width,
        "height": y + FOOT_PX,
        "layer": frame + _grid(axis, measure, y) + layers,
        "padding": 0,
        "background": "#ffffff",
        "config": {"view": {"stroke": None}, "aria": False},
    }


def axis_for(measure: str, lines: Sequence[Line], size: Size) -> Axis:
    """Wide enough for all figures and intervals, with zero inside."""
    step = AXES[measure]
    drawn = [x for line in lines for x in (line.estimate, line.lo, line.hi) if x is not None]
    lo, hi = floor(min(0.0, *drawn) / step) * step, ceil(max(0.0, *drawn) / step) * step
    return Axis(lo, max(hi, step), step, size)


def _line(axis: Axis, line: Line, y: float) -> list[m.Layer]:
    colour = m.PLANNED if line.is_pool else m.LEVEL
    x = axis.x(line.estimate)
    font = axis.size.font - 1
    words = [{"x": axis.size.side, "y": y + font, "text": _name(line, axis.size)}]
    y += MARK_PX
    layers = m.haloed(words, font, m.QUIET)
    if line.lo is not None and line.hi is not None:
        ends = {"x": axis.x(line.lo), "y": y, "x2": axis.x(line.hi), "y2": y}
        layers += m.rules([ends], m.INK, 1.5)
    shape = "diamond" if line.is_pool else "square"
    is_hollow = line.lo is None
    return layers + m.symbols([{"x": x, "y": y}], shape, colour, 80, is_hollow=is_hollow)


def _grid(axis: Axis, measure: str, foot: float) -> list[m.Layer]:
    n_steps = round((axis.hi - axis.lo) / axis.step)
    every = max(1, ceil(n_steps / (6 if axis.size.name == "narrow" else 12)))
    ticks = [axis.lo + k * axis.step for k in range(n_steps + 1)]
    shown = [t for t in ticks if round(t / axis.step) % every == 0]
    grid = [{"x": axis.x(t), "y": TOP_PX - 4, "x2": axis.x(t), "y2": foot} for t in shown]
    zero = [{"x": axis.x(0), "y": TOP_PX - 4, "x2": axis.x(0), "y2": foot + 4}]
    labels = [
        {"x": axis.x(t), "y": foot + axis.size.font + 6, "text": _tick(measure, t)} for t in shown
    ]
    font = axis.size.font - 1
    left, right = SIDES[measure]
    sides = [{"x": axis.size.side, "y": font, "text": f"\u2190 {left}"}]
    other = [{"x": axis.size.width - axis.size.side, "y": font, "text": f"{right} \u2192"}]
    return (
        m.rules(grid, m.GRID)
        + m.rules(zero, m.INK, 1.2)
        + m.texts(labels, axis.size.font, align="center")
        + m.texts(sides, font)
        + m.texts(other, font, align="right")
    )


def _tick(measure: str, at: float) -> str:
    if measure == "HR":
        return f"{exp(-at):.2g}"
    return f"{abs(100 * at if measure == 'RD' else at):g}"


def _name(line: Line, size: Size) -> str:
    people = f", {line.n_people:,.0f} people" if line.n_people else ""
    return shortened(line.name + people, _letters(size))


def _letters(size: Size) -> int:
    """How many letters fit beside each other."""
    return int((size.width - 2 * size.side) / (CHARACTER_SHARE * size.font))

"""The picture as Vega-Lite, and as SVG: one for desktop and print, one for a phone."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from deqi.report import chart_marks as m
from deqi.report import chart_plot as plot
from deqi.report.chart_layout import (
    Layout,
    Window,
    is_long,
    main_window,
    overview_window,
)
from deqi.report.chart_rows import draw_rows
from deqi.report.picture import Picture
from deqi.report.renderer import SCHEMA, named_svg, render_svg

AXIS_PX = 40
GAP_PX = 8


def chart_spec(picture: Picture, layout: Layout) -> dict[str, Any]:
    """The picture as a Vega-Lite specification: plain dicts with places in pixels."""
    window = main_window(picture, layout)
    parts = [_main(picture, window)]
    if is_long(picture):
        parts.append(_overview(picture, overview_window(picture, layout), window))
    return {
        "$schema": SCHEMA,
        "vconcat": parts,
        "spacing": 0,
        "padding": 0,
        "background": "#ffffff",
        "config": {"view": {"stroke": None}, "aria": False},
    }


def _main(picture: Picture, window: Window) -> dict[str, Any]:
    layout, height = window.layout, window.layout.plot_height
    rows = draw_rows(window, picture, height + GAP_PX)
    foot = height + (rows.height + GAP_PX if rows.height else 0)
    layers = (
        plot.background(window, picture, height, layout.score_steps)
        + plot.time_axis(window, foot)
        + plot.bands(window, picture, height)
        + plot.important_reference(window, picture, height)
        + plot.dots(window, picture, height)
        + plot.end_of_record(window, picture, height)
        + plot.title(window, _title(picture))
        + rows.layers
    )
    return _framed(layers, layout, height, foot + AXIS_PX - height)


def _title(picture: Picture) -> str:
    return "Pain, 0 to 10: the last 26 weeks" if is_long(picture) else "Pain, 0 to 10"


def _overview(picture: Picture, window: Window, close_up: Window) -> dict[str, Any]:
    """The whole record, small, with a box around what is shown above."""
    layout, height = window.layout, window.layout.overview_height
    x = window.x(close_up.starts_at)
    box = {"x": x, "y": 0, "x2": layout.plot_width, "y2": height}
    visits = [{"x": window.x(at), "y": height + 7} for at in picture.visits]
    noons = [datetime.combine(on, time(12)) for on in picture.flare_days]
    flares = [{"x": window.x(at), "y": 5} for at in noons]
    layers = (
        plot.background(window, picture, height, 5)
        + m.boxes([box], "none", stroke=m.INK)
        + plot.time_axis(window, height + 12)
        + plot.bands(window, picture, height)
        + m.symbols(visits, "triangle-down", m.INK, 26)
        + m.symbols(flares, "cross", m.ALERT, 26)
        + plot.title(window, "The whole record (box: shown above)")
    )
    return _framed(layers, layout, height, 12 + AXIS_PX)


def _framed(layers: list[m.Layer], layout: Layout, height: int, below: int) -> dict[str, Any]:
    """A frame of a fixed size, so that the picture's size does not hang on font metrics."""
    frame = {
        "x": -layout.left,
        "y": -layout.top,
        "x2": layout.plot_width + layout.right,
        "y2": height + below,
    }
    return {
        "width": layout.plot_width,
        "height": height,
        "layer": m.boxes([frame], "#ffffff") + layers,
    }


def chart_svg(picture: Picture, layout: Layout, title: str, description: str, own: str = "") -> str:
    """The picture as one inline SVG with a title and a description; `own` begins its ids."""
    svg = render_svg(chart_spec(picture, layout))
    return named_svg(svg, f"picture-{layout.name}", title, description, own)

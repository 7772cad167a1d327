"""Vega-Lite layers in pixels: one function a kind of mark, colours and shapes in one place.

Places are computed here and drawn without scales, so that nothing depends on the fonts or the time
zone of the machine, and the same report gives the same picture to the bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Layer = dict[str, Any]
Row = dict[str, Any]

# Okabe and Ito's palette, safe for colour-blind eyes; shapes and dashes say the same without it.
INK = "#1b1f24"
QUIET = "#59636e"  # 6 : 1 on white
GRID = "#e4e7ea"
AHEAD = "#f5f4f0"
LEVEL = "#0072b2"
WITHOUT = "#e69f00"
WITHOUT_LINE = "#a35200"
FORECAST = "#6b7480"
PLANNED = "#00694c"
ALERT = "#c03a00"
OTHER_CARE = "#8a5a83"


def place(x: str = "x", y: str = "y") -> dict[str, Any]:
    """Encodings of a place in pixels, taken as they are."""
    return {
        key: {"field": field, "type": "quantitative", "scale": None, "axis": None}
        for key, field in (("x", x), ("y", y))
    }


def _layer(rows: Sequence[Row], mark: Row, encoding: Row) -> list[Layer]:
    """No rows, no layer."""
    if not rows:
        return []
    return [{"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}]


def area(
    rows: Sequence[Row], colour: str, opacity: float, detail: str | None = None
) -> list[Layer]:
    """A band between `lo` and `hi`; bands of different `detail` lie over each other."""
    encoding = place(y="lo") | {"y2": {"field": "hi"}}
    if detail is not None:
        encoding["detail"] = {"field": detail, "type": "nominal"}
    return _layer(rows, {"type": "area", "color": colour, "opacity": opacity}, encoding)


def line(
    rows: Sequence[Row], colour: str, width: float = 2, dash: Sequence[int] = (), detail: str = ""
) -> list[Layer]:
    """A line through the rows, dashed or not; one line for each value of `detail`."""
    mark = {"type": "line", "color": colour, "strokeWidth": width, "strokeJoin": "round"}
    if dash:
        mark["strokeDash"] = list(dash)
    encoding = place()
    if detail:
        encoding["detail"] = {"field": detail, "type": "nominal"}
    return _layer(rows, mark, encoding)


def rules(
    rows: Sequence[Row], colour: str, width: float = 1, dash: Sequence[int] = ()
) -> list[Layer]:
    """Straight lines from (x, y) to (x2, y2)."""
    mark = {"type": "rule", "color": colour, "strokeWidth": width}
    if dash:
        mark["strokeDash"] = list(dash)
    return _layer(rows, mark, place() | {"x2": {"field": "x2"}, "y2": {"field": "y2"}})


def boxes(
    rows: Sequence[Row], fill: str, opacity: float = 1, stroke: str | None = None
) -> list[Layer]:
    """Rectangles from (x, y) to (x2, y2)."""
    mark: Row = {"type": "rect", "fill": fill, "opacity": opacity}
    if stroke:
        mark |= {"stroke": stroke, "strokeWidth": 1}
    return _layer(rows, mark, place() | {"x2": {"field": "x2"}, "y2": {"field": "y2"}})


def symbols(
    rows: Sequence[Row],
    shape: str,
    colour: str,
    size: float,
    *,
    is_hollow: bool = False,
    opacity: float = 1,
) -> list[Layer]:
    """Marks of one shape; hollow ones are white inside."""
    mark = {
        "type": "point",
        "shape": shape,
        "size": size,
        "fill": "#ffffff" if is_hollow else colour,
        "stroke": colour if is_hollow else "#ffffff",
        "strokeWidth": 1.5 if is_hollow else 0.6,
        "opacity": opacity,
    }
    return _layer(rows, mark, place())


def texts(
    rows: Sequence[Row],
    size: int,
    *,
    colour: str = QUIET,
    align: str = "left",
    baseline: str = "alphabetic",
    weight: str = "normal",
) -> list[Layer]:
    """Words at (x, y), from the column `text`."""
    mark = {
        "type": "text",
        "align": align,
        "baseline": baseline,
        "fontSize": size,
        "fontWeight": weight,
        "color": colour,
        "font": "sans-serif",
    }
    return _layer(rows, mark, place() | {"text": {"field": "text", "type": "nominal"}})


def haloed(rows: Sequence[Row], size: int, colour: str, align: str = "left") -> list[Layer]:
    """Words on a white edge, readable over lines and bands."""
    halo = texts(rows, size, colour="#ffffff", align=align)
    for layer in halo:
        layer["mark"] |= {"stroke": "#ffffff", "strokeWidth": 4, "strokeJoin": "round"}
    return halo + texts(rows, size, colour=colour, align=align)

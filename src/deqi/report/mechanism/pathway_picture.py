"""The pathway as a picture: boxes in three lanes, links between them, drawn by what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from deqi.evidence.mechanism import Link, Place, read_links, read_places
from deqi.evidence.mechanism.pathway import SeenIn
from deqi.report import chart_marks as m
from deqi.report.mechanism.layout import Size
from deqi.report.renderer import SCHEMA, named_svg, render_svg

LANES = ("In the tissue", "Nerves and brain", "Hormones")
BRAIN_LANE = 1
TOP_PX = 28
BOX_PX = 54
GAP_PX = 26
HEAD = 55.0  # area of an arrow head
COLOURS = {
    SeenIn.PATIENTS: m.LEVEL,
    SeenIn.PEOPLE: m.PLANNED,
    SeenIn.ANIMALS: m.WITHOUT_LINE,
    SeenIn.NOT_SEEN: m.ALERT,
    SeenIn.NONE: m.QUIET,
}
DASHES: dict[SeenIn, tuple[int, ...]] = {
    SeenIn.PATIENTS: (),
    SeenIn.PEOPLE: (9, 3),
    SeenIn.ANIMALS: (4, 4),
    SeenIn.NOT_SEEN: (1, 4),
    SeenIn.NONE: (1, 4),
}

Point = tuple[float, float]


def pathway_svg(size: Size) -> str:
    """The pathway as one inline SVG; the list beside it says the same in words."""
    spec = pathway_spec(size)
    return named_svg(
        render_svg(spec),
        f"pathway-{size.name}",
        "From the needle to pain: the proposed pathway",
        "Boxes from the needle at the top to pain perception at the bottom, in three lanes: "
        "tissue, nerves and brain, hormones. Lines show in whom each step was seen. The list "
        "below the picture says the same in words.",
    )


def pathway_spec(size: Size) -> dict[str, Any]:
    """The pathway as a Vega-Lite specification, places in pixels."""
    places = read_places()
    height = TOP_PX + (1 + max(p.row for p in places.values())) * (BOX_PX + GAP_PX) - GAP_PX
    layers = m.boxes([{"x": 0, "y": 0, "x2": size.width, "y2": height}], "#ffffff")
    for link in read_links():
        layers += _link(size, link, places)
    for place in places.values():
        layers += _box(size, place)
    return {
        "$schema": SCHEMA,
        "width": size.width,
        "height": height,
        "layer": layers + _lane_names(size),
        "padding": 0,
        "background": "#ffffff",
        "config": {"view": {"stroke": None}, "aria": False},
    }


def _box_edges(size: Size, place: Place) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    left = size.side + place.lane * (size.lane + size.gutter)
    right = left + place.width * size.lane + (place.width - 1) * size.gutter
    top = TOP_PX + place.row * (BOX_PX + GAP_PX)
    return float(left), float(top), float(right), float(top + BOX_PX)


def _box(size: Size, place: Place) -> list[m.Layer]:
    left, top, right, bottom = _box_edges(size, place)
    lines = [part.strip() for part in place.name.split(",")]
    if len(lines) == 1:
        lines = [place.name, place.where] if place.width == 1 else lines
    middle = (left + right) / 2
    step = size.font + 4
    first = (top + bottom) / 2 - step * (len(lines) - 1) / 2
    names = [{"x": middle, "y": first, "text": _short(lines[0], size)}]
    rest = [{"x": middle, "y": first + step, "text": _short(t, size)} for t in lines[1:]]
    is_name = "," in place.name
    return (
        m.boxes([{"x": left, "y": top, "x2": right, "y2": bottom}], "#f5f6f7", stroke=m.QUIET)
        + m.texts(names, size.font, colour=m.INK, align="center", baseline="middle", weight="bold")
        + m.texts(
            rest,
            size.font if is_name else size.font - 1,
            colour=m.INK if is_name else m.QUIET,
            align="center",
            baseline="middle",
            weight="bold" if is_name else "normal",
        )
    )


def _short(words: str, size: Size) -> str:
    """Where a place lies, cut at the first "and", "to" or "around" when the box is narrow."""
    n_fit = int(size.lane / (0.56 * size.font))
    for cut in (" around ", " to ", " and "):
        if len(words) > n_fit:
            words = words.partition(cut)[0]
    return words


def _lane_names(size: Size) -> list[m.Layer]:
    rows = [
        {"x": size.side + k * (size.lane + size.gutter) + size.lane / 2, "y": 14, "text": name}
        for k, name in enumerate(LANES)
    ]
    return m.texts(rows, size.font - 1, align="center", baseline="middle")


def _link(size: Size, link: Link, places: dict[str, Place]) -> list[m.Layer]:
    points = route(size, places[link.start], places[link.end])
    colour, dash = COLOURS[link.seen_in], DASHES[link.seen_in]
    lines = [{"x": x, "y": y, "x2": x2, "y2": y2} for (x, y), (x2, y2) in pairwise(points)]
    return m.rules(lines, colour, 2.2, dash) + _head(points, colour)


def _head(points: Sequence[Point], colour: str) -> list[m.Layer]:
    (x, y), (x2, y2) = points[-2:]
    shape = "triangle-down" if y2 > y else "triangle-right" if x2 > x else "triangle-left"
    shift = (0.0, -4.0) if y2 > y else ((-4.0, 0.0) if x2 > x else (4.0, 0.0))
    return m.symbols([{"x": x2 + shift[0], "y": y2 + shift[1]}], shape, colour, HEAD)


def route(size: Size, start: Place, end: Place) -> list[Point]:
    """Corners of a link: down to the next row, across to the next lane, or by a gutter.

    Lines into a box further down its lane leave on one side, lines to the wide box at the bottom
    on the other, so that no two kinds lie on each other.
    """
    left, top, right, bottom = _box_edges(size, start)
    to_left, to_top, to_right, to_bottom = _box_edges(size, end)
    y, to_y = (top + bottom) / 2, (to_top + to_bottom) / 2
    if start.row == end.row:
        return [(right, y), (to_left, y)]
    if end.row == start.row + 1:
        x = (to_left + to_right) / 2 if end.width == 1 else (left + right) / 2
        return [(x, bottom), (x, to_top)]
    aside = 0.28 * min(size.gutter, 2 * size.side)
    if end.width > 1:
        return [(right, y), (right + aside, y), (right + aside, to_top)]
    if start.width > 1 or start.lane == BRAIN_LANE:
        x = to_left - aside * (end.row - start.row - 1 if start.width == 1 else 1)
        return [(left, y), (x, y), (x, to_y), (to_left, to_y)]
    x = right + aside
    return [(right, y), (x, y), (x, to_y), (to_right, to_y)]

"""Points in one line, each with its side and depth: "BL23 both 20 mm, GV3 midline, ashi left"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from deqi.exchange.cell_texts import number_text
from deqi.exchange.needling import MAX_DEPTH_MM, SIDES
from deqi.records import OutsideMeaningError, PointNeedled, Side

MAX_POINTS = 60
_BETWEEN = re.compile(r"[;\n|]|,(?!\d+\s*mm\b)", re.IGNORECASE)  # not the comma of "12,5 mm"
_DEPTH = re.compile(r"\s+(\d+(?:[.,]\d+)?)\s*mm$", re.IGNORECASE)
_SIDE = re.compile(r"\s+\(?([^\W\d_]+)\)?$")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed:
    """Points as text, and what holds for those that name nothing of their own."""

    text: str
    side: Side | None = None
    depth_mm: float | None = None


def read_placed(placed: Placed) -> tuple[PointNeedled, ...]:
    """The points of a text.

    Raises
    ------
    OutsideMeaningError
        If there are too many points, or a depth that no needle has.

    Examples
    --------
    >>> points = read_placed(Placed("bl 23, GV3 midline, ashi left 12,5 mm", Side.BOTH, 20.0))
    >>> [(point.name, point.side.value, point.depth_mm) for point in points]
    [('bl 23', 'both', 20.0), ('GV3', 'midline', 20.0), ('ashi', 'left', 12.5)]
    """
    parts = [part.strip() for part in _BETWEEN.split(placed.text) if part.strip()]
    if len(parts) > MAX_POINTS:
        raise OutsideMeaningError(
            f"{len(parts)} points are given; up to {MAX_POINTS} can be. Put commas between points."
        )
    return tuple(_point(part, placed) for part in parts)


def write_placed(points: Sequence[PointNeedled]) -> Placed:
    """The text that reads back as these points, as short as it can be.

    >>> write_placed([PointNeedled("BL23", Side.BOTH), PointNeedled("BL25", Side.BOTH),
    ...               PointNeedled("GV3", Side.MIDLINE)])
    Placed(text='BL23, BL25, GV3 midline', side=<Side.BOTH: 'both'>, depth_mm=None)
    """
    side = _usual([point.side for point in points])
    depth_mm = _usual([point.depth_mm for point in points])
    return Placed(", ".join(_text(point, side, depth_mm) for point in points), side, depth_mm)


def shared(values: Iterable[T | None]) -> tuple[T | None, ...]:
    """One for all where all are the same, nothing where nothing is known, or one for each.

    >>> shared(["both", "both"]), shared([None, None]), shared(["both", None])
    (('both',), (), ('both', None))
    """
    kept = tuple(values)
    if set(kept) <= {None}:
        return ()
    return kept[:1] if len(set(kept)) == 1 else kept


def least_needles(points: Iterable[PointNeedled]) -> int:
    """How many needles these points take at least: two where both sides were needled.

    >>> least_needles([PointNeedled("BL23", Side.BOTH), PointNeedled("GV3")])
    3
    """
    return sum(2 if point.side is Side.BOTH else 1 for point in points)


def _point(part: str, placed: Placed) -> PointNeedled:
    depth = _DEPTH.search(part)
    name = part[: depth.start()] if depth else part
    side = _SIDE.search(name)
    known = SIDES.get(side[1].casefold()) if side else None
    if "," in name:
        raise OutsideMeaningError(
            f"'{part[:40]}' is no point with a depth. Put a space before the depth: BL23 12,5 mm."
        )
    return PointNeedled(
        name=name[: side.start()] if side and known else name,
        side=known or placed.side,
        depth_mm=_depth(depth[1]) if depth else placed.depth_mm,
    )


def _depth(text: str) -> float:
    depth_mm = float(text.replace(",", "."))
    if not 0 <= depth_mm <= MAX_DEPTH_MM:
        raise OutsideMeaningError(
            f"A depth of {text} mm is given; expected 0 to {MAX_DEPTH_MM:g} mm. Correct it."
        )
    return depth_mm


def _usual(values: Sequence[T | None]) -> T | None:
    """The most frequent value; none where one is missing, since it would fill the gap."""
    if not values or None in values:
        return None
    return Counter(values).most_common(1)[0][0]


def _text(point: PointNeedled, side: Side | None, depth_mm: float | None) -> str:
    parts = [point.name]
    if point.side is not None and point.side is not side:
        parts.append(point.side.value)
    if point.depth_mm is not None and point.depth_mm != depth_mm:
        parts.append(f"{number_text(point.depth_mm)} mm")
    return " ".join(parts)

"""Sizes of the two pictures of the mechanism page: phone, and wide page or print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Sizes in pixels. `gutter` lies between the lanes of the pathway; links run in it."""

    name: str
    width: int
    lane: int
    gutter: int
    side: int
    font: int


WIDE = Size("wide", 840, 200, 92, 28, 15)
NARROW = Size("narrow", 358, 98, 20, 12, 12)
SIZES = (WIDE, NARROW)

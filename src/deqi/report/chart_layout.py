"""Sizes of the two pictures (desktop and print; phone) and where their rows lie, in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from deqi.report.picture import Picture

ROW_LABEL_PX = 15
ROW_MARK_PX = 15
BAR_ROW_PX = 24
MOST_BARS = 5
CLOSE_UP_FROM_D = 270  # longer records get a close-up of their last weeks above the overview
CLOSE_UP_D = 182


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes of one picture, in pixels.

    `tick_px` is the room one date on the axis needs; `has_room_for_words` whether lines are named
    in the plot itself.
    """

    name: str
    width: int
    plot_height: int
    overview_height: int
    left: int
    right: int
    top: int
    font: int
    tick_px: int
    score_steps: int
    has_room_for_words: bool

    @property
    def plot_width(self) -> int:
        """Width of the plot without its margins."""
        return self.width - self.left - self.right


WIDE = Layout("wide", 840, 300, 90, 34, 14, 40, 13, 68, 1, True)
NARROW = Layout("narrow", 358, 250, 80, 24, 8, 40, 12, 56, 2, False)


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time shown by one plot, and its place on the page."""

    layout: Layout
    starts_at: datetime
    ends_at: datetime

    def x(self, at: datetime) -> float:
        """Pixels from the left of the plot, to two decimals."""
        share = (at - self.starts_at) / (self.ends_at - self.starts_at)
        return round(share * self.layout.plot_width, 2)

    def holds(self, at: datetime) -> bool:
        """Whether a moment is shown."""
        return self.starts_at <= at <= self.ends_at


def main_window(picture: Picture, layout: Layout) -> Window:
    """The whole record, or the end of a long one."""
    starts_at = picture.starts_at
    if is_long(picture):
        starts_at = picture.record_ends_at - timedelta(days=CLOSE_UP_D)
    return Window(layout, starts_at, picture.ends_at)


def overview_window(picture: Picture, layout: Layout) -> Window:
    """The whole record."""
    return Window(layout, picture.starts_at, picture.ends_at)


def is_long(picture: Picture) -> bool:
    """Whether the record is too long for one plot."""
    return picture.n_days > CLOSE_UP_FROM_D

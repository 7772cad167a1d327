"""How a sheet stays one sheet: what is said is cut by priority, and says that it was cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deqi.report.text_width import printable, shortened


@dataclass(frozen=True, slots=True)
class Room:
    """How much of each kind has room on the sheet.

    Attributes
    ----------
    n_items : of a row of names, such as medicines or points.
    n_reasons : sentences about safety, the most urgent first.
    n_columns : of one name in the words of the record, in columns of text.
    n_sentence : of one sentence of ours.
    n_warnings : about the data.
    plot_height : of the picture, in pixels.
    has_sources, has_limits : whether the parts that the full report also holds are printed.
    has_overview : whether a long record is drawn whole, small, under its last weeks.
    """

    n_items: int
    n_reasons: int
    n_columns: int
    n_sentence: int
    n_warnings: int
    plot_height: int
    has_limits: bool = True
    has_sources: bool = True
    has_overview: bool = True


# The widest that fits is taken. What the last one holds is bounded whatever a record holds.
ROOMS = (
    Room(8, 6, 120, 600, 3, 190),
    Room(6, 4, 80, 420, 2, 160),
    Room(5, 3, 60, 320, 2, 140),
    Room(4, 3, 44, 240, 1, 120),
    Room(3, 3, 32, 220, 1, 110, has_limits=False),
    Room(2, 2, 18, 220, 0, 70, has_limits=False, has_sources=False),
    Room(1, 2, 14, 220, 0, 60, has_limits=False, has_sources=False, has_overview=False),
)
FULL_REPORT = "see the full report"


def joined(names: Sequence[str], n_items: int, n_columns: int, between: str = ", ") -> str:
    """Names in a row, each shortened, the rest counted.

    >>> joined(["warfarin", "ibuprofen", "metformin", "zinc"], 2, 20)
    'warfarin, ibuprofen and 2 more, see the full report'
    >>> joined(["warfarin", "ibuprofen"], 2, 6)
    'warfa…, ibupr…'
    """
    shown = between.join(shortened(printable(name), n_columns) for name in names[:n_items])
    n_more = len(names) - n_items
    return f"{shown} and {n_more} more, {FULL_REPORT}" if n_more > 0 else shown


def kept(sentences: Sequence[str], n_at_most: int, n_sentence: int) -> tuple[str, ...]:
    """The first sentences, each shortened; one more says how many were left away.

    >>> kept(["One.", "Two.", "Three."], 1, 40)
    ('One.', 'And 2 more, see the full report.')
    """
    shown = [shortened(printable(sentence), n_sentence) for sentence in sentences[:n_at_most]]
    n_more = len(sentences) - n_at_most
    return (*shown, *([f"And {n_more} more, {FULL_REPORT}."] if n_more > 0 else []))

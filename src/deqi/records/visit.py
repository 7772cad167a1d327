"""A visit: the scores around it, what was done, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from deqi.records.answer import Answer
from deqi.records.errors import OutsideMeaningError
from deqi.records.grown import LATER, Grown

T = TypeVar("T")
VISIT_WITHOUT_TIME = time(13, 30)  # the middle of a practice's day, 8:00 to 19:00


class Side(StrEnum):
    """Where a point was needled: on one side, on both, or on the midline of the body."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDLINE = "midline"


class Severity(StrEnum):
    """How bad an adverse event was, from slight to dangerous.

    `mild` passed by itself and hindered nothing; `moderate` hindered, or something was done for it;
    `severe` kept the person from what she usually does; `serious` put life in danger, led to
    hospital, or left lasting harm.
    """

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """Something unwanted at or after a visit; its words stand in `Needling.reaction`.

    Attributes
    ----------
    kind : its id in the table of kinds, such as "bleeding".
    severity : None if it was not judged.
    """

    kind: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class PointNeedled:
    """One point with its side and its depth in mm; None where that is not recorded."""

    name: str
    side: Side | None = None
    depth_mm: float | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Needling(Grown):
    """What was done at a visit.

    Attributes
    ----------
    points : names of the points, as the practice writes them.
    is_electrical : True with electrical stimulation, False by hand; None if not recorded.
    frequency_hz : of the electrical stimulation.
    retention_min : how long the needles stayed, in minutes.
    reaction : what was felt or happened afterwards, in words ("none" if asked and nothing
        happened); None if not asked.
    sides, depths_mm : one for all points, or one for each in their order, None for a point of which
        it is not recorded; empty if not recorded at all. Depth is how far the needle went in.
    n_needles : needles put in, all points and sides together.
    de_qi : did the person feel de qi, the dull ache, heaviness or spreading around the needle?
    needle_type : thickness and length, maker or material, in words: "0.25 x 40 mm steel".
    adverse : unwanted events by kind and severity; empty says nothing, see `reaction`.

    Raises
    ------
    OutsideMeaningError
        If sides or depths are neither one for all points nor one for each.

    Examples
    --------
    >>> done = Needling(("BL23", "GV3"), sides=(Side.BOTH, Side.MIDLINE), depths_mm=(20.0,))
    >>> [(point.name, point.side.value, point.depth_mm) for point in done.each_point()]
    [('BL23', 'both', 20.0), ('GV3', 'midline', 20.0)]
    """

    points: tuple[str, ...] = ()
    is_electrical: bool | None = None
    frequency_hz: float | None = None
    retention_min: float | None = None
    reaction: str | None = None
    sides: tuple[Side | None, ...] = field(default=(), metadata=LATER)
    depths_mm: tuple[float | None, ...] = field(default=(), metadata=LATER)
    n_needles: int | None = field(default=None, metadata=LATER)
    de_qi: Answer = field(default=Answer.NOT_ASKED, metadata=LATER)
    needle_type: str | None = field(default=None, metadata=LATER)
    adverse: tuple[AdverseEvent, ...] = field(default=(), metadata=LATER)

    def __post_init__(self) -> None:
        for what, given in (("sides", self.sides), ("depths", self.depths_mm)):
            if len(given) not in (0, 1, len(self.points)):
                raise OutsideMeaningError(
                    f"{len(given)} {what} are given for {len(self.points)} points. Expected one "
                    f"for all points, or one for each. Give as many {what} as points."
                )

    def each_point(self) -> tuple[PointNeedled, ...]:
        """Every point with its own side and depth."""
        n = len(self.points)
        placed = zip(self.points, _each(self.sides, n), _each(self.depths_mm, n), strict=True)
        return tuple(PointNeedled(*point) for point in placed)


def _each(given: tuple[T | None, ...], n: int) -> tuple[T | None, ...]:
    """One for each of `n` points from none, one for all, or one for each."""
    return (given or (None,)) * n if len(given) < 2 else given


@dataclass(frozen=True, slots=True, repr=False)
class Visit(Grown):
    """One appointment with needling.

    Attributes
    ----------
    at : aware UTC time. Without a time: 13:30 local on that date, and `has_time` is False.
    on : local date.
    has_time : whether the record gave a time.
    pain_before_nrs, pain_after_nrs : 0 to 10 just before and just after needling, or None.
    needling : what was done.
    row : line in the file it came from, counted from 1; 0 if from none.
    anything_new : the safety question of every visit, "is anything new since last time?"
    also_given : what else belonged to the visit, in words: moxa, cupping, advice ("none" if nothing
        did); None if not recorded.
    note : free text, such as what is new; never used by a computation.
    """

    at: datetime
    on: date
    has_time: bool
    pain_before_nrs: float | None = None
    pain_after_nrs: float | None = None
    needling: Needling = Needling()
    row: int = 0
    anything_new: Answer = field(default=Answer.NOT_ASKED, metadata=LATER)
    also_given: str | None = field(default=None, metadata=LATER)
    note: str | None = field(default=None, metadata=LATER)

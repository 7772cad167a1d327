"""What is said of points while a visit is written: are they known, and what lies beneath?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deqi.records import Answer, Course, PointNeedled, Visit
from deqi.track import Caution, Point, StrictaItem, check_points, count_answered, stricta_items
from deqi.track.points import UnknownPoint

PREGNANCY = "pregnancy"


@dataclass(frozen=True, slots=True)
class CheckedPoint:
    """A point as written, what it is, and the cautions that may concern this person."""

    written: str
    point: Point
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class CheckedPoints:
    """All points of a form."""

    known: tuple[CheckedPoint, ...]
    unknown: tuple[UnknownPoint, ...]

    @property
    def cautions(self) -> tuple[tuple[Caution, tuple[str, ...]], ...]:
        """Each caution once, with the codes of the points that it is about."""
        about: dict[Caution, dict[str, None]] = {}
        for checked in self.known:
            for caution in checked.cautions:
                about.setdefault(caution, {})[checked.point.code] = None
        return tuple((caution, tuple(codes)) for caution, codes in about.items())

    @property
    def n_with_caution(self) -> int:
        """At how many points care is needed."""
        return len({checked.point.code for checked in self.known if checked.cautions})


@dataclass(frozen=True, slots=True)
class Completeness:
    """How fully a visit is recorded, by STRICTA."""

    words: str
    missing: tuple[StrictaItem, ...]
    elsewhere: tuple[StrictaItem, ...]


def check(points: Sequence[PointNeedled], pregnancy: Answer = Answer.NOT_ASKED) -> CheckedPoints:
    """Points by the list; cautions of pregnancy are left out only when it was answered "no"."""
    checked = check_points([point.name for point in points])
    return CheckedPoints(
        known=tuple(
            CheckedPoint(
                written,
                point,
                tuple(
                    caution
                    for caution in point.cautions
                    if caution.risk != PREGNANCY or pregnancy is not Answer.NO
                ),
            )
            for written, point in checked.known
        ),
        unknown=checked.unknown,
    )


def completeness(course: Course, visit: Visit) -> Completeness:
    """What this visit says, what is missing, and what only the practice or a trial could say."""
    items = stricta_items(course, visit)
    missing = [item for item in items if not item.is_answered]
    here = ("visit", "course")
    return Completeness(
        words=count_answered(items),
        missing=tuple(item for item in missing if item.where in here),
        elsewhere=tuple(item for item in missing if item.where not in here),
    )

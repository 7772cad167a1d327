"""How long the substances and local changes last, as far as a source was seen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from deqi.evidence.mechanism.tables import keys_of, read_rows

PRACTICE_WINDOW_H = (12.0, 36.0)  # relief after a first visit as practitioners tell it [practice]
CHECKED = "yes"


class Kind(StrEnum):
    """What is known of a time course."""

    HALF_LIFE = "half_life"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class TimeCourse:
    """How long one substance or change lasts.

    Attributes
    ----------
    id, name : for tests, and for people.
    place : id of its place in the pathway.
    kind : `half_life` of a substance, or `measured` from one time to another after needling.
    lo_min, hi_min : minutes; shortest and longest half-life, or start and end of what was measured.
    species : in whom.
    is_checked : whether the figure was read in a source; others are named, never drawn.
    note, sources : what else to know; source keys.
    """

    id: str
    name: str
    place: str
    kind: Kind
    lo_min: float | None
    hi_min: float | None
    species: str
    is_checked: bool
    note: str
    sources: tuple[str, ...]


@cache
def read_time_courses() -> tuple[TimeCourse, ...]:
    """Every time course, the ones without a checked figure too.

    >>> [course.id for course in read_time_courses() if course.kind == "half_life"][-3:]
    ['endorphin_csf', 'endorphin_blood_people', 'threshold']
    """
    return tuple(_time_course(row) for row in read_rows("kinetics.csv"))


def share_left(half_life_min: float, after_min: float) -> float:
    """Share of a substance that is left some minutes after its release has ended, 0 to 1.

    First-order elimination: each half-life takes half of what is there.

    >>> share_left(30, 60)
    0.25
    """
    return float(2.0 ** (-after_min / half_life_min))


def minutes_until(half_life_min: float, share: float) -> float:
    """Minutes after which only a share is left.

    >>> minutes_until(30, 0.25)
    60.0
    """
    return half_life_min * math.log2(1.0 / share)


def _time_course(row: dict[str, str]) -> TimeCourse:
    is_checked = row["verified"] == CHECKED
    return TimeCourse(
        row["id"],
        row["name"],
        row["place"],
        Kind(row["kind"]),
        _minutes(row["lo_min"]) if is_checked else None,
        _minutes(row["hi_min"]) if is_checked else None,
        row["species"],
        is_checked,
        row["note"],
        keys_of(row["sources"]),
    )


def _minutes(cell: str) -> float | None:
    return float(cell) if cell else None

"""How fully a visit is recorded, by the 17 items of STRICTA [stricta2010]: `stricta.csv`."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from deqi.records import Answer, Course, OutsideMeaningError, Visit


@dataclass(frozen=True, slots=True)
class StrictaItem:
    """One item of the list.

    Attributes
    ----------
    item, group, words : its number in the list, what it belongs to, and what it asks.
    where : where its answer belongs: `visit`, `course`, `practice` (said once for all patients) or
        `trial` (there is no comparator outside one).
    is_answered : whether the answer is there.
    """

    item: str
    group: str
    words: str
    where: str
    is_answered: bool


def stricta_items(
    course: Course, visit: Visit, practice_facts: Mapping[str, str] | None = None
) -> tuple[StrictaItem, ...]:
    """Every item of STRICTA, answered or missing, for one visit of a course.

    The list was made for reports of trials; beside a single visit it says what another practitioner
    would have to know to do the same. A missing item is no fault of the care.

    Parameters
    ----------
    practice_facts : item to what the practice says of it once for all, such as
        `{"1a": "Western medical", "2g": "0.25 x 40 mm steel"}`.

    Raises
    ------
    OutsideMeaningError
        If the practice speaks of an item that the list does not have.

    Examples
    --------
    >>> from datetime import UTC, date, datetime
    >>> from deqi.records import Needling
    >>> at = datetime(2026, 3, 5, 10, tzinfo=UTC)
    >>> visit = Visit(at, date(2026, 3, 5), True, needling=Needling(("BL23",), retention_min=25.0))
    >>> items = stricta_items(Course("P-014", visits=(visit,)), visit, {"1a": "Western medical"})
    >>> [item.item for item in items if item.is_answered], count_answered(items)
    (['1a', '2f', '3a'], '3 of 17 items')
    """
    rows = read_stricta()
    said = {item: words for item, words in (practice_facts or {}).items() if words.strip()}
    _refuse_unknown(said, [row["item"] for row in rows])
    return tuple(
        StrictaItem(
            item=row["item"],
            group=row["group"],
            words=row["words"],
            where=row["where"],
            is_answered=row["item"] in said or _is_recorded(row["item"], course, visit),
        )
        for row in rows
    )


def count_answered(items: Sequence[StrictaItem]) -> str:
    """How many items are answered, in words: "9 of 17 items"."""
    return f"{sum(item.is_answered for item in items)} of {len(items)} items"


def _is_recorded(item: str, course: Course, visit: Visit) -> bool:
    answer = _ANSWERED_BY.get(item)
    return answer is not None and answer(course, visit)


def _has_points_and_sides(_course: Course, visit: Visit) -> bool:
    points = visit.needling.each_point()
    return bool(points) and all(point.side is not None for point in points)


def _has_depths(_course: Course, visit: Visit) -> bool:
    points = visit.needling.each_point()
    return bool(points) and all(point.depth_mm is not None for point in points)


def _has_stimulation(_course: Course, visit: Visit) -> bool:
    """Electrical stimulation without its frequency could not be done again."""
    done = visit.needling
    return done.is_electrical is False or (
        done.is_electrical is True and done.frequency_hz is not None
    )


def _shows_variation(course: Course, _visit: Visit) -> bool:
    """Only points of several visits show how far they were varied."""
    return sum(bool(visit.needling.points) for visit in course.visits) > 1


_ANSWERED_BY: dict[str, Callable[[Course, Visit], bool]] = {
    "1c": _shows_variation,
    "2a": lambda _course, visit: visit.needling.n_needles is not None,
    "2b": _has_points_and_sides,
    "2c": _has_depths,
    "2d": lambda _course, visit: visit.needling.de_qi is not Answer.NOT_ASKED,
    "2e": _has_stimulation,
    "2f": lambda _course, visit: visit.needling.retention_min is not None,
    "2g": lambda _course, visit: visit.needling.needle_type is not None,
    "3a": lambda course, _visit: bool(course.visits),
    "3b": lambda course, visit: len(course.visits) > 1 and visit.needling.retention_min is not None,
    "4a": lambda _course, visit: visit.also_given is not None,
}
"""For each item that a record can answer, whether it does; the others only the practice can."""


def _refuse_unknown(said: Mapping[str, str], known: Sequence[str]) -> None:
    unknown = [item for item in said if item not in known]
    if unknown:
        raise OutsideMeaningError(
            f"STRICTA has no item '{unknown[0][:40]}'. Expected one of {', '.join(known)}. Correct "
            "the item, or remove what the practice says of it."
        )


def read_stricta() -> list[dict[str, str]]:
    """The rows of the list, in its order."""
    text = (files("deqi.track") / "stricta.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))

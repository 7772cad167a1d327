"""When visits are: schedules as data, shipped by name or written into a scenario."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from deqi.simulate.cohort import Trigger
from deqi.simulate.study.keys import Problems, key, nearest, read_section

MAX_DAY = 3650
NONE = "none"


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many visits, so many days apart."""

    every_d: int = key(7, "whole", "days from one visit to the next", low=1, high=365)
    n: int = key(1, "whole", "how many visits", low=0, high=500)


@dataclass(frozen=True, slots=True)
class Booking:
    """Visits that are booked because it hurts."""

    pain_at_least: float = key(6.0, "number", "pain (NRS) from which one is booked", low=0, high=10)
    seen: str = key(
        "felt", "word", "pain on the morning of the day, or the entry of the evening before",
        choices=("felt", "diary"),
    )  # fmt: skip
    from_day: int = key(
        0, "whole", "first day of treatment on which one may be", low=0, high=MAX_DAY
    )
    gap_d: int = key(3, "whole", "days at least since the visit before", low=1, high=365)
    at_most: int = key(12, "whole", "of these visits", low=0, high=500)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Visits, in days counted from the first day of treatment.

    Attributes
    ----------
    name : what it is called.
    days : visits that everybody has.
    booking : visits booked because it hurts, besides.

    Examples
    --------
    >>> read_schedule("weekly").days[:3]
    (0, 7, 14)
    """

    name: str
    days: tuple[int, ...]
    booking: Booking | None = None

    @property
    def has_visits(self) -> bool:
        """Whether anybody may have one."""
        return bool(self.days) or (self.booking is not None and self.booking.at_most > 0)

    def trigger(self, first_day: int) -> Trigger | None:
        """The rule of booking in days of the record."""
        rule = self.booking
        if rule is None:
            return None
        seen: Any = rule.seen
        return Trigger(
            rule.pain_at_least, seen, first_day + rule.from_day, rule.gap_d, rule.at_most
        )


@dataclass(frozen=True, slots=True)
class _Keys:
    """Keys of a schedule, in its own file or as `visits` of a scenario."""

    why: str = key("", "word", "what it stands for")
    days: tuple[int, ...] = key((), "wholes", "days with a visit", low=0, high=MAX_DAY)
    first_day: int = key(0, "whole", "day of the first visit of `stretches`", low=0, high=MAX_DAY)
    stretches: Any = key((), "table", "visits at even distances, one stretch after another")
    booking: Any = key(None, "table", "visits booked because it hurts, besides the others")


SECTIONS = {"visits": _Keys, "visits.stretches": Stretch, "visits.booking": Booking}


def list_schedules() -> tuple[str, ...]:
    """The names of the schedules that ship with deqi."""
    folder = files("deqi.simulate") / "schedules"
    names = (file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in names))


def schedule_text(name: str) -> str:
    """The file of a shipped schedule."""
    return (files("deqi.simulate") / "schedules" / f"{name}.toml").read_text(encoding="utf-8")


def read_schedule(name: str) -> Schedule:
    """A schedule that ships with deqi."""
    problems = Problems(f"{name}.toml")
    schedule = schedule_from(name, "visits", problems)
    problems.stop_if_any()
    assert schedule is not None
    return schedule


def schedule_from(given: object, place: str, problems: Problems) -> Schedule | None:
    """A schedule from its name, or from a table of its own."""
    if isinstance(given, str):
        known = list(list_schedules())
        if given not in known:
            listed = "the name of a schedule (" + ", ".join(known) + ") or a table"
            problems.refuse(place, given, listed, nearest(given, known))
            return None
        return _from_table(given, tomllib.loads(schedule_text(given)), place, problems)
    return _from_table("own schedule", given, place, problems)


def _from_table(name: str, table: object, place: str, problems: Problems) -> Schedule | None:
    keys = read_section(_Keys, table, place, problems)
    if keys is None:
        return None
    stretches = list(_stretches(keys.stretches, f"{place}.stretches", problems))
    booking = None
    if keys.booking is not None:
        booking = read_section(Booking, keys.booking, f"{place}.booking", problems)
    days = sorted({*keys.days, *_spread(keys.first_day, stretches)})
    return Schedule(name, tuple(days), booking)


def _stretches(given: Any, place: str, problems: Problems) -> Iterator[Stretch]:
    if not isinstance(given, list | tuple) or not all(isinstance(s, Mapping) for s in given):
        problems.refuse(
            place, given, "a list such as [{every_d = 7, n = 8}]", "Correct this value."
        )
        return
    for k, table in enumerate(given, start=1):
        stretch = read_section(Stretch, table, f"{place}[{k}]", problems)
        if stretch is not None:
            yield stretch


def _spread(first_day: int, stretches: list[Stretch]) -> Iterator[int]:
    """The days of the visits; each stretch begins its own distance after the visit before it."""
    day: int | None = None
    for stretch in stretches:
        for _ in range(stretch.n):
            day = first_day if day is None else day + stretch.every_d
            yield day

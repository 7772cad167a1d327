"""The best dates, exactly: dynamic programming over days.

A schedule's value is a sum over its visits, and each visit's value depends on its day, its number
and the day of the visit before. So the best schedule that ends with visit k on day j needs to be
kept only once for every (k, j): all that comes later depends on nothing else. Limits of visits in a
window that is at least as long as the horizon ask only how many planned visits there are so far,
which is k. A shorter window would need the days of all visits inside it: a state too large to
enumerate. Then the limit is relaxed to what every allowed schedule keeps, which bounds the best
value from above; if the relaxed answer keeps the limit it is the best one, otherwise it is
repaired and what that may cost is told (`Best.loss`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Value = Callable[[int, int, int | None], float]
EMPTY = (0.0, ())


@dataclass(frozen=True, slots=True)
class Window:
    """At most `n_visits` in any `n_days` running."""

    n_visits: int
    n_days: int


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for.

    Attributes
    ----------
    days : open days in order, counted from the day of planning (tomorrow is 1).
    value : of a visit: its place in `days`, its number from 1, the place of the planned visit
        before it or None.
    price : taken off for each visit, so that one that adds less is not made.
    n_most : visits at most.
    min_gap_d : days between two visits at least, the last past one included.
    past : days of past visits, 0 or less, in order.
    windows : limits of past and planned visits together.
    """

    days: tuple[int, ...]
    value: Value
    price: float = 0.0
    n_most: int = 12
    min_gap_d: int = 1
    past: tuple[int, ...] = ()
    windows: tuple[Window, ...] = ()

    def worth(self, places: Sequence[int]) -> float:
        """Value of a schedule, prices taken off."""
        before: list[int | None] = [None, *places]
        return sum(
            self.value(place, number, before[number - 1]) - self.price
            for number, place in enumerate(places, start=1)
        )

    def is_allowed(self, places: Sequence[int]) -> bool:
        """Whether a schedule keeps the number, the gaps and every window."""
        planned = [self.days[place] for place in places]
        days = [*self.past[-1:], *planned]
        has_gaps = all(later - earlier >= self.min_gap_d for earlier, later in pairwise(days))
        return len(places) <= self.n_most and has_gaps and self._keeps_windows(planned)

    def _keeps_windows(self, planned: Sequence[int]) -> bool:
        return all(
            _in_window((*self.past, *planned), on, window) <= window.n_visits
            for window in self.windows
            for on in planned
        )


def _in_window(days: Sequence[int], on: int, window: Window) -> int:
    return sum(on - window.n_days < other <= on for other in days)


@dataclass(frozen=True, slots=True)
class Best:
    """The answer.

    Attributes
    ----------
    places : of the chosen visits in `Search.days`.
    worth : value of the schedule, prices taken off.
    bound : no allowed schedule is worth more; equal to `worth` when the answer is exact.
    """

    places: tuple[int, ...]
    worth: float
    bound: float

    @property
    def loss(self) -> float:
        """At most so much is missed; 0 when the answer is exact."""
        return max(0.0, self.bound - self.worth)


def find_best(search: Search) -> Best:
    """The schedule that is worth most; among equals the one with fewer, then earlier visits.

    Examples
    --------
    Relief that lasts one day, three days, and at most two visits at least two days apart:

    >>> worth = {0: 1.0, 1: 1.5, 2: 1.0}
    >>> find_best(Search((1, 2, 3), lambda k, n, before: worth[k], n_most=2, min_gap_d=2)).places
    (0, 2)
    """
    worth, places = _relaxed_best(search)
    if search.is_allowed(places):
        return Best(places, worth, worth)
    kept = _repaired(search, places)
    greedy = find_greedy(search)
    if greedy.worth > search.worth(kept):
        kept = greedy.places
    return Best(kept, search.worth(kept), worth)


def _relaxed_best(search: Search) -> tuple[float, tuple[int, ...]]:
    """Dynamic programming with windows as bounds on the number of visits up to each day."""
    most = [_most_up_to(search, day) for day in search.days]
    last_past = search.past[-1] if search.past else None
    best: tuple[float, tuple[int, ...]] = EMPTY
    row: dict[int, tuple[float, tuple[int, ...]]] = {}
    for number in range(1, search.n_most + 1):
        row = _next_row(search, row, number, most, last_past)
        if not row:
            break
        found = max(row.values(), key=lambda kept: kept[0])
        if found[0] > best[0]:
            best = found
    return best


def _next_row(
    search: Search,
    row: dict[int, tuple[float, tuple[int, ...]]],
    number: int,
    most: Sequence[int],
    last_past: int | None,
) -> dict[int, tuple[float, tuple[int, ...]]]:
    """The best schedules of `number` visits, by the place of their last one."""
    after: dict[int, tuple[float, tuple[int, ...]]] = {}
    for place, day in enumerate(search.days):
        if number > most[place]:
            continue
        if number == 1:
            if last_past is None or day - last_past >= search.min_gap_d:
                after[place] = (search.value(place, 1, None) - search.price, (place,))
            continue
        latest = day - search.min_gap_d
        kept = max(
            (
                (worth + search.value(place, number, before), before)
                for before, (worth, _) in row.items()
                if search.days[before] <= latest
            ),
            key=lambda found: found[0],  # the earliest of equals
            default=None,
        )
        if kept:
            worth, before = kept
            after[place] = (worth - search.price, (*row[before][1], place))
    return after


def _most_up_to(search: Search, day: int) -> int:
    """How many planned visits any allowed schedule can have up to a day."""
    return min((_most_in(search, window, day) for window in search.windows), default=search.n_most)


def _most_in(search: Search, window: Window, day: int) -> int:
    """Windows laid end to end backwards from the day; only the first of them sees the past."""
    most = 0
    while day >= 1:
        most += max(0, window.n_visits - _in_window(search.past, day, window))
        day -= window.n_days
    return most


def _repaired(search: Search, places: Sequence[int]) -> tuple[int, ...]:
    """The same visits, each moved on to the first day that keeps the windows; the rest left out."""
    kept: list[int] = []
    for wished in places:
        free = range(max(wished, kept[-1] + 1 if kept else 0), len(search.days))
        place = next((p for p in free if search.is_allowed((*kept, p))), None)
        if place is None:
            break
        if search.worth((*kept, place)) > search.worth(kept):
            kept.append(place)
    return tuple(kept)


def find_greedy(search: Search) -> Best:
    """Add the visit that helps most, again and again; a yardstick, and a way to repair.

    >>> worth = {0: 1.0, 1: 1.5, 2: 1.0}
    >>> find_greedy(Search((1, 2, 3), lambda k, n, b: worth[k], n_most=2, min_gap_d=2)).places
    (1,)
    """
    kept: tuple[int, ...] = ()
    worth = 0.0
    while True:
        more = [tuple(sorted((*kept, p))) for p in range(len(search.days)) if p not in kept]
        allowed = [places for places in more if search.is_allowed(places)]
        found = max(allowed, key=search.worth, default=kept)
        if not allowed or search.worth(found) <= worth:
            return Best(kept, worth, float("inf"))
        kept, worth = found, search.worth(found)

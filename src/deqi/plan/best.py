"""Spacing `best`: the dates with the lowest expected mean pain over the horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deqi.plan.needs import FitNeeded
from deqi.plan.optimiser import Best, Search, Window, find_best
from deqi.plan.reasons import Reason, counted, day, points
from deqi.plan.rhythm import DateChoice, Rhythm

YEAR_D = 366  # a window of twelve months, at its longest
NO_LOSS_NRS = 0.005  # what two decimals show as nothing


@dataclass(frozen=True, slots=True)
class BestDates:
    """The best dates over a horizon, chosen together.

    Attributes
    ----------
    rhythm : of the course; its usual gap is what the choice is compared with.
    search, best : what was looked for, and found.
    horizon_d : days over which pain is averaged.
    """

    rhythm: Rhythm
    search: Search
    best: Best
    horizon_d: int

    @property
    def dates(self) -> tuple[date, ...]:
        """The chosen dates."""
        return tuple(self._on(place) for place in self.best.places)

    def next_choice(self, planned: Sequence[date] = ()) -> DateChoice | None:
        """The next of the chosen dates; without any, the first at the usual gap, to be judged."""
        if not self.dates:
            return None if planned else self.rhythm.next_choice()
        if len(planned) >= len(self.dates):
            return None
        on = self.dates[len(planned)]
        told = (
            f"One of the {counted(len(self.dates), 'day')} that are best together over the "
            f"{counted(self.horizon_d, 'day')} to {day(self._last_day)}."
        )
        return DateChoice(on, self.rhythm.moment(on), (Reason(told),))

    @property
    def told(self) -> Reason:
        """How good the choice is, and beside what."""
        n, over = len(self.dates), counted(self.horizon_d, "day")
        if not n:
            return Reason(f"No date within the {over} is expected to add enough.")
        exact = "no other dates within the limits are expected to take off more"
        if self.best.loss > NO_LOSS_NRS:
            exact = (
                "the limits are too many to search them all: other dates could take off at most "
                f"{points(self.best.loss)} points more"
            )
        return Reason(
            f"Together, {counted(n, 'visit')} on the chosen days are expected to take "
            f"{points(self._taken_off(self.best.places))} points off mean pain over the {over}"
            f"{self._beside()}; {exact}."
        )

    def _beside(self) -> str:
        even = self._even_places(len(self.dates))
        gap = counted(self.rhythm.gap_d, "day")
        told = f"{counted(len(even), 'visit')} every {gap} {points(self._taken_off(even))}"
        return f", {told}" if even else ""

    def _even_places(self, n_most: int) -> tuple[int, ...]:
        """As many visits at the usual gap as fit into the horizon."""
        planned: list[date] = []
        while len(planned) < n_most:
            choice = self.rhythm.next_choice(planned)
            if choice is None or choice.on > self._last_day:
                break
            planned.append(choice.on)
        offsets = [(on - self.rhythm.after).days for on in planned]
        places = [self.search.days.index(k) for k in offsets if k in self.search.days]
        return tuple(places)

    def _taken_off(self, places: Sequence[int]) -> float:
        return self.search.worth(places) + self.search.price * len(places)

    def _on(self, place: int) -> date:
        return self.rhythm.after + timedelta(days=self.search.days[place])

    @property
    def _last_day(self) -> date:
        return self.rhythm.after + timedelta(days=self.horizon_d)


def best_dates(
    fit: FitNeeded, rhythm: Rhythm, n_most: int, until: date, horizon_d: int
) -> BestDates:
    """Look for the best dates after `rhythm.after`.

    Values are expected ones (means, informed prior), as they add up over visits; a visit that adds
    less than the policy's threshold is not made.

    Parameters
    ----------
    n_most : visits at most.
    until : no visit but the first open day after this date.
    horizon_d : days over which pain is averaged.
    """
    days = _open_days(rhythm, until, horizon_d)
    lead_d = (rhythm.after - fit.timeline.as_of).days
    moments = [rhythm.moment(rhythm.after + timedelta(days=k)) for k in days]
    values = fit.visit_values(moments, lead_d + horizon_d)
    value_nrs = values.value_nrs
    scale = (lead_d + horizon_d) / horizon_d  # nothing is felt before the first planned visit
    search = Search(
        days=days,
        value=lambda place, number, before: scale * value_nrs(place, number, before),
        price=rhythm.policy.min_gain_nrs,
        n_most=n_most,
        min_gap_d=rhythm.policy.min_gap_d,
        past=tuple((visit - rhythm.after).days for visit in rhythm.past),
        windows=tuple(Window(lim.n_visits, lim.window_d or YEAR_D) for lim in rhythm.limits),
    )
    return BestDates(rhythm, search, find_best(search), horizon_d)


def _open_days(rhythm: Rhythm, until: date, horizon_d: int) -> tuple[int, ...]:
    coming = [rhythm.after + timedelta(days=k) for k in range(1, horizon_d + 1)]
    is_open = [on for on in coming if rhythm.calendar.is_open(on)]
    kept = [on for on in is_open if on <= until] or is_open[:1]
    return tuple((on - rhythm.after).days for on in kept)

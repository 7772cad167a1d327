"""Spacing `flare`: visits on days running until a flare has subsided, spaced ones otherwise.

When has a flare subsided? After `flare_quiet_d` written days without one. Not after one: a single
score scatters by about a point [page2022], so that one low evening often lies inside a flare. Not
by silence either: a day without an entry says nothing. After `flare_silence_d` days without any
entry it is no longer known whether the flare goes on, and visits are spaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deqi.infer.results import FitOutcome
from deqi.plan.calendar import CAP_WINDOW_D, Limit
from deqi.plan.needs import FitNeeded
from deqi.plan.policy import Policy
from deqi.plan.reasons import Reason, counted, day
from deqi.plan.rhythm import DateChoice, Rhythm
from deqi.track import Timeline


@dataclass(frozen=True, slots=True)
class Flare:
    """The latest flare of a record.

    Attributes
    ----------
    first_on, last_on : local dates of its first and last day so far.
    is_reported : whether the person called one of its days a flare.
    is_found : whether the model found one of its days that the person did not report.
    n_quiet : written days without a flare since.
    n_visits : visits since its first day.
    silent_d : days without an entry up to the day of planning.
    """

    first_on: date
    last_on: date
    is_reported: bool
    is_found: bool
    n_quiet: int
    n_visits: int
    silent_d: int

    def has_subsided(self, policy: Policy) -> bool:
        """Whether enough written days since are without a flare."""
        return self.n_quiet >= policy.flare_quiet_d

    def is_on(self, policy: Policy) -> bool:
        """Whether it is taken to go on."""
        return not self.has_subsided(policy) and self.silent_d <= policy.flare_silence_d

    def n_left(self, policy: Policy) -> int:
        """Visits on days running that are left for it."""
        return max(0, policy.flare_visits - self.n_visits) if self.is_on(policy) else 0

    @property
    def found_by(self) -> str:
        """Who found it."""
        if self.is_reported and self.is_found:
            return "reported by the person, and found by the model on other days of it"
        if self.is_reported:
            return "reported by the person"
        return "found by the model from the scores, not reported by the person"


def latest_flare(fit: FitNeeded, after: date, policy: Policy) -> Flare | None:
    """The latest flare, reported by the person or found by the model; None if there was none.

    A day on which the person says that there is no flare is none, whatever the model finds.
    """
    timeline = fit.timeline
    reported = {entry.on for entry in timeline.entries if entry.flare}
    denied = {entry.on for entry in timeline.entries if entry.flare is False} - reported
    settled = fit.outcome is not FitOutcome.NOT_CONVERGED
    found = (set(fit.flare_days()) if settled else set()) - reported - denied
    flare_days = reported | found
    if not flare_days:
        return None
    written = sorted(set(_written_days(timeline)) | flare_days)
    days = _latest_run(written, flare_days, policy.flare_quiet_d)
    return Flare(
        first_on=days[0],
        last_on=days[-1],
        is_reported=bool(reported & set(days)),
        is_found=bool(found & set(days)),
        n_quiet=sum(on > days[-1] for on in written),
        n_visits=sum(visit.on >= days[0] for visit in timeline.visits),
        silent_d=(after - written[-1]).days,
    )


def _written_days(timeline: Timeline) -> Iterator[date]:
    yield from (score.on for score in timeline.scores)
    yield from (entry.on for entry in timeline.entries if entry.flare is not None)


def _latest_run(written: Sequence[date], flare_days: set[date], quiet_d: int) -> list[date]:
    """Days of the latest flare: back to where so many written days without one come before."""
    run: list[date] = []
    n_quiet = 0
    for on in reversed(written):
        if on in flare_days:
            run.append(on)
            n_quiet = 0
        elif run:
            n_quiet += 1
            if n_quiet >= quiet_d:
                break
    return run[::-1]


@dataclass(frozen=True, slots=True)
class FlareRhythm:
    """Dates of visits: running while the flare lasts, at the usual gap after that."""

    rhythm: Rhythm
    flare: Flare | None

    def next_choice(self, planned: Sequence[date] = ()) -> DateChoice | None:
        """The next date after all past and planned visits."""
        n_left = self.flare.n_left(self.rhythm.policy) if self.flare else 0
        if len(planned) >= n_left:
            return self.rhythm.next_choice(planned)
        return self._running(planned)

    def _running(self, planned: Sequence[date]) -> DateChoice | None:
        rhythm, policy = self._without_reserve(), self.rhythm.policy
        visits = (*rhythm.past, *planned)
        gap = timedelta(days=policy.flare_gap_d)
        wished = rhythm.after + timedelta(days=1)
        wished = max(wished, visits[-1] + gap) if visits else wished
        on = rhythm.first_open(wished, visits)
        if on is None:
            return None
        place = len(planned) + 1 + (self.flare.n_visits if self.flare else 0)
        told = Reason(
            f"Visit {place} of at most {policy.flare_visits} on days running in the flare; it is "
            "left out once the flare has subsided."
        )
        return DateChoice(on, rhythm.moment(on), (told, *rhythm.why_moved(wished, on, visits)))

    def _without_reserve(self) -> Rhythm:
        """In a flare the whole cap may be used."""
        policy = self.rhythm.policy
        cited = policy.sources.get("max_visits_in_90_d", ())
        whole = Limit(policy.max_visits_in_90_d, CAP_WINDOW_D, cited)
        return replace(self.rhythm, limits=(whole, *self.rhythm.limits[1:]))


def told_flare(flare: Flare | None, policy: Policy) -> Reason:
    """What is known of a flare, and what follows."""
    if flare is None:
        return Reason("No flare is reported, and the model finds none: visits are spaced.")
    quiet = f"{counted(policy.flare_quiet_d, 'written day')} without one"
    what = f"The latest flare, {_span(flare)}, was {flare.found_by}"
    if flare.has_subsided(policy):
        return Reason(f"{what}; it has subsided ({quiet}), so visits are spaced.")
    if not flare.is_on(policy):
        return Reason(
            f"{what}; nothing was written for {counted(flare.silent_d, 'day')}, so whether it goes "
            "on is not known and visits are spaced: write a score, then plan again."
        )
    on = f"A flare since {day(flare.first_on)}, {flare.found_by}, is taken to go on"
    if flare.n_left(policy) == 0:
        done = counted(flare.n_visits, "visit")
        return Reason(f"{on}; {done} lie in it already, the most for one flare: visits are spaced.")
    return Reason(f"{on}: it counts as subsided after {quiet} ({flare.n_quiet} so far).")


def _span(flare: Flare) -> str:
    if flare.first_on == flare.last_on:
        return f"on {day(flare.first_on)}"
    return f"{day(flare.first_on)} to {day(flare.last_on)}"

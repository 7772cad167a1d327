"""What planning needs to know of a fit, and nothing more: a made-up fit can stand in for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from deqi.infer.results import Change, FitOutcome, Interval, VisitValues
from deqi.track import Timeline


class FitNeeded(Protocol):
    """The part of `deqi.infer.Fit` that verdict and plan use."""

    @property
    def outcome(self) -> FitOutcome:
        """How the fit ended."""

    @property
    def timeline(self) -> Timeline:
        """The record in order of time."""

    def change(self) -> Change:
        """Change under the sceptical prior."""

    def visit_gain_nrs(
        self, visit_at: datetime, planned: Sequence[datetime] = (), n_days: int = 28
    ) -> Interval:
        """Mean pain over days 1 to `n_days` after `as_of` lower by, informed prior."""

    def flare_days(self) -> tuple[date, ...]:
        """Days of a probable or reported flare; asked for by policies that treat in flares."""

    def visit_values(self, visits_at: Sequence[datetime], n_days: int) -> VisitValues:
        """Expected relief of single visits, by parts; asked for by policies that optimise."""


class SilenceNeeded(Protocol):
    """The part of `deqi.infer.SilenceFits` that the silence rule uses."""

    @property
    def at_zero(self) -> FitNeeded:
        """Refit with an entry of 0 on each silent day."""

    @property
    def at_high(self) -> FitNeeded:
        """Refit with the person's own 90th centile on each silent day."""

    @property
    def high_nrs(self) -> float:
        """That centile."""

    @property
    def n_silent(self) -> int:
        """How many of the last 28 days have no entry."""

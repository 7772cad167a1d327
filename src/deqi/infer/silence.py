"""What if the silent days were quiet, or bad? The same course, refitted both ways."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from deqi.infer.fit import Fit, infer_near
from deqi.records import Course, Entry
from deqi.track.timeline import Kind


@dataclass(frozen=True, slots=True)
class SilenceFits:
    """The same course if every silent day of the last 28 had been quiet, or bad.

    Attributes
    ----------
    at_zero, at_high : fits with one entry on each silent day, at 0 and at `high_nrs`.
    high_nrs : the person's own 90th centile.
    n_silent : how many days were filled in.
    """

    at_zero: Fit
    at_high: Fit
    high_nrs: float
    n_silent: int


def fit_silence(course: Course, fit: Fit) -> SilenceFits | None:
    """Refit a daily diary as if its silent days had been at 0, then at the person's 90th centile.

    Returns None if the diary is not daily or has no silent day among the last 28.
    """
    timeline = fit.timeline
    if not timeline.is_daily or not timeline.silent_on:
        return None
    diary = [s.nrs for s in timeline.scores if s.kind is Kind.DIARY]
    high = float(np.quantile(diary, 0.9, method="inverted_cdf"))

    def refit(nrs: float) -> Fit:
        made_up = tuple(
            Entry(timeline.at_usual_hour(on), on, True, nrs) for on in timeline.silent_on
        )
        filled = replace(course, entries=course.entries + made_up)
        warm = fit.components[0].proposal
        return infer_near(filled, timeline.as_of, fit.seed, fit.with_flares, warm)

    return SilenceFits(refit(0.0), refit(high), high, len(timeline.silent_on))

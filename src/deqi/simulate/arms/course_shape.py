"""What the model of one person expects of a group over weeks: recovery, and relief of visits.

No equation of its own: the curves are those of `deqi.model`, averaged over the prior set.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from deqi.model import (
    LogNormal,
    PhaseName,
    expected_curves,
    expected_natural_nrs,
    read_prior,
)

VISITS_A_WEEK = 2.0  # design: tables give the number of visits, not their days
STANDARD_VISITS, STANDARD_WEEK = 12, 8.0  # the course and week that count as 1


@cache
def natural_share_gone(phase: PhaseName, week: float) -> float:
    """Share of the pain at the start that is expected to be gone without treatment.

    From the `informed` prior set: the excess at the start and the slow part, which both begin high
    and fade (docs/explanation/pain-model.md, "Natural course").

    >>> round(natural_share_gone("chronic", 8), 2), round(natural_share_gone("acute", 8), 2)
    (0.11, 0.68)
    """
    prior = read_prior("informed", phase)
    return 1 - expected_natural_nrs(prior, 7 * week) / expected_natural_nrs(prior, 0.0)


@cache
def relief_share(week: float, n_visits: float, tau_s_d: float) -> float:
    """Slow relief expected at a week, 1 for twelve visits at week 8.

    Visits come `VISITS_A_WEEK` a week from day 0; those after the week do not count.

    >>> relief_share(8, 12, 365), relief_share(8, 0, 365)
    (1.0, 0.0)
    >>> relief_share(8, 6, 365) < relief_share(8, 10, 365) < 1 < relief_share(8, 18, 365)
    True
    """
    standard = _slow_relief(STANDARD_WEEK, STANDARD_VISITS, tau_s_d)
    n_visits = min(n_visits, int(VISITS_A_WEEK * week) + 1)
    fewer = int(n_visits)
    low, high = (_slow_relief(week, n, tau_s_d) for n in (fewer, fewer + 1))
    return (low + (n_visits - fewer) * (high - low)) / standard


@cache
def _slow_relief(week: float, n_visits: int, tau_s_d: float) -> float:
    prior = read_prior("informed", "chronic")
    known = replace(prior, theta={**prior.theta, "tau_s": LogNormal(tau_s_d, 0.0)})
    days = [k * 7 / VISITS_A_WEEK for k in range(n_visits)]
    return expected_curves(known, days, 7 * week)[2]

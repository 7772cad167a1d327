"""How long a visit's relief outlasts it: estimated from the fit, never assumed.

`docs/explanation/n-of-1.md` says what follows for blocks that are short or long.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log

import numpy as np
from numpy.typing import NDArray

from deqi.infer.fit import PRIOR_DRIVEN_SHARE, Fit
from deqi.infer.posterior import weighted_quantiles
from deqi.infer.results import Interval

Array = NDArray[np.float64]
HALF_LIVES = 3  # an eighth of the fast part is left
CANDIDATES_D = (0, 1, 2, 3, 5, 7, 10, 14, 21, 28)  # fixed beforehand, whatever the scores say
LEVELS = (0.5, 0.25, 0.75, 0.1, 0.9, 0.025, 0.975)


@dataclass(frozen=True, slots=True)
class WashOut:
    """How long relief lasts, and how many days of each block the test leaves out for it.

    Attributes
    ----------
    fast_half_life_d, slow_half_life_d : of the fast and the slow part of a visit's relief.
    fast_is_prior_driven, slow_is_prior_driven : whether the record hardly moved what was believed
        beforehand: then the half-life is mostly that belief.
    wanted_d : three median half-lives of the fast part, in whole days.
    days : what the test uses: the candidate next to `wanted_d` that the blocks can bear.
    candidates : every wash-out, in days, for which the test is shown.
    """

    fast_half_life_d: Interval
    slow_half_life_d: Interval
    fast_is_prior_driven: bool
    slow_is_prior_driven: bool
    wanted_d: int
    days: int
    candidates: tuple[int, ...]

    @property
    def is_cut(self) -> bool:
        """Whether the blocks are too short for the wash-out that the fit asks for."""
        return self.days < self.wanted_d

    def slow_left_after(self, n_days: int) -> float:
        """The share of the slow part that is left so many days after the last visit, 0 to 1."""
        return float(0.5 ** (n_days / self.slow_half_life_d.median))


def candidates_for(shortest_block_d: int) -> tuple[int, ...]:
    """The wash-outs that leave at least half of the shortest block.

    >>> candidates_for(14)
    (0, 1, 2, 3, 5, 7)
    """
    return tuple(d for d in CANDIDATES_D if d <= shortest_block_d // 2)


def estimate_wash_out(fit: Fit, shortest_block_d: int) -> WashOut:
    """Half-lives of a visit's relief under the sceptical prior, and the wash-out they ask for.

    Parameters
    ----------
    fit : of the course, visits included.
    shortest_block_d : days of the shortest block.
    """
    weight = fit.sceptical.weight
    fast = log(2) * fit.sceptical.theta["tau_f"]
    slow = log(2) * fit.sceptical.theta["tau_s"]
    prior = fit.priors[0][0].theta
    fast_half_life_d = _interval(fast, weight)
    wanted_d = ceil(HALF_LIVES * fast_half_life_d.median)
    candidates = candidates_for(shortest_block_d)
    enough = [d for d in candidates if d >= wanted_d]
    return WashOut(
        fast_half_life_d=fast_half_life_d,
        slow_half_life_d=_interval(slow, weight),
        fast_is_prior_driven=_is_prior_driven(fast, weight, prior["tau_f"].log_sd),
        slow_is_prior_driven=_is_prior_driven(slow, weight, prior["tau_s"].log_sd),
        wanted_d=wanted_d,
        days=enough[0] if enough else candidates[-1],
        candidates=candidates,
    )


def _interval(values: Array, weight: Array) -> Interval:
    return Interval(*weighted_quantiles(values, weight, LEVELS))


def _is_prior_driven(values: Array, weight: Array, prior_log_sd: float) -> bool:
    logs = np.log(values)
    spread = np.sqrt(weight @ (logs - weight @ logs) ** 2)
    return bool(spread > PRIOR_DRIVEN_SHARE * prior_log_sd)

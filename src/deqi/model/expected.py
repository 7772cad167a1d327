"""What the model expects of a group: mean pain over weeks without visits, and relief of visits.

Averages over a prior set, of the same curves that one record is filtered with. Groups of people and
means of trials are compared with these (docs/explanation/priors.md, believable.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deqi.model.needling import Doses, growth_weights, relief_curves, spacing_weights
from deqi.model.priors import LogNormal, Prior

Array = NDArray[np.float64]
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(41)


def mean_left(tau: LogNormal | float, at_d: float) -> float:
    """Mean of exp(-t / tau) over people whose time `tau` (days) is log-normal, or one number.

    >>> round(mean_left(30.0, 30.0), 3), round(mean_left(LogNormal(28.0, 0.7), 28.0), 1)
    (0.368, 0.4)
    """
    if isinstance(tau, float):
        return float(np.exp(-at_d / tau))
    taus = tau.median * np.exp(tau.log_sd * _NODES)
    return float(_WEIGHTS @ np.exp(-at_d / taus) / _WEIGHTS.sum())


def slow_start_nrs(prior: Prior) -> float:
    """How high the slow day-to-day part begins on average, because people begin when it hurts."""
    sd_d = prior.theta["sd_d"]
    return float(prior.d_start * sd_d.median * np.exp(sd_d.log_sd**2 / 2))


def expected_natural_nrs(prior: Prior, at_d: float) -> float:
    """Mean pain without visits, `at_d` days after the start: level, slow part and excess.

    >>> from deqi.model.priors import read_prior
    >>> acute = read_prior("informed", "acute")
    >>> [round(expected_natural_nrs(acute, 7.0 * week), 1) for week in (0, 6, 26)]
    [5.8, 2.2, 1.1]
    """
    recovery = prior.theta.get("tau_r") or prior.fixed_tau_r_d or 0.0
    slow = slow_start_nrs(prior) * mean_left(prior.theta["tau_d"], at_d)
    return prior.c.mean + slow + prior.a.mean * mean_left(recovery, at_d)


def expected_curves(
    prior: Prior, visit_d: Sequence[float], at_d: float
) -> tuple[float, float, float]:
    """Mean of the three curves hF, hL, hS at one time: relief for gains of one point.

    Parameters
    ----------
    prior : whose times of fading and spacing are averaged over.
    visit_d : days of the visits, in order. at_d : days.

    Examples
    --------
    >>> from deqi.model.priors import read_prior
    >>> fast, grown, slow = expected_curves(read_prior("informed", "chronic"), [0, 7, 14], 15.0)
    >>> round(slow, 1)
    2.4
    """
    days = np.asarray(visit_d, dtype=np.float64)
    if not len(days):
        return 0.0, 0.0, 0.0
    fast = spacing_weights(days, prior.t_ref_fast_d)
    slow = spacing_weights(days, prior.t_ref_slow_d)
    grown = fast * growth_weights(len(days), prior.growth_visits)
    taus = (
        prior.theta[name].median * np.exp(prior.theta[name].log_sd * _NODES)
        for name in ("tau_f", "tau_s")
    )
    curves = relief_curves(np.array([at_d]), Doses(days, fast, grown, slow), *taus)[0]
    f, g, s = curves @ _WEIGHTS / _WEIGHTS.sum()
    return float(f), float(g), float(s)


def expected_relief_nrs(prior: Prior, visit_d: Sequence[float], at_d: float) -> float:
    """Mean relief by visits at one time, all three parts together; positive is less pain.

    >>> from deqi.model.priors import read_prior
    >>> expected_relief_nrs(read_prior("sceptical", "chronic"), [0, 7, 14], 15.0)
    0.0
    """
    gains = (prior.g_f.mean, prior.g_l.mean, prior.g_s.mean)
    return float(np.dot(gains, expected_curves(prior, visit_d, at_d)))

"""How relief after visits adds up and fades: three curves per visit, linear in their gains.

fast  hF(t) = sum w_k^F exp(-(t - s_k) / tauF)
grown hL(t) = sum w_k^F (1 - exp(-(k - 1) / growth)) exp(-(t - s_k) / tauF), k = visit number
slow  hS(t) = sum w_k^S exp(-(t - s_k) / tauS)

Equations: docs/explanation/pain-model.md, "Visits".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Doses:
    """Visits as doses.

    Attributes
    ----------
    at_d : shape (n_doses,), days since the origin, in order.
    fast, grown, slow : shape (n_doses,), weight of each dose in hF, hL, hS.
    """

    at_d: Array
    fast: Array
    grown: Array
    slow: Array


def spacing_weights(visit_d: Array, t_ref_d: float) -> Array:
    """How much of a visit's gain is new, given the gap since the visit before: 1 - exp(-gap/t_ref).

    Parameters
    ----------
    visit_d : shape (n_visits,), days, in order.
    t_ref_d : days after which about two thirds of the gain are available again; above 0.

    Returns
    -------
    array, shape (n_visits,), 0 to 1; the first visit has weight 1.

    Examples
    --------
    >>> spacing_weights(np.array([0.0, 1.0, 30.0]), 1.0).round(2)
    array([1.  , 0.63, 1.  ])
    """
    return spacing_weight(np.diff(visit_d, prepend=-np.inf), t_ref_d)


def spacing_weight(gap_d: Array, t_ref_d: float) -> Array:
    """The same from the gaps themselves, of any shape; infinite before the first visit.

    >>> spacing_weight(np.array([np.inf, 1.0]), 1.0).round(2)
    array([1.  , 0.63])
    """
    return -np.expm1(-gap_d / t_ref_d)


def growth_weights(n_visits: int, growth_visits: float) -> Array:
    """How far the fast part has grown by visit 1, 2, 3, ...: 0 at the first, near 1 later.

    >>> growth_weights(3, 1.5).round(2)
    array([0.  , 0.49, 0.74])
    """
    return growth_weight(np.arange(n_visits), growth_visits)


def growth_weight(n_before: NDArray[np.integer], growth_visits: float) -> Array:
    """The same from the number of visits before, of any shape.

    >>> growth_weight(np.array([0, 2]), 1.5).round(2)
    array([0.  , 0.74])
    """
    return np.asarray(1 - np.exp(-(n_before / growth_visits)), np.float64)


def relief_curves(at_d: Array, doses: Doses, tau_f: Array, tau_s: Array) -> Array:
    """Relief for unit gains at each time, by one pass over times and doses.

    A dose at exactly the time asked is not yet felt (a score just before needling stays untouched).

    Parameters
    ----------
    at_d : shape (n_times,), days since the origin, in order.
    doses : the visits.
    tau_f, tau_s : shape (n_points,), days, above 0.

    Returns
    -------
    array, shape (n_times, 3, n_points): hF, hL, hS.

    Examples
    --------
    >>> one = Doses(np.array([0.0]), np.array([1.0]), np.array([0.0]), np.array([1.0]))
    >>> curves = relief_curves(np.array([0.0, 1.0]), one, np.array([1.0]), np.array([120.0]))
    >>> curves[:, 0, 0].round(3)
    array([0.   , 0.368])
    """
    out = np.zeros((len(at_d), 3, len(tau_f)))
    if len(doses.at_d) == 0:
        return out
    rates = np.stack([1 / tau_f, 1 / tau_s])
    weights = np.stack([doses.fast, doses.grown, doses.slow])
    felt = np.zeros((3, len(tau_f)))
    clock = doses.at_d[0]
    k = 0
    for i, t in enumerate(at_d):
        while k < len(doses.at_d) and doses.at_d[k] < t:
            _fade(felt, np.exp(-(doses.at_d[k] - clock) * rates))
            felt += weights[:, k, None]
            clock = doses.at_d[k]
            k += 1
        if k:
            _fade(felt, np.exp(-(t - clock) * rates))
            clock = t
            out[i] = felt
    return out


def _fade(felt: Array, keep: Array) -> None:
    """The fast and the grown part fade alike."""
    felt[:2] *= keep[0]
    felt[2] *= keep[1]

"""Looking ahead from a posterior: what one entry may say, and what a further visit may add."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from deqi.infer.filter import GF, GS, N_FELT, C, D, F, loadings_at
from deqi.infer.posterior import Draws, Posterior
from deqi.infer.schedule import Schedule
from deqi.model import Prior

Array = NDArray[np.float64]
ANSWERS = np.arange(11)
HABIT_COUNT = 10.0  # so many answers' worth of belief that a person uses all answers alike
HABIT_KERNEL = np.array([0.1, 0.25, 0.3, 0.25, 0.1])


def forecast_answers(posterior: Posterior, schedule: Schedule, prior: Prior, at_d: Array) -> Array:
    """Probability of each answer 0..10 at coming moments, no new flares.

    Parameters
    ----------
    posterior : belief at the record's end.
    schedule : the record, with any planned visits added.
    at_d : shape (n_times,), ordered, days since the origin, after the record's end.

    Returns
    -------
    array, shape (n_times, 11), rows adding up to 1.
    """
    felt, drift_var = _felt_ahead(posterior, schedule, prior, at_d)
    mean = np.einsum("tin,in->tn", felt, posterior.mean[:N_FELT])
    spread = np.einsum("tin,ijn->tjn", felt, posterior.cov[:N_FELT, :N_FELT])
    var = np.einsum("tjn,tjn->tn", spread, felt) + drift_var
    noise_var = posterior.theta["sd_e"] ** 2
    cdf = np.ones((len(at_d), 12))
    cdf[:, 0] = 0.0
    for share, factor in (
        (1 - prior.heavy_share, 1.0),
        (prior.heavy_share, prior.heavy_factor**2),
    ):
        sd = np.sqrt(var + noise_var * factor)
        for k in range(1, 11):
            below = ndtr((k - 0.5 - mean) / sd) @ posterior.weight
            cdf[:, k] = below * share + (cdf[:, k] if factor > 1.0 else 0.0)
    return np.diff(cdf, axis=1)


def habit_factor(counts: Array) -> Array:
    """How much more often this person gives each answer than its neighbours, shape (11,).

    People use few of the eleven answers. Own counts are compared with the same counts smoothed over
    neighbouring answers, both shrunk by ten answers' worth of no habit.

    Parameters
    ----------
    counts : shape (11,), how often each answer was given so far.

    Examples
    --------
    >>> habit_factor(np.zeros(11)).tolist() == [1.0] * 11
    True
    >>> bool(habit_factor(np.eye(11)[5] * 40)[5] > 2)
    True
    """
    smoothing = np.stack([np.convolve(row, HABIT_KERNEL, mode="same") for row in np.eye(11)])
    smoothing /= smoothing.sum(axis=1, keepdims=True)
    return np.asarray((counts + HABIT_COUNT) / (counts @ smoothing + HABIT_COUNT))


def weigh_by_habit(p_nrs: Array, counts: Array) -> Array:
    """Answers weighed by habit, rows adding up to 1 again."""
    weighed = p_nrs * habit_factor(counts)
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))


def expected_pain(
    posterior: Posterior, draws: Draws, schedule: Schedule, prior: Prior, at_d: Array
) -> Array:
    """Expected pain of each draw at coming moments, kept inside 0-10; shape (n_times, n_draws)."""
    felt, _ = _felt_ahead(posterior, schedule, prior, at_d)
    # Draws stand together by point, so that each point's loadings serve all of its draws.
    by_point = draws.state[:N_FELT].reshape(N_FELT, felt.shape[-1], -1)
    pain = felt.transpose(2, 0, 1) @ by_point.transpose(1, 0, 2)
    return np.asarray(np.clip(pain, 0.0, 10.0).transpose(1, 0, 2).reshape(len(at_d), -1))


def relief_of_visits(
    posterior: Posterior, visits_d: Array, at_d: Array
) -> tuple[Array, Array, Array]:
    """Expected relief of single visits at full weight, summed over coming moments.

    Exact means: given the parameter points the gains are normal, and relief is linear in them.

    Parameters
    ----------
    visits_d : shape (n_visits,), days since the origin.
    at_d : shape (n_times,), the same.

    Returns
    -------
    Three arrays of shape (n_visits,): the fast part, its growth, the slow part.
    """
    since = at_d[None, :] - visits_d[:, None]
    gaps, place = np.unique(np.round(since, 6), return_inverse=True)
    later = np.where(gaps > 0, gaps, np.inf)[:, None]
    fast = np.exp(-later / posterior.theta["tau_f"])
    slow = np.exp(-later / posterior.theta["tau_s"])
    weighted = posterior.weight * posterior.mean[GF : GS + 1]
    rows = place.reshape(since.shape)
    fast_sum, grown_sum, slow_sum = (
        np.asarray(part[rows].sum(axis=1))
        for part in (fast @ weighted[0], fast @ weighted[1], slow @ weighted[2])
    )
    return fast_sum, grown_sum, slow_sum


def _felt_ahead(
    posterior: Posterior, schedule: Schedule, prior: Prior, at_d: Array
) -> tuple[Array, Array]:
    """Loadings on the state at the record's end, and the variance that time adds."""
    ahead = np.maximum(at_d - posterior.at_d, 0.0)[:, None]  # a score may lie in the next night
    felt = loadings_at(schedule, at_d, posterior.theta)
    keep = np.exp(-ahead / posterior.theta["tau_d"])
    felt[:, D] = keep
    felt[:, F] = np.exp(-ahead / prior.flares.tau_d)
    felt[:, C] = 1.0
    drift_var = posterior.theta["walk"] ** 2 * ahead
    drift_var = drift_var + posterior.theta["sd_d"] ** 2 * (1 - keep * keep)
    return felt, drift_var

"""A mixed model of the weekly means, on request: statsmodels fits it, one trial at a time."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from deqi.records import MissingPartError
from deqi.simulate.trial.ancova import Estimates

Array = NDArray[np.floating]
SEARCHES = ("bfgs", "cg", "powell", "nm")


def load_mixed_model() -> Any:
    """The library's class, or a sentence that says what to install."""
    try:
        from statsmodels.regression.mixed_linear_model import MixedLM
    except ImportError:
        raise MissingPartError(
            "The mixed model needs statsmodels. Install it with: pip install 'deqi[trials]', "
            "or leave 'mixed' out of trial.analyses."
        ) from None
    return MixedLM


def mixed_model(
    baseline: tuple[Array, Array], weeks: tuple[Array, Array], alpha: float = 0.05
) -> tuple[float, float, float, float, float, float]:
    """Difference in the last week, first arm minus second, of one trial.

    Weekly means on baseline, week (a level of its own each), and arm within week; a random
    intercept for each person; restricted maximum likelihood; normal interval. All weeks that were
    written count, so that people who leave early still tell of their first weeks.

    Parameters
    ----------
    baseline : each shape (n_people,). weeks : each shape (n_weeks, n_people), NaN if not written.

    Returns
    -------
    value, se, lo, hi, p, n : n people with any week; NaN if the fit does not end.
    """
    model = load_mixed_model()
    x = np.concatenate(baseline).astype(np.float64)
    y = np.concatenate(weeks, axis=1).astype(np.float64)
    n_weeks, n_people = y.shape
    arm = np.arange(n_people) < len(baseline[0])
    week, person = np.nonzero(~np.isnan(y) & ~np.isnan(x))
    n = float(len(np.unique(person)))
    by_week = np.eye(n_weeks)[week]
    design = np.column_stack([by_week, by_week * arm[person, None], x[person] - np.nanmean(x)])
    has_all = np.linalg.matrix_rank(design) == design.shape[1] if len(design) else False
    if not has_all or len(np.unique(person)) < design.shape[1]:
        return _unknown(n)
    found = _fitted(model(y[week, person], design, groups=person), 2 * n_weeks - 1)
    if found is None:
        return _unknown(n)
    value, se = found
    half = float(ndtri(1 - alpha / 2)) * se
    return value, se, value - half, value + half, float(2 * ndtr(-abs(value / se))), n


def _fitted(model: Any, place: int) -> tuple[float, float] | None:
    """A coefficient and its error by the first search that ends; None if none does."""
    for search in SEARCHES:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # whether it has ended is asked of the fit itself
            try:
                fit = model.fit(reml=True, method=search)
                value, se = float(fit.fe_params[place]), float(fit.bse_fe[place])
            except np.linalg.LinAlgError:
                continue  # the search has stepped to where the variances make no sense
        if fit.converged and np.isfinite(se) and se > 0:
            return value, se
    return None


def mixed_models(
    baseline: tuple[Array, Array],
    weeks: tuple[Array, Array],
    alpha: float,
    trials: Iterable[int],
) -> Estimates:
    """The same for many trials: baseline (n_trials, n), weeks (n_weeks, n_trials, n)."""
    rows = [
        mixed_model((baseline[0][k], baseline[1][k]), (weeks[0][:, k], weeks[1][:, k]), alpha)
        for k in trials
    ]
    return Estimates(*np.array(rows, np.float64).T)


def _unknown(n: float) -> tuple[float, float, float, float, float, float]:
    return (np.nan, np.nan, np.nan, np.nan, np.nan, n)

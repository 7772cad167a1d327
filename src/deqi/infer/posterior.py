"""Belief about one record under one prior set: weighted points, each with a Gaussian state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from deqi.infer.filter import GF, N_STATE, A, Theta, filter_record
from deqi.infer.importance import COLD_ROUNDS, Proposal, sample_adaptively, spread_points
from deqi.infer.mixture import LEVELS, Mixture, sd_of
from deqi.infer.results import Interval
from deqi.infer.schedule import Schedule
from deqi.model import Prior

Array = NDArray[np.float64]
DRAWS_PER_POINT = 6
LONG_RECORD = 300  # scores
JITTER = 1e-10


@dataclass(frozen=True, slots=True)
class Posterior:
    """Weighted parameter points, each with a Gaussian belief about the state at the record's end.

    Attributes
    ----------
    theta : parameters by name, each of shape (n_points,).
    weight : shape (n_points,), adding up to 1.
    at_d : time of the state, in days since the origin.
    mean, cov : shape (N_STATE, n_points), (N_STATE, N_STATE, n_points).
    flare_mean, flare_var : shape (n_scores, n_points), the flare's part at each score.
    log_evidence : log probability of the record, mean over the prior.
    proposal : where further points should be looked for, for a similar record.
    """

    theta: Theta
    weight: Array
    at_d: float
    mean: Array
    cov: Array
    flare_mean: Array
    flare_var: Array
    log_evidence: float
    proposal: Proposal

    @property
    def ess(self) -> float:
        """Effective number of independent parameter points."""
        return float(1 / (self.weight**2).sum())

    def linear(self, part: Array) -> Mixture:
        """Belief about a weighted sum of the state; weights of shape (N_STATE, n_points)."""
        var = np.einsum("in,ijn,jn->n", part, self.cov, part)
        return Mixture((part * self.mean).sum(axis=0), sd_of(var), self.weight)

    def draws(self, seed: int) -> Draws:
        """Weighted draws of the state, several for each point.

        Returns
        -------
        Draws, of n_points x DRAWS_PER_POINT states.
        """
        n = len(self.weight)
        u = spread_points(n * DRAWS_PER_POINT, N_STATE, seed + 1000)
        standard = ndtri(u).reshape(n, DRAWS_PER_POINT, N_STATE)
        root = _roots(np.moveaxis(self.cov, -1, 0))
        states = self.mean.T[:, None] + np.einsum("nij,nkj->nki", root, standard)
        return Draws(
            state=states.reshape(-1, N_STATE).T,
            point=np.repeat(np.arange(n), DRAWS_PER_POINT),
            weight=np.repeat(self.weight / DRAWS_PER_POINT, DRAWS_PER_POINT),
        )


@dataclass(frozen=True, slots=True)
class Draws:
    """Weighted draws: state of shape (N_STATE, n_draws), the point each belongs to, weight."""

    state: Array
    point: NDArray[np.int64]
    weight: Array

    def interval(self, values: Array) -> Interval:
        """Median and central intervals of a quantity, shape (n_draws,)."""
        return Interval(*weighted_quantiles(values, self.weight, LEVELS))

    def chance(self, event: NDArray[np.bool_]) -> float:
        """Probability of an event, shape (n_draws,)."""
        return float(self.weight @ event)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A quantity known by draws only, asked like a `Mixture`; values of shape (n_draws,)."""

    values: Array
    draws: Draws

    def interval(self) -> Interval:
        """Median and central intervals."""
        return self.draws.interval(self.values)

    def chance_below(self, threshold: float) -> float:
        """Probability of a value below a threshold."""
        return self.draws.chance(self.values < threshold)


def weighted_quantiles(values: Array, weight: Array, levels: Sequence[float]) -> list[float]:
    """Quantiles of weighted values, interpolated between the middles of their weights.

    >>> weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0]) / 3, [0.5])
    [2.0]
    """
    order = np.argsort(values, kind="stable")
    sorted_values, sorted_weight = values[order], weight[order]
    middle = np.cumsum(sorted_weight) - 0.5 * sorted_weight
    return [float(v) for v in np.interp(levels, middle / sorted_weight.sum(), sorted_values)]


def _roots(cov: Array) -> Array:
    """Square roots of covariances, shape (n_points, n, n); memories without spread get a hair.

    After thousands of scores a hopeless point may have lost its positive definiteness; its weight
    is nought, so its negative eigenvalues are clipped.
    """
    symmetric = 0.5 * (cov + np.swapaxes(cov, -1, -2))
    try:
        roots = np.linalg.cholesky(symmetric + JITTER * np.eye(cov.shape[-1]))
    except np.linalg.LinAlgError:
        finite = np.nan_to_num(symmetric, posinf=0.0, neginf=0.0)
        values, vectors = np.linalg.eigh(finite)
        roots = vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :]
    return np.asarray(roots, np.float64)


def fit_posterior(
    schedule: Schedule,
    prior: Prior,
    seed: int,
    with_flares: bool = True,
    warm: Proposal | None = None,
    min_rounds: int = COLD_ROUNDS,
) -> Posterior:
    """Infer one record under one prior set and one phase.

    Parameters
    ----------
    schedule : the record; without scores the posterior is the prior.
    prior : the beliefs.
    seed : fixes the points.
    with_flares : False leaves flares out of the model.
    warm : where to look first, from a fit of nearly the same record.
    min_rounds : rounds of points at least; fewer will do after a warm start.
    """
    rounds = []
    first = warm or _first_proposal(schedule, prior, seed, with_flares)

    def log_target(z: Array) -> Array:
        theta = prior.theta_from_standard(z)
        filtered = filter_record(schedule, theta, prior, with_flares=with_flares)
        rounds.append((theta, filtered))
        log_prior = -0.5 * (z * z).sum(axis=1) - 0.5 * z.shape[1] * np.log(2 * np.pi)
        return np.asarray(log_prior + filtered.log_evidence)

    sample = sample_adaptively(log_target, first.fitted_to(len(prior.theta)), seed, min_rounds)
    filters = [filtered for _, filtered in rounds]
    return Posterior(
        theta={k: np.concatenate([theta[k] for theta, _ in rounds]) for k in rounds[0][0]},
        weight=sample.weight,
        at_d=filters[0].at_d,
        mean=np.concatenate([f.mean for f in filters], axis=-1),
        cov=np.concatenate([f.cov for f in filters], axis=-1),
        flare_mean=np.concatenate([f.flare_mean for f in filters], axis=-1),
        flare_var=np.concatenate([f.flare_var for f in filters], axis=-1),
        log_evidence=sample.log_evidence,
        proposal=sample.proposal(),
    )


def _first_proposal(schedule: Schedule, prior: Prior, seed: int, with_flares: bool) -> Proposal:
    """The prior, with the reporting noise narrowed to what successive scores show.

    A long record leaves so little room that points from the prior would all miss it; there every
    fourth score is fitted first, and shows where to look.
    """
    if schedule.n_scores > LONG_RECORD:
        return fit_posterior(schedule.thinned(4), prior, seed, with_flares).proposal
    n = len(prior.theta)
    centre, scale = np.zeros(n), np.ones(n)
    rough = _rough_noise_sd(schedule)
    if rough is not None:
        k = list(prior.theta).index("sd_e")
        belief = prior.theta["sd_e"]
        centre[k] = np.clip(np.log(rough / belief.median) / belief.log_sd, -2.5, 2.5)
        scale[k] = 0.5
    return Proposal(centre, np.diag(scale))


def _rough_noise_sd(schedule: Schedule) -> float | None:
    """Half the median jump between successive scores: crude, only says where to look first."""
    if len(schedule.low) < 10:
        return None
    middle = np.clip((schedule.low + schedule.high) / 2, 0, 10)
    jumps = np.abs(np.diff(middle))
    return float(max(0.3, np.mean(jumps) * np.sqrt(np.pi) / 2))


def reweigh(posterior: Posterior, old: Prior, new: Prior) -> Posterior:
    """The same record under another prior of the linear parts, without filtering again.

    Exact for a Gaussian record, for only the priors of A, gF, gL and gS may differ: the ratio of
    two normal priors is itself a Gaussian factor, taken in one static part at a time.
    """
    _check_same_theta(old, new)
    mean, cov = posterior.mean.copy(), posterior.cov.copy()
    log_factor = np.zeros(mean.shape[-1])
    for k, before, after in zip((A, *range(GF, GF + 3)), old.statics, new.statics, strict=True):
        precision = after.sd**-2 - before.sd**-2
        shift = after.mean / after.sd**2 - before.mean / before.sd**2
        m, v = mean[k].copy(), cov[k, k].copy()
        shrink = 1 / (1 + precision * v)
        log_factor += 0.5 * np.log(shrink) + np.log(before.sd / after.sd)
        log_factor += 0.5 * shrink * (shift * shift * v + 2 * shift * m - precision * m * m)
        log_factor -= 0.5 * ((after.mean / after.sd) ** 2 - (before.mean / before.sd) ** 2)
        column = cov[:, k].copy()
        mean += column * (shrink * (shift - precision * m))
        cov -= column[:, None] * (column[None] * (precision * shrink))
    peak = log_factor.max()
    weight = posterior.weight * np.exp(log_factor - peak)
    return Posterior(
        theta=posterior.theta,
        weight=weight / weight.sum(),
        at_d=posterior.at_d,
        mean=mean,
        cov=cov,
        flare_mean=posterior.flare_mean,
        flare_var=posterior.flare_var,
        log_evidence=posterior.log_evidence + float(np.log(weight.sum()) + peak),
        proposal=posterior.proposal,
    )


def _check_same_theta(old: Prior, new: Prior) -> None:
    if (old.theta, old.c, old.flares) != (new.theta, new.c, new.flares):
        raise ValueError(f"Priors {old.name} and {new.name} differ in more than A and the gains.")


def phase_shares(posteriors: Sequence[Posterior]) -> Array:
    """How much each phase is believed after the record, all being equally likely before it."""
    evidence = np.array([p.log_evidence for p in posteriors])
    share = np.exp(evidence - evidence.max())
    return np.asarray(share / share.sum())


def mix_posteriors(posteriors: Sequence[Posterior]) -> Posterior:
    """Several phases, equally likely beforehand, weighed by how well each foretold the record."""
    if len(posteriors) == 1:
        return posteriors[0]
    share = phase_shares(posteriors)
    evidence = np.array([p.log_evidence for p in posteriors])
    first = posteriors[0]
    return Posterior(
        theta={k: np.concatenate([p.theta[k] for p in posteriors]) for k in first.theta},
        weight=np.concatenate([s * p.weight for s, p in zip(share, posteriors, strict=True)]),
        at_d=first.at_d,
        mean=np.concatenate([p.mean for p in posteriors], axis=-1),
        cov=np.concatenate([p.cov for p in posteriors], axis=-1),
        flare_mean=np.concatenate([p.flare_mean for p in posteriors], axis=-1),
        flare_var=np.concatenate([p.flare_var for p in posteriors], axis=-1),
        log_evidence=float(np.log(np.exp(evidence - evidence.max()).mean()) + evidence.max()),
        proposal=first.proposal,
    )

"""Adaptive importance sampling over the six or seven nonlinear parameters.

Rounds of low-discrepancy points from a Student-t that is refitted to all points so far; every point
is weighed against the mixture of all rounds' proposals (deterministic mixture weights), so that an
early bad round does no harm. Deterministic given the seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri, gammaln, ndtri

Array = NDArray[np.float64]
N_POINTS = 256
DEGREES_OF_FREEDOM = 7.0
COLD_ROUNDS, WARM_ROUNDS, MAX_ROUNDS = 3, 1, 16
ENOUGH_ESS = 150.0  # effective points at which no further round is drawn
WARM_ENOUGH_ESS = 75.0  # the same for a what-if, which needs less than the answer itself
TEMPER_ESS = 40.0  # a covariance from fewer effective points than this is not to be trusted


@dataclass(frozen=True, slots=True)
class Proposal:
    """A multivariate Student-t: centre, shape (n,), and lower Cholesky factor of its scale."""

    centre: Array
    root: Array

    def fitted_to(self, n: int) -> Proposal:
        """The same proposal for more or fewer parameters; a new one is spread as in the prior."""
        have = len(self.centre)
        root = np.eye(n)
        keep = min(n, have)
        root[:keep, :keep] = self.root[:keep, :keep]
        centre = np.zeros(n)
        centre[:keep] = self.centre[:keep]
        return Proposal(centre, root)

    def points(self, n_points: int, seed: int) -> Array:
        """Low-discrepancy points, shape (n_points, n)."""
        n = len(self.centre)
        u = spread_points(n_points, n + 1, seed)
        stretch = np.sqrt(DEGREES_OF_FREEDOM / chdtri(DEGREES_OF_FREEDOM, u[:, n]))
        return np.asarray(self.centre + (ndtri(u[:, :n]) * stretch[:, None]) @ self.root.T)

    def log_density(self, z: Array) -> Array:
        """Log density at points, shape (n_points,)."""
        n, df = len(self.centre), DEGREES_OF_FREEDOM
        away = np.linalg.solve(self.root, (z - self.centre).T)
        quadratic = (away * away).sum(axis=0)
        constant = gammaln((df + n) / 2) - gammaln(df / 2) - 0.5 * n * np.log(df * np.pi)
        return np.asarray(
            constant - np.log(np.diag(self.root)).sum() - 0.5 * (df + n) * np.log1p(quadratic / df)
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """Weighted points.

    Attributes
    ----------
    z : shape (n_points, n), in prior-standard coordinates.
    weight : shape (n_points,), adding up to 1.
    log_evidence : of the record under the prior.
    """

    z: Array
    weight: Array
    log_evidence: float

    @property
    def ess(self) -> float:
        """Effective number of independent points."""
        return float(1 / (self.weight**2).sum())

    def proposal(self) -> Proposal:
        """Student-t with the moments of the points, their weights flattened while they are few."""
        weight = _tempered(self.weight)
        centre = weight @ self.z
        off = self.z - centre
        cov = 1.1 * (weight[:, None] * off).T @ off + 1e-6 * np.eye(len(centre))
        return Proposal(centre, np.asarray(np.linalg.cholesky(cov), np.float64))


def spread_points(n_points: int, n: int, seed: int) -> Array:
    """Points that fill the unit cube evenly: a Kronecker sequence with a random shift.

    Parameters
    ----------
    n_points, n : how many, in how many dimensions.
    seed : fixes the shift.

    Examples
    --------
    >>> u = spread_points(1000, 3, seed=0)
    >>> bool(abs(u.mean(axis=0) - 0.5).max() < 0.005)
    True
    """
    ratio = 2.0  # the positive root of x^(n+1) = x + 1, by fixed-point iteration
    for _ in range(60):
        ratio = (1 + ratio) ** (1 / (n + 1))
    steps = ratio ** -np.arange(1, n + 1)
    shift = np.random.default_rng(seed).random(n)
    u = (shift + np.arange(1, n_points + 1)[:, None] * steps) % 1.0
    return np.clip(u, 1e-9, 1 - 1e-9)


def sample_adaptively(
    log_target: Callable[[Array], Array],
    first: Proposal,
    seed: int,
    min_rounds: int = COLD_ROUNDS,
    n_points: int = N_POINTS,
) -> Sample:
    """Draw rounds until there are enough effective points.

    Parameters
    ----------
    log_target : z of shape (n_points, n) to log prior + log likelihood, shape (n_points,).
    first : the first round's proposal, wide unless much is known already.
    seed : fixes every point.
    min_rounds : at least so many rounds, even if fewer give enough effective points.
    """
    enough = ENOUGH_ESS if min_rounds > WARM_ROUNDS else WARM_ENOUGH_ESS
    proposals, zs, targets = [first], list[Array](), list[Array]()
    while True:
        z = proposals[-1].points(n_points, seed + len(zs))
        zs.append(z)
        targets.append(log_target(z))
        sample = _weigh(np.concatenate(zs), np.concatenate(targets), proposals)
        if len(zs) >= MAX_ROUNDS or (len(zs) >= min_rounds and sample.ess >= enough):
            return sample
        proposals.append(sample.proposal())


def _weigh(z: Array, target: Array, proposals: list[Proposal]) -> Sample:
    densities = np.stack([p.log_density(z) for p in proposals])
    top = densities.max(axis=0)
    log_mixture = top + np.log(np.exp(densities - top).mean(axis=0))
    log_weight = target - log_mixture
    peak = log_weight.max()
    weight = np.exp(log_weight - peak)
    return Sample(z, weight / weight.sum(), float(peak + np.log(weight.mean())))


def _tempered(weight: Array) -> Array:
    """The largest power of the weights, at most 1, that keeps enough effective points."""
    log_weight = np.log(np.maximum(weight, 1e-300))
    low, high = 0.0, 1.0
    power = 1.0
    for _ in range(20):
        w = np.exp(power * (log_weight - log_weight.max()))
        w /= w.sum()
        if 1 / (w**2).sum() >= TEMPER_ESS:
            low = power
            if power == 1.0:
                return np.asarray(w)
        else:
            high = power
        power = (low + high) / 2
    w = np.exp(low * (log_weight - log_weight.max()))
    return np.asarray(w / w.sum())

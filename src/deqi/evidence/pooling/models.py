"""Fixed and random effects of a set of effects: REML, DerSimonian-Laird, tau2 and its interval.

Effects of one trial that share an arm are correlated. They are turned into uncorrelated ones first
(`Sample.of`), so that everything below is sums over weights 1 / (d + tau2). docs/explanation/
pooling.md has the equations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc, chdtri, ndtr, ndtri, stdtr, stdtrit

from deqi.evidence.pooling.question import KnappHartung
from deqi.evidence.pooling.results import Fit, Heterogeneity

Array = npt.NDArray[np.float64]

SHARED_TRUTH = 0.5  # correlation of the true effects of two comparisons that share an arm
N_GRID = 60
N_HALVINGS = 200
MIN_FOR_PREDICTION = 3  # comparisons


@dataclass(frozen=True, slots=True)
class Sample:
    """Uncorrelated effects: `z = u mu + error`, variance of an error `d + tau2`."""

    z: Array
    u: Array
    d: Array
    turns: tuple[tuple[list[int], Array], ...] = ()

    @classmethod
    def of(
        cls, effects: Sequence[float], variances: Sequence[float], blocks: Sequence[Block] = ()
    ) -> Sample:
        """Effects with their variances; a block holds those of one trial that share an arm."""
        z, d = np.array(effects, dtype=float), np.array(variances, dtype=float)
        u = np.ones_like(z)
        turns = []
        for block in blocks:
            at = list(block.places)
            turn, d[at] = _diagonal(block.covariance)
            z[at], u[at] = turn @ z[at], turn @ u[at]
            turns.append((at, turn))
        return cls(z, u, d, tuple(turns))

    def __len__(self) -> int:
        return len(self.z)

    def weights(self, tau2: float) -> Array:
        """What each effect, as it was given, weighs in the mean; they add up to 1."""
        weight = self.u / (self.d + tau2)
        weight /= weight @ self.u
        for at, turn in self.turns:
            weight[at] = turn.T @ weight[at]
        return weight


@dataclass(frozen=True, slots=True)
class Block:
    """Comparisons of one trial: their places, and the covariance of their sampling errors."""

    places: tuple[int, ...]
    covariance: Array


def _diagonal(covariance: Array) -> tuple[Array, Array]:
    """A turn that makes the sampling errors uncorrelated and the true effects independent.

    With R the correlation of the true effects, R = L L', the turn is Q' inv(L), Q the eigenvectors
    of inv(L) V inv(L)'.
    """
    k = len(covariance)
    truth = np.full((k, k), SHARED_TRUTH) + (1 - SHARED_TRUTH) * np.eye(k)
    inverse = np.linalg.inv(np.linalg.cholesky(truth))
    values, vectors = np.linalg.eigh(inverse @ covariance @ inverse.T)
    return vectors.T @ inverse, values


def mean_at(sample: Sample, tau2: float) -> tuple[float, float]:
    """The weighted mean at a given tau2, and its variance."""
    weight = 1 / (sample.d + tau2)
    information = float(weight @ sample.u**2)
    return float(weight @ (sample.u * sample.z)) / information, 1 / information


def q_at(sample: Sample, tau2: float) -> float:
    """The weighted sum of squares around the mean at a given tau2."""
    mean, _ = mean_at(sample, tau2)
    return float(((sample.z - sample.u * mean) ** 2 / (sample.d + tau2)).sum())


def tau2_reml(sample: Sample) -> float:
    """The between-trial variance at the highest restricted likelihood.

    The score may cross zero more than once; each crossing downwards is found on a grid, narrowed
    by halving until floats end, and compared with the others and with zero.
    """
    top = _scale(sample)
    while _score(sample, top) > 0:
        top *= 4
    grid = np.concatenate([[0.0], np.geomspace(top * 1e-9, top, N_GRID)])
    scores = _scores(sample, grid)
    found = [0.0] if scores[0] <= 0 else []
    for k in np.flatnonzero((scores[:-1] > 0) & (scores[1:] <= 0)):
        found.append(_root(lambda t: _score(sample, t), float(grid[k]), float(grid[k + 1])))
    return max(found, key=lambda tau2: _restricted_likelihood(sample, tau2))


def tau2_dersimonian_laird(sample: Sample) -> float:
    """The between-trial variance from Q by moments, not below zero."""
    return max(0.0, (q_at(sample, 0.0) - (len(sample) - 1)) / _trace(sample))


def tau2_interval(sample: Sample, level: float) -> tuple[float, float]:
    """The values of tau2 at which Q is neither too large nor too small for chance (Q-profile)."""
    df, tail = len(sample) - 1, (1 - level) / 2
    lo, hi = (_where_q_is(sample, float(chdtri(df, p))) for p in (tail, 1 - tail))
    return lo, hi


def _where_q_is(sample: Sample, wanted: float) -> float:
    if q_at(sample, 0.0) <= wanted:
        return 0.0
    top = _scale(sample)
    while q_at(sample, top) > wanted:
        top *= 4
    return _root(lambda tau2: q_at(sample, tau2) - wanted, 0.0, top)


def fit_random(sample: Sample, tau2: float, knapp_hartung: KnappHartung, level: float) -> Fit:
    """The mean of the true effects at this tau2, with a t interval unless it is switched off."""
    mean, variance = mean_at(sample, tau2)
    df = len(sample) - 1
    if knapp_hartung is KnappHartung.OFF or df == 0:
        return fit_normal(sample, tau2, level, "REML")
    factor = q_at(sample, tau2) / df
    method = "REML, Knapp-Hartung"
    if knapp_hartung is KnappHartung.AT_LEAST_1:
        factor, method = max(1.0, factor), method + ", not narrower than without"
    se = float(np.sqrt(variance * factor))
    reach = float(stdtrit(df, 0.5 + level / 2)) * se
    p = 2 * float(stdtr(df, -abs(mean) / se)) if se > 0 else 0.0
    return Fit(mean, se, mean - reach, mean + reach, p, df, tau2, method)


def heterogeneity_of(sample: Sample, tau2: float, random: Fit, level: float) -> Heterogeneity:
    """How far the trials differ beyond chance, and where the effect of a next one may lie."""
    df, q = len(sample) - 1, q_at(sample, 0.0)
    typical = df / _trace(sample)
    lo, hi = tau2_interval(sample, level)
    reach = float(stdtrit(df, 0.5 + level / 2) * np.sqrt(tau2 + random.se**2))
    ahead = (random.estimate - reach, random.estimate + reach)
    return Heterogeneity(
        tau2=tau2,
        tau2_lo=lo,
        tau2_hi=hi,
        i2_percent=100 * tau2 / (tau2 + typical),
        i2_lo_percent=100 * lo / (lo + typical),
        i2_hi_percent=100 * hi / (hi + typical),
        h2=1 + tau2 / typical,
        q=q,
        df=df,
        p=float(chdtrc(df, q)),
        prediction=ahead if len(sample) >= MIN_FOR_PREDICTION else None,
    )


def chance_of_chi2(df: int, q: float) -> float:
    """The probability of a larger sum of squares by chance."""
    return float(chdtrc(df, q))


def normal_reach(level: float) -> float:
    """How many standard errors an interval of the normal distribution reaches."""
    return float(ndtri(0.5 + level / 2))


def fit_normal(sample: Sample, tau2: float, level: float, method: str) -> Fit:
    """The mean at this tau2 with an interval of the normal distribution."""
    mean, variance = mean_at(sample, tau2)
    se = float(np.sqrt(variance))
    reach = normal_reach(level) * se
    p = 2 * float(ndtr(-abs(mean) / se))
    return Fit(mean, se, mean - reach, mean + reach, p, None, tau2, method)


def _trace(sample: Sample) -> float:
    """The trace of the projection that takes out the mean, at tau2 zero."""
    weight = 1 / sample.d
    return float(weight.sum() - (weight**2 @ sample.u**2) / (weight @ sample.u**2))


def _scale(sample: Sample) -> float:
    return float(np.var(sample.z) + sample.d.max())


def _score(sample: Sample, tau2: float) -> float:
    return float(_scores(sample, np.array([tau2]))[0])


def _scores(sample: Sample, tau2: Array) -> Array:
    """The slope of the restricted log-likelihood at each tau2."""
    weight = 1 / (sample.d + tau2[:, None])
    u2 = sample.u**2
    information = weight @ u2
    mean = (weight @ (sample.u * sample.z)) / information
    residual = sample.z - sample.u * mean[:, None]
    trace = weight.sum(axis=1) - (weight**2 @ u2) / information
    slope: Array = 0.5 * ((weight * residual) ** 2).sum(axis=1) - 0.5 * trace
    return slope


def _restricted_likelihood(sample: Sample, tau2: float) -> float:
    total = sample.d + tau2
    information = float((sample.u**2 / total).sum())
    return -0.5 * float(np.log(total).sum() + np.log(information) + q_at(sample, tau2))


def _root(f: Callable[[float], float], lo: float, hi: float) -> float:
    """Where a function that falls from above zero to below it crosses; halved until floats end."""
    for _ in range(N_HALVINGS):
        middle = (lo + hi) / 2
        if not lo < middle < hi:
            break
        lo, hi = (middle, hi) if f(middle) > 0 else (lo, middle)
    return (lo + hi) / 2

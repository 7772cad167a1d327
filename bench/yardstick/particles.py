"""The probability of a record with flares at fixed parameters, by Rao-Blackwellised particles.

Every particle has its own history of flares (number, times and sizes sampled exactly between
scores), of which noise part each answer had, and of the pain-plus-noise behind each rounded answer
(a truncated normal). Given these the rest is linear and Gaussian, so each particle carries an exact
Kalman filter over [c, d, A, gF, gL, gS]. The mean of the particles' weights is an unbiased estimate
of the record's probability. Shares no code with the program but the prior's numbers.

    python -m bench.yardstick.particles [--only NAME ...]
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from bench.yardstick.asked import cases_asked_for
from bench.yardstick.courses import PARTICLE_COURSES, Case
from bench.yardstick.record import Record
from deqi.model import Prior, prior_sha256, read_prior
from deqi.simulate import Person

Array = NDArray[np.float64]
STORED = Path(__file__).parents[2] / "tests" / "agree" / "stored" / "particles"
PRIOR_NAME = "sceptical"
N_PARTICLES = 20_000
MIN_REPLICATES, MAX_REPLICATES = 8, 64
ENOUGH_MC_SD = 0.03
N_LINEAR = 6
C, D, A, GF, GL, GS = range(N_LINEAR)
THETA = ("walk", "sd_d", "tau_d", "sd_e", "tau_f", "tau_s")


def log_evidence(
    record: Record, point: dict[str, float], prior: Prior, rng: np.random.Generator, n: int
) -> float:
    """One estimate of the log probability of a record at a parameter point, from n particles."""
    score_d, nrs = record.scores()
    felt = _loadings(score_d, record.visit_d(), point, prior)
    cloud = _Cloud.from_prior(point, prior, n)
    total, clock = 0.0, 0.0
    for t, answer, row in zip(score_d, nrs, felt, strict=True):
        cloud.let_pass(t - clock, point, prior, rng)
        clock = t
        total += cloud.see(answer, row, point["sd_e"], prior, rng)
        cloud.resample_if_poor(rng)
    return total


def _loadings(score_d: Array, visit_d: Array, point: dict[str, float], prior: Prior) -> Array:
    """How each linear part enters the pain at each score, by plain double sums."""
    assert prior.fixed_tau_r_d is not None, "the yardstick's courses are chronic"
    rows = []
    for t in score_d:
        h_f = h_l = h_s = 0.0
        before = -np.inf
        for k, s in enumerate(visit_d):
            if s < t - 1e-9:
                fast = (1 - np.exp(-(s - before) / prior.t_ref_fast_d)) * np.exp(
                    -(t - s) / point["tau_f"]
                )
                h_f += fast
                h_l += fast * (1 - np.exp(-k / prior.growth_visits))
                h_s += (1 - np.exp(-(s - before) / prior.t_ref_slow_d)) * np.exp(
                    -(t - s) / point["tau_s"]
                )
            before = s
        rows.append([1.0, 1.0, np.exp(-t / prior.fixed_tau_r_d), -h_f, -h_l, -h_s])
    return np.array(rows)


@dataclass
class _Cloud:
    """Particles: Gaussian linear part, shape (6, n) and (6, 6, n); flare and log weight, (n,)."""

    mean: Array
    cov: Array
    flare: Array
    log_weight: Array  # normalised: log of weights that add up to 1

    @classmethod
    def from_prior(cls, point: dict[str, float], prior: Prior, n: int) -> _Cloud:
        linear = [(p.mean, p.sd) for p in (prior.c, *prior.statics)]
        linear.insert(D, (prior.d_start * point["sd_d"], point["sd_d"]))
        mean = np.array([m for m, _ in linear])[:, None].repeat(n, axis=1)
        cov = np.diag([sd**2 for _, sd in linear])[:, :, None].repeat(n, axis=2)
        return cls(mean, cov, np.zeros(n), np.full(n, -np.log(n)))

    def let_pass(
        self, gap_d: float, point: dict[str, float], prior: Prior, rng: np.random.Generator
    ) -> None:
        """Level walks, slow part returns, flares fade and begin."""
        if gap_d <= 0:
            return
        keep = np.exp(-gap_d / point["tau_d"])
        self.mean[D] *= keep
        self.cov[D] *= keep
        self.cov[:, D] *= keep
        self.cov[C, C] += point["walk"] ** 2 * gap_d
        self.cov[D, D] += point["sd_d"] ** 2 * (1 - keep**2)
        flares = prior.flares
        self.flare *= np.exp(-gap_d / flares.tau_d)
        number = rng.poisson(flares.rate_per_d * gap_d, len(self.flare))
        for k in range(1, number.max() + 1):
            has = number >= k
            size = rng.normal(flares.jump.mean, flares.jump.sd, has.sum())
            age = rng.uniform(0.0, gap_d, has.sum())
            self.flare[has] += size * np.exp(-age / flares.tau_d)

    def see(
        self, nrs: float, felt: Array, sd_e: float, prior: Prior, rng: np.random.Generator
    ) -> float:
        """Take in one answer; log of its probability given the answers before."""
        with_state = np.einsum("ijn,j->in", self.cov, felt)
        mean = felt @ self.mean + self.flare
        var = felt @ with_state
        low = -np.inf if nrs <= 0 else nrs - 0.5
        high = np.inf if nrs >= 10 else nrs + 0.5
        noise_var = np.array([1.0, prior.heavy_factor**2]) * sd_e**2
        share = np.array([1 - prior.heavy_share, prior.heavy_share])
        sd = np.sqrt(var + noise_var[:, None])
        p_parts = share[:, None] * _chance_between((low - mean) / sd, (high - mean) / sd)
        p = p_parts.sum(axis=0)
        is_wide = rng.random(len(p)) * p < p_parts[1]
        sd = np.where(is_wide, sd[1], sd[0])
        behind = mean + sd * _draw_between((low - mean) / sd, (high - mean) / sd, rng)
        gain = with_state / sd**2
        self.mean += gain * (behind - mean)
        self.cov -= gain[:, None] * with_state[None]
        self.log_weight += np.log(np.maximum(p, 1e-300))
        top = self.log_weight.max()
        log_p = top + np.log(np.exp(self.log_weight - top).sum())
        self.log_weight -= log_p
        return float(log_p)

    def resample_if_poor(self, rng: np.random.Generator) -> None:
        """Systematic resampling once half of the particles count for nothing."""
        weight = np.exp(self.log_weight)
        n = len(weight)
        if 1 / (weight**2).sum() > n / 2:
            return
        places = (np.arange(n) + rng.random()) / n
        chosen = np.minimum(np.searchsorted(np.cumsum(weight), places), n - 1)
        self.mean, self.cov = self.mean[:, chosen], self.cov[:, :, chosen]
        self.flare = self.flare[chosen]
        self.log_weight = np.full(n, -np.log(n))


def _lower_tail(low: Array, high: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Mirror intervals of the upper half, where 1 - Phi would lose its digits."""
    is_upper = low + high > 0
    return np.where(is_upper, -high, low), np.where(is_upper, -low, high), is_upper


def _chance_between(low: Array, high: Array) -> Array:
    low, high, _ = _lower_tail(low, high)
    return np.asarray(ndtr(high) - ndtr(low))


def _draw_between(low: Array, high: Array, rng: np.random.Generator) -> Array:
    """Standard normals known to lie in an interval."""
    low, high, is_upper = _lower_tail(low, high)
    below, above = ndtr(low), ndtr(high)
    drawn = np.clip(ndtri(below + rng.random(len(low)) * (above - below)), low, high)
    return np.where(is_upper, -drawn, drawn)


def point_of(person: Person) -> dict[str, float]:
    """The fixed parameters."""
    return {name: float(getattr(person, name)) for name in THETA}


def replicate(
    record: Record, point: dict[str, float], prior: Prior, seed: int, at_most: int = MAX_REPLICATES
) -> Array:
    """Independent estimates, until their mean is known well."""
    estimates: list[float] = []
    while len(estimates) < at_most:
        rng = np.random.default_rng([seed, len(estimates)])
        estimates.append(log_evidence(record, point, prior, rng, N_PARTICLES))
        if len(estimates) >= MIN_REPLICATES and pooled(np.array(estimates))[1] <= ENOUGH_MC_SD:
            break
    return np.array(estimates)


def pooled(log_estimates: Array) -> tuple[float, float]:
    """Log of the mean of estimates given as logs, and its Monte Carlo sd."""
    top = log_estimates.max()
    relative = np.exp(log_estimates - top)
    mean = relative.mean()
    mc_sd = relative.std(ddof=1) / mean / np.sqrt(len(relative))
    return float(top + np.log(mean)), float(mc_sd)


def run_case(case: Case, seed: int) -> dict[str, Any]:
    """Everything worth keeping about one course."""
    assert case.scenario.person is not None
    record, point = case.record(), point_of(case.scenario.person)
    prior = read_prior(PRIOR_NAME, "chronic")
    began = time.process_time()
    estimates = replicate(record, point, prior, seed)
    mean, mc_sd = pooled(estimates)
    return {
        "name": case.name,
        "script": "bench/yardstick/particles.py",
        "scenario": repr(case.scenario),
        "course_seed": case.seed,
        "particle_seed": seed,
        "versions": {name: version(name) for name in ("numpy", "scipy")},
        "prior": PRIOR_NAME,
        "prior_sha256": prior_sha256(PRIOR_NAME),
        "n_particles": N_PARTICLES,
        "n_replicates": len(estimates),
        "log_evidence": mean,
        "mc_sd": mc_sd,
        "replicates": estimates.tolist(),
        "core_s": time.process_time() - began,
        "theta": point,
        "record": record.to_json(),
    }


def main() -> None:
    """Run the courses that are named, or all that are not stored yet."""
    for case, path, seed in cases_asked_for(__doc__, PARTICLE_COURSES, STORED):
        row = run_case(case, seed)
        path.write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")
        print(
            f"{case.name}: {row['log_evidence']:.3f} +- {row['mc_sd']:.3f}, {row['core_s']:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()

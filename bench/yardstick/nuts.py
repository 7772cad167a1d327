"""The pain model with every latent sampled, by NUTS: slow, and exact in the limit.

x(t) = c(t) + d(t) + A exp(-t/tauR) - gF hF(t) - gL hL(t) - gS hS(t), no flares; c a random walk,
d an Ornstein-Uhlenbeck process that starts at N(sdD / 2, sdD^2); an answer is x plus noise (95 %
sdE, 5 % four times as wide) rounded to whole points, open at 0 and 10.

c - c(0) and d are independent Gaussian processes; their sum is sampled at every score and mark
through the Cholesky factor of its covariance, so the sampler sees standard normals. Relief is a
plain double sum over times and visits. Shares no code with the program but the prior's numbers.

    python -m bench.yardstick.nuts [--only NAME ...]
"""

from __future__ import annotations

import os

os.environ.setdefault(
    "XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)

import argparse
import json
import time
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.special import log_ndtr
from numpy.typing import NDArray
from numpyro.diagnostics import effective_sample_size, split_gelman_rubin
from numpyro.infer import MCMC, NUTS

from bench.yardstick.courses import NUTS_COURSES, Case
from bench.yardstick.record import Record
from deqi.model import Prior, prior_sha256, read_prior

jax.config.update("jax_enable_x64", True)

Array = NDArray[np.float64]
STORED = Path(__file__).parents[2] / "tests" / "agree" / "stored" / "nuts"
COMPARED = ("level", "total", "natural", "visits", "fast", "slow")
EXTRAS = ("log_sd_e", "log_sd_d")
ENOUGH_ESS = 2_500
MAX_R_HAT = 1.01
PRIOR_NAME = "sceptical"
N_CHAINS = 3
N_WARMUP = 500
N_DRAWS = 500  # of each chain, before it is asked whether there are enough
MAX_BATCHES = 24
ENDLESS = 1e4


@dataclass(frozen=True)
class Grid:
    """All moments at which the latent process is needed, each once."""

    at_d: Array
    score: NDArray[np.int64]
    start: int
    now: NDArray[np.int64]
    low: Array
    high: Array
    felt_d: Array  # days since each visit at each moment, shape (n_times, n_visits); < 0: not yet
    after_last_d: Array  # days since each visit just after the latest one
    fast_w: Array
    grown_w: Array
    slow_w: Array


def lay_out(record: Record, prior: Prior) -> Grid:
    """Everything that does not depend on parameters."""
    score_d, nrs = record.scores()
    visit_d, start_d, now_d = record.visit_d(), record.start_d(), record.now_d()
    at_d, place = np.unique(
        np.concatenate([score_d, [start_d], now_d]).round(9), return_inverse=True
    )
    n = len(score_d)
    gaps = np.concatenate([[np.inf], np.diff(visit_d)])
    fast_w = 1 - np.exp(-gaps / prior.t_ref_fast_d)
    order = np.arange(len(visit_d))
    since = at_d[:, None] - visit_d[None, :]
    return Grid(
        at_d=at_d,
        score=place[:n],
        start=int(place[n]),
        now=place[n + 1 :],
        low=np.where(nrs <= 0, -ENDLESS, nrs - 0.5),
        high=np.where(nrs >= 10, ENDLESS, nrs + 0.5),
        felt_d=np.where(since > 1e-7, since, -1.0),  # a score just before needling feels nothing
        after_last_d=visit_d[-1] - visit_d,
        fast_w=fast_w,
        grown_w=fast_w * (1 - np.exp(-order / prior.growth_visits)),
        slow_w=1 - np.exp(-gaps / prior.t_ref_slow_d),
    )


def pain_model(grid: Grid, prior: Prior) -> None:
    """The joint density, for NumPyro."""
    z = numpyro.sample("z", dist.Normal(jnp.zeros(11), 1.0).to_event(1))
    shock = numpyro.sample("shock", dist.Normal(jnp.zeros(len(grid.at_d)), 1.0).to_event(1))
    names = list(prior.theta)
    theta = {k: p.median * jnp.exp(p.log_sd * z[names.index(k)]) for k, p in prior.theta.items()}
    linear = (prior.c, prior.a, prior.g_f, prior.g_l, prior.g_s)
    c, a, g_f, g_l, g_s = (p.mean + p.sd * z[6 + k] for k, p in enumerate(linear))

    drift = c + theta["sd_d"] * prior.d_start * jnp.exp(-grid.at_d / theta["tau_d"])
    drift += _drift_root(grid.at_d, theta) @ shock
    recovery = a * jnp.exp(-grid.at_d / prior.fixed_tau_r_d)

    def relief(days: Array) -> tuple[jax.Array, jax.Array]:
        felt = days >= 0
        fast = felt * jnp.exp(-jnp.abs(days) / theta["tau_f"])
        slow = felt * jnp.exp(-jnp.abs(days) / theta["tau_s"])
        return fast @ (g_f * grid.fast_w + g_l * grid.grown_w), slow @ (g_s * grid.slow_w)

    fast, slow = relief(grid.felt_d)
    pain = drift + recovery - fast - slow
    numpyro.factor("answers", log_answer(grid, pain[grid.score], theta["sd_e"], prior).sum())

    natural = (drift + recovery)[grid.now].mean() - (drift + recovery)[grid.start]
    visits = -(fast + slow)[grid.now].mean()
    peak_fast, peak_slow = relief(grid.after_last_d)
    numpyro.deterministic("level", pain[grid.now].mean())
    numpyro.deterministic("natural", natural)
    numpyro.deterministic("visits", visits)
    numpyro.deterministic("total", natural + visits)
    numpyro.deterministic("fast", peak_fast)
    numpyro.deterministic("slow", peak_slow)
    numpyro.deterministic("log_sd_e", jnp.log(theta["sd_e"]))
    numpyro.deterministic("log_sd_d", jnp.log(theta["sd_d"]))


def _drift_root(at_d: Array, theta: dict[str, jax.Array]) -> jax.Array:
    """Lower Cholesky factor of the covariance of c - c(0) and d together."""
    walk = np.minimum(at_d[:, None], at_d[None, :])
    apart = np.abs(at_d[:, None] - at_d[None, :])
    cov = theta["walk"] ** 2 * walk + theta["sd_d"] ** 2 * jnp.exp(-apart / theta["tau_d"])
    return jnp.linalg.cholesky(cov + 1e-12 * theta["sd_d"] ** 2 * np.eye(len(at_d)))


def log_answer(grid: Grid, pain: jax.Array, sd_e: jax.Array, prior: Prior) -> jax.Array:
    """Log chance of each answer given the pain."""
    usual = jnp.log1p(-prior.heavy_share) + _log_between(grid, pain, sd_e)
    wide = jnp.log(prior.heavy_share) + _log_between(grid, pain, prior.heavy_factor * sd_e)
    return jnp.logaddexp(usual, wide)


def _log_between(grid: Grid, pain: jax.Array, sd: jax.Array) -> jax.Array:
    """log [Phi(high) - Phi(low)], taken in the lower tail where no digits are lost."""
    low, high = (grid.low - pain) / sd, (grid.high - pain) / sd
    is_upper = low + high > 0
    low, high = jnp.where(is_upper, -high, low), jnp.where(is_upper, -low, high)
    log_high = log_ndtr(high)
    return log_high + jnp.log1p(-jnp.exp(log_ndtr(low) - log_high))


@dataclass(frozen=True)
class Chains:
    """Draws of every quantity, shape (n_chains, n_draws), and what they cost."""

    draws: dict[str, Array]
    batch_s: tuple[float, ...]
    n_steps: float
    n_diverging: int

    @property
    def sampling_s(self) -> float:
        """Seconds of one core, without warm-up and compilation (the first batch may compile)."""
        return len(self.batch_s) * min(self.batch_s)

    def ess(self, name: str) -> float:
        """Effective draws of one quantity."""
        return float(effective_sample_size(self.draws[name]))

    def r_hat(self, name: str) -> float:
        """How well the chains agree; 1 is perfect."""
        return float(split_gelman_rubin(self.draws[name]))

    @property
    def are_enough(self) -> bool:
        """Whether every compared quantity is known well."""
        return all(self.ess(k) >= ENOUGH_ESS and self.r_hat(k) < MAX_R_HAT for k in COMPARED)


def sample(record: Record, prior: Prior, seed: int) -> Chains:
    """Draw in batches until every compared quantity has enough effective draws."""
    model = partial(pain_model, lay_out(record, prior), prior)
    mcmc = MCMC(
        NUTS(model, dense_mass=[("z",)], target_accept_prob=0.8),
        num_warmup=N_WARMUP,
        num_samples=N_DRAWS,
        num_chains=N_CHAINS,
        chain_method="sequential",
        progress_bar=False,
    )
    mcmc.warmup(jax.random.PRNGKey(seed))
    mcmc.post_warmup_state = mcmc.last_state
    batches: list[dict[str, Array]] = []
    batch_s, n_steps, n_diverging = [], [], 0
    while True:
        began = time.process_time()  # one thread: what the core gave, whoever else used it
        mcmc.run(mcmc.post_warmup_state.rng_key, extra_fields=("diverging", "num_steps"))
        jax.block_until_ready(mcmc.get_samples())
        batch_s.append(time.process_time() - began)
        mcmc.post_warmup_state = mcmc.last_state
        grouped = mcmc.get_samples(group_by_chain=True)
        batches.append({k: np.asarray(grouped[k]) for k in (*COMPARED, *EXTRAS)})
        went = mcmc.get_extra_fields()
        n_steps.append(float(went["num_steps"].mean()))
        n_diverging += int(went["diverging"].sum())
        draws = {k: np.concatenate([b[k] for b in batches], axis=1) for k in batches[0]}
        chains = Chains(draws, tuple(batch_s), float(np.mean(n_steps)), n_diverging)
        if chains.are_enough or len(batches) == MAX_BATCHES:
            return chains


def summarise(chains: Chains) -> dict[str, dict[str, float]]:
    """Mean, sd, 5 and 95 % quantiles, effective draws and R-hat of each quantity."""
    return {
        name: {
            "mean": float(values.mean()),
            "sd": float(values.std(ddof=1)),
            "q05": float(np.quantile(values, 0.05)),
            "q95": float(np.quantile(values, 0.95)),
            "ess": chains.ess(name),
            "r_hat": chains.r_hat(name),
        }
        for name, values in chains.draws.items()
    }


def run_record(record: Record, seed: int) -> dict[str, Any]:
    """Sample one record: summaries of every quantity, and what they cost."""
    chains = sample(record, read_prior(PRIOR_NAME, "chronic"), seed)
    return {
        "sampler_seed": seed,
        "n_chains": N_CHAINS,
        "n_draws": int(next(iter(chains.draws.values())).size),
        "n_diverging": chains.n_diverging,
        "mean_steps": chains.n_steps,
        "sampling_s": chains.sampling_s,
        "enough": chains.are_enough,
        "quantities": summarise(chains),
    }


def run_case(case: Case, seed: int) -> dict[str, Any]:
    """Everything worth keeping about one course."""
    record = case.record()
    return {
        "name": case.name,
        "script": "bench/yardstick/nuts.py",
        "scenario": repr(case.scenario),
        "course_seed": case.seed,
        "versions": {name: version(name) for name in ("jax", "numpyro", "numpy")},
        "prior": PRIOR_NAME,
        "prior_sha256": prior_sha256(PRIOR_NAME),
        **run_record(record, seed),
        "record": record.to_json(),
    }


def main() -> None:
    """Run the courses that are named, or all that are not stored yet."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="*", help="names of courses; default: those not stored")
    parser.add_argument("--into", type=Path, default=STORED, help="folder for the results")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    for case in NUTS_COURSES:
        path = asked.into / f"{case.name}.json"
        if case.name not in asked.only if asked.only else path.exists():
            continue
        began = time.perf_counter()
        row = run_case(case, asked.seed)
        path.write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")
        least = min(row["quantities"][k]["ess"] for k in COMPARED)
        print(
            f"{case.name}: {row['n_draws']} draws, least ESS {least:.0f}, "
            f"{row['mean_steps']:.0f} steps, {row['n_diverging']} diverging, "
            f"{row['sampling_s']:.0f} s of {time.perf_counter() - began:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()

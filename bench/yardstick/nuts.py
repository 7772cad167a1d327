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

import json
import time
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from multiprocessing import get_context
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
from numpyro.infer import NUTS
from numpyro.infer.hmc import HMCState

from bench.yardstick.asked import cases_asked_for
from bench.yardstick.courses import NUTS_COURSES, Case
from bench.yardstick.record import Record
from deqi.model import Prior, prior_sha256, read_prior

jax.config.update("jax_enable_x64", True)

Array = NDArray[np.float64]
Quantities = dict[str, jax.Array]
STORED = Path(__file__).parents[2] / "tests" / "agree" / "stored" / "nuts"
COMPARED = ("level", "total", "natural", "visits", "fast", "slow")
EXTRAS = ("log_sd_e", "log_sd_d")
ENOUGH_ESS = 2_500
MAX_R_HAT = 1.01
PRIOR_NAME = "sceptical"
N_CHAINS = 3
N_WARMUP = 500
N_BATCH = 250  # draws of each chain before it is asked whether there are enough
MAX_BATCHES = 40
N_NUMBERS = 11  # six nonlinear parameters, level, excess at the start, three gains
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
    """The joint density, for NumPyro: eleven numbers and a process, all standard normal."""
    z = numpyro.sample("z", dist.Normal(jnp.zeros(N_NUMBERS), 1.0).to_event(1))
    shock = numpyro.sample("shock", dist.Normal(jnp.zeros(len(grid.at_d)), 1.0).to_event(1))
    numpyro.factor("answers", course_of_pain(grid, prior, z, shock)["log_p"])


def course_of_pain(grid: Grid, prior: Prior, z: jax.Array, shock: jax.Array) -> Quantities:
    """Log chance of the answers and all compared quantities, from the standard normals."""
    theta = {k: p.median * jnp.exp(p.log_sd * z[i]) for i, (k, p) in enumerate(prior.theta.items())}
    linear = (prior.c, prior.a, prior.g_f, prior.g_l, prior.g_s)
    c, a, g_f, g_l, g_s = (p.mean + p.sd * z[len(theta) + k] for k, p in enumerate(linear))

    drift = c + theta["sd_d"] * prior.d_start * jnp.exp(-grid.at_d / theta["tau_d"])
    drift += _drift_root(grid.at_d, theta) @ shock
    natural = drift + a * jnp.exp(-grid.at_d / prior.fixed_tau_r_d)

    def relief(days: Array) -> tuple[jax.Array, jax.Array]:
        felt = days >= 0
        fast = felt * jnp.exp(-jnp.abs(days) / theta["tau_f"])
        slow = felt * jnp.exp(-jnp.abs(days) / theta["tau_s"])
        return fast @ (g_f * grid.fast_w + g_l * grid.grown_w), slow @ (g_s * grid.slow_w)

    fast, slow = relief(grid.felt_d)
    pain = natural - fast - slow
    after_last = relief(grid.after_last_d)
    return {
        "log_p": log_answer(grid, pain[grid.score], theta["sd_e"], prior).sum(),
        "level": pain[grid.now].mean(),
        "total": pain[grid.now].mean() - natural[grid.start],
        "natural": natural[grid.now].mean() - natural[grid.start],
        "visits": -(fast + slow)[grid.now].mean(),
        "fast": after_last[0],
        "slow": after_last[1],
        "log_sd_e": jnp.log(theta["sd_e"]),
        "log_sd_d": jnp.log(theta["sd_d"]),
    }


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
    """Draws of every quantity, shape (n_chains, n_draws), and what they cost.

    `sampling_s` is seconds of one core for the draws kept: no warm-up, no compilation.
    """

    draws: dict[str, Array]
    warmup_s: float
    sampling_s: float
    n_steps: float
    n_diverging: int

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


class Sampler:
    """NUTS on one record, compiled once: a batch of draws from any state of any chain."""

    def __init__(self, record: Record, prior: Prior) -> None:
        grid = lay_out(record, prior)
        self.kernel = NUTS(
            partial(pain_model, grid, prior), dense_mass=[("z",)], target_accept_prob=0.8
        )
        first = self.begin(jax.random.PRNGKey(0))

        def draw(state: HMCState, _: None) -> tuple[HMCState, Quantities]:
            state = self.kernel.sample(state, (), {})
            kept = course_of_pain(grid, prior, state.z["z"], state.z["shock"])
            return state, {**kept, "n_steps": state.num_steps, "diverging": state.diverging}

        batch = partial(jax.lax.scan, draw, xs=None, length=N_BATCH)
        self.compiled = jax.jit(batch).lower(first).compile()

    def begin(self, key: jax.Array) -> HMCState:
        """A chain's first state, before warm-up."""
        return self.kernel.init(key, N_WARMUP, None, (), {})

    def batch(self, state: HMCState) -> tuple[HMCState, dict[str, Array], float]:
        """The next state, draws by name, and the core's seconds (whoever else used the machine)."""
        began = time.process_time()
        state, drawn = jax.block_until_ready(self.compiled(state))
        seconds = time.process_time() - began
        return state, {name: np.asarray(values) for name, values in drawn.items()}, seconds


def sample(record: Record, prior: Prior, seed: int) -> Chains:
    """Draw in batches until every compared quantity has enough effective draws."""
    sampler = Sampler(record, prior)
    states, warmup_s = [], 0.0
    for key in jax.random.split(jax.random.PRNGKey(seed), N_CHAINS):
        state = sampler.begin(key)
        for _ in range(N_WARMUP // N_BATCH):
            state, _, seconds = sampler.batch(state)
            warmup_s += seconds
        states.append(state)
    kept: list[list[dict[str, Array]]] = [[] for _ in states]
    sampling_s = 0.0
    while True:
        for k, state in enumerate(states):
            states[k], drawn, seconds = sampler.batch(state)
            kept[k].append(drawn)
            sampling_s += seconds
        draws = {
            name: np.stack([np.concatenate([b[name] for b in chain]) for chain in kept])
            for name in kept[0][0]
        }
        chains = Chains(
            {name: draws[name] for name in (*COMPARED, *EXTRAS)},
            warmup_s,
            sampling_s,
            float(draws["n_steps"].mean()),
            int(draws["diverging"].sum()),
        )
        if chains.are_enough or len(kept[0]) == MAX_BATCHES:
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
        "warmup_s": chains.warmup_s,
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
    for case, path, seed in cases_asked_for(__doc__, NUTS_COURSES, STORED):
        began = time.perf_counter()
        # A process of its own: compiled programs are not given back before it ends.
        with get_context("spawn").Pool(1) as pool:
            row = pool.apply(run_case, (case, seed))
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

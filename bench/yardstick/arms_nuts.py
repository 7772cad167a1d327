"""The arms of one trial foretold by full sampling: nothing linearised, no grid over the spreads.

    python -m bench.yardstick.arms_nuts      writes tests/agree/stored/arms/brinkhaus2006.json

The same beliefs, another way: spreads are continuous, the mean of each arm is seen on 0-100 with
its sampling error, and an assumed start is a number of its trial that is sampled too. Needs the
extra `yardstick`; some minutes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deqi.evidence import read_arms
from deqi.simulate.arms import EFFECTS, ArmOutcome, comparable_arms
from deqi.simulate.arms import group_model as groups
from deqi.simulate.arms.course_shape import natural_share_gone, relief_share
from deqi.simulate.arms.outcome import SD_ASSUMED_BASELINE

Array = NDArray[np.float64]
TRIAL = "Brinkhaus 2006"
STORED = Path(__file__).parents[2] / "tests" / "agree" / "stored" / "arms" / "brinkhaus2006.json"
QUANTILES = (0.025, 0.25, 0.5, 0.75, 0.975)
SHAPES = tuple(product(groups.RELIEF_LASTS_D, groups.DOSE_POWER))


CASES = ("starts as in the tables", "assumed starts taken as known")


def split(case: str) -> tuple[list[ArmOutcome], list[ArmOutcome]]:
    """The arms to learn from, and the arms of `TRIAL` to foretell."""
    arms = list(comparable_arms(read_arms())[0])
    if case == CASES[1]:
        arms = [replace(arm, baseline_from="arm") for arm in arms]
    return [a for a in arms if a.trial != TRIAL], [a for a in arms if a.trial == TRIAL]


def sample(case: str, seed: int = 1, n_warmup: int = 1000, n_samples: int = 5000) -> dict[str, Any]:
    """Quantiles of mean pain of each arm of `TRIAL`, by NUTS without that trial."""
    from jax import config

    config.update("jax_enable_x64", True)
    import jax
    from numpyro.diagnostics import effective_sample_size
    from numpyro.infer import MCMC, NUTS

    known, asked = split(case)
    kernel = NUTS(_model, target_accept_prob=0.95)
    mcmc = MCMC(
        kernel,
        num_warmup=n_warmup,
        num_samples=n_samples,
        num_chains=2,
        chain_method="sequential",
        progress_bar=False,
    )
    mcmc.run(jax.random.PRNGKey(seed), known)
    by_chain = mcmc.get_samples(group_by_chain=True)
    draws = _future(mcmc.get_samples(), asked, np.random.default_rng(seed))
    return {
        "case": case,
        "trial": TRIAL,
        "learned_from": sorted({arm.trial for arm in known}),
        "effects": EFFECTS,
        "arms": [arm.arm for arm in asked],
        "quantiles": list(QUANTILES),
        "pain": np.quantile(draws, QUANTILES, axis=0).T.round(2).tolist(),
        "least_ess": round(
            min(float(np.min(effective_sample_size(np.asarray(by_chain[n])))) for n in _NAMES)
        ),
    }


_NAMES = ("effects", "sd_trial", "sd_arm")


def _model(known: Sequence[ArmOutcome]) -> None:
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist
    from jax.scipy.special import logsumexp

    mean, sd = np.array(list(EFFECTS.values())).T
    effects = numpyro.sample("effects", dist.Normal(mean, sd).to_event(1))
    sd_trial = numpyro.sample("sd_trial", dist.HalfNormal(groups.SCALE_BETWEEN_TRIALS))
    sd_arm = numpyro.sample("sd_arm", dist.HalfNormal(groups.SCALE_WITHIN_TRIALS))
    spread = _spread(known, sd_trial, sd_arm, numpyro, dist)
    off = _start_errors(known, numpyro, dist)
    starts = jnp.array([arm.baseline for arm in known]) + off
    observed = np.array([arm.observed for arm in known], dtype=np.float64)
    noise = dist.MultivariateNormal(jnp.zeros(len(known)), covariance_matrix=_noise(known))
    fits = []
    for lasts_d, power in SHAPES:
        fall = _falls(known, starts, effects, lasts_d, power, jnp) + spread
        later = 100 / (1 + jnp.exp(fall - jnp.log(starts / (100 - starts))))
        # Where the start is assumed, the change was seen: the follow-up moves with the start.
        fits.append(noise.log_prob(observed + off - later))
    shape_log_p = numpyro.deterministic("shape_log_p", jnp.stack(fits))
    numpyro.factor("seen", logsumexp(shape_log_p))


def _falls(
    arms: Sequence[ArmOutcome], starts: Any, effects: Any, lasts_d: float, power: float, xp: Any
) -> Any:
    """Fall in logits of each arm, from starts that may be sampled; `xp` is numpy or jax.numpy."""
    falls = []
    for k, arm in enumerate(arms):
        weeks = np.linspace(*arm.weeks, 9) if arm.weeks[0] < arm.weeks[1] else arm.weeks[:1]
        start = starts[k] / 100
        log_odds = xp.log(start / (1 - start))
        fall = effects[6] * (log_odds - np.log(0.6 / 0.4))
        for week in map(float, weeks):
            left = start * (1 - natural_share_gone(arm.phase, week))
            natural = log_odds - xp.log(left / (1 - left))
            cared = natural_share_gone("chronic", week) / natural_share_gone("chronic", 8.0)
            relief = relief_share(week, arm.n_visits, lasts_d) ** power
            given = {
                "waiting list": 0.0,
                "usual care": cared * effects[2],
                "other": cared * effects[3],
                "sham": relief * effects[4],
                "acupuncture": relief * (effects[4] + effects[5]),
            }[arm.kind]
            recovery = effects[0] if arm.phase == "chronic" else effects[1]
            fall = fall + (natural * recovery + given) / len(weeks)
        falls.append(fall)
    return xp.stack(falls)


def _spread(arms: Sequence[ArmOutcome], sd_trial: Any, sd_arm: Any, numpyro: Any, dist: Any) -> Any:
    """What trial, trial at a week, arm, and arm at a week add: four kinds of latent numbers."""
    share = groups.WEEKS_SHARE
    kinds = (
        ("trial", sd_trial * share**0.5, [(arm.trial,) for arm in arms]),
        ("trial_week", sd_trial * (1 - share) ** 0.5, [(arm.trial, arm.weeks) for arm in arms]),
        ("arm", sd_arm * share**0.5, [(arm.trial, arm.arm) for arm in arms]),
        ("arm_week", sd_arm * (1 - share) ** 0.5, [(a.trial, a.arm, a.weeks) for a in arms]),
    )
    total = 0.0
    for name, sd, keys in kinds:
        groups_of = list(dict.fromkeys(keys))
        z = numpyro.sample(f"z_{name}", dist.Normal(0, 1).expand([len(groups_of)]).to_event(1))
        total = total + sd * z[np.array([groups_of.index(key) for key in keys])]
    return total


def _start_errors(arms: Sequence[ArmOutcome], numpyro: Any, dist: Any) -> Any:
    trials = list(dict.fromkeys(arm.trial for arm in arms))
    z = numpyro.sample("z_start", dist.Normal(0, 1).expand([len(trials)]).to_event(1))
    assumed = np.array([float(arm.baseline_from == "assumed") for arm in arms])
    return SD_ASSUMED_BASELINE * assumed * z[np.array([trials.index(arm.trial) for arm in arms])]


def _noise(arms: Sequence[ArmOutcome]) -> Array:
    se = np.array([arm.sd / arm.n**0.5 for arm in arms])
    alike = [[(a.trial, a.arm) == (b.trial, b.arm) for b in arms] for a in arms]
    share = np.where(alike, groups.SAME_PEOPLE_CORRELATION, 0.0)
    np.fill_diagonal(share, 1.0)
    return np.asarray(share * np.outer(se, se))


def _future(
    samples: dict[str, Any], asked: Sequence[ArmOutcome], rng: np.random.Generator
) -> Array:
    """Mean pain that the arms of the trial not seen would report, one row a sample."""
    effects, sd_trial, sd_arm = (np.asarray(samples[name]) for name in _NAMES)
    log_p = np.asarray(samples["shape_log_p"])
    p = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    shapes = (rng.random((len(p), 1)) > np.cumsum(p / p.sum(axis=1, keepdims=True), axis=1)).sum(1)
    starts = np.array([arm.baseline for arm in asked])
    rows = []
    for k, shape in enumerate(shapes):
        fall = _falls(asked, starts, effects[k], *SHAPES[shape], np)
        # One follow-up each: all arms share the trial, each has its own rest.
        fall = fall + sd_trial[k] * rng.standard_normal()
        fall = fall + sd_arm[k] * rng.standard_normal(len(asked))
        later = 100 / (1 + np.exp(fall - np.log(starts / (100 - starts))))
        error = rng.standard_normal(len(asked)) * [arm.sd / arm.n**0.5 for arm in asked]
        rows.append(later + error)
    return np.clip(np.array(rows), 0, 100)


def main() -> None:
    """Sample, and keep the quantiles."""
    STORED.write_text(
        json.dumps([sample(case) for case in CASES], indent=1) + "\n", encoding="utf-8"
    )
    print(f"Written: {STORED}")


if __name__ == "__main__":
    main()

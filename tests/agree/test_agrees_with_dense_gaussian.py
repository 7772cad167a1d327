"""With answers so fine that they are numbers the filter is one joint Gaussian, written out here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.yardstick.record import Record
from deqi.infer.filter import AT_START, GF, GL, GS, MOVED, A, C, D, filter_record
from deqi.infer.schedule import Schedule, build_schedule
from deqi.model import Prior, read_prior
from deqi.track import build_timeline

Array = NDArray[np.float64]
HALF_WIDTH_NRS = 1e-4
LINEAR = (A, GF, GL, GS)


@dataclass(frozen=True)
class Joint:
    """Mean and covariance of the answers and of some quantities, all together."""

    mean: Array
    cov: Array


def a_record(rng: np.random.Generator, n_scores: int = 84) -> Record:
    """Irregular scores, and twelve visits of which half have a score just before needling."""
    hours = np.sort(rng.choice(84 * 24, n_scores, replace=False)) + 0.5
    visit_h = np.sort(rng.choice(np.arange(100, 1900), 12, replace=False)).astype(float)
    nrs = np.clip(5 + 0.9 * rng.standard_normal(n_scores), 1, 9)
    visits = [(h, float(rng.uniform(4, 6)) if k % 2 else None) for k, h in enumerate(visit_h)]
    entries = tuple(zip(hours.tolist(), nrs.tolist(), strict=True))
    return Record("2026-01-05", entries, tuple(visits))


def a_point(rng: np.random.Generator, prior: Prior) -> dict[str, Array]:
    """One parameter point from the prior, kept away from its far ends."""
    return prior.theta_from_standard(rng.uniform(-1, 1, (1, len(prior.theta))))


def in_fine_answers(record: Record, prior: Prior) -> tuple[Schedule, Array]:
    """The filter's input with every answer known almost exactly."""
    schedule = build_schedule(build_timeline(record.course()), prior)
    nrs = record.scores()[1]
    return replace(schedule, low=nrs - HALF_WIDTH_NRS, high=nrs + HALF_WIDTH_NRS), nrs


def relief(at_d: Array, visit_d: Array, tau_d: float, weights: list[float]) -> Array:
    """Unit relief at each time: every visit before it, one by one."""
    return np.array(
        [
            sum(
                w * np.exp(-(t - s) / tau_d) for s, w in zip(visit_d, weights, strict=True) if s < t
            )
            for t in at_d
        ]
    )


def dense_joint(record: Record, point: dict[str, Array], prior: Prior, end_d: float) -> Joint:
    """Answers first, then c, d, A, gF, gL, gS at the end, c + d at the start, and what it moved."""
    theta = {k: float(v[0]) for k, v in point.items()}
    score_d, visit_d = record.scores()[0], record.visit_d()
    start_d, now_d = record.start_d(), record.now_d()
    n = len(score_d)
    at_d = np.concatenate([score_d, [end_d, start_d], now_d])
    early = np.minimum(at_d[:, None], at_d)
    apart = np.abs(at_d[:, None] - at_d)
    c_cov = prior.c.sd**2 + theta["walk"] ** 2 * early
    d_cov = theta["sd_d"] ** 2 * np.exp(-apart / theta["tau_d"])
    d_mean = prior.d_start * theta["sd_d"] * np.exp(-at_d / theta["tau_d"])

    gaps = [np.inf] + [b - a for a, b in pairwise(visit_d)]
    fast = [1 - np.exp(-gap / prior.t_ref_fast_d) for gap in gaps]
    grown = [w * (1 - np.exp(-k / prior.growth_visits)) for k, w in enumerate(fast)]
    slow = [1 - np.exp(-gap / prior.t_ref_slow_d) for gap in gaps]
    columns = [
        np.exp(-score_d / theta["tau_r"]),
        -relief(score_d, visit_d, theta["tau_f"], fast),
        -relief(score_d, visit_d, theta["tau_f"], grown),
        -relief(score_d, visit_d, theta["tau_s"], slow),
    ]

    # Independent sources: c at every time, d at every time, the four statics, the noise.
    m, k = len(at_d), len(LINEAR)
    source_mean = np.concatenate(
        [np.full(m, prior.c.mean), d_mean, [p.mean for p in prior.statics]]
    )
    source_cov = np.zeros((2 * m + k, 2 * m + k))
    source_cov[:m, :m], source_cov[m : 2 * m, m : 2 * m] = c_cov, d_cov
    source_cov[2 * m :, 2 * m :] = np.diag([p.sd**2 for p in prior.statics])

    take = np.zeros((n + 8, 2 * m + k))
    take[np.arange(n), np.arange(n)] = take[np.arange(n), m + np.arange(n)] = 1
    take[:n, 2 * m :] = np.stack(columns, axis=1)
    take[n, n] = take[n + 1, m + n] = 1  # c, d at the end
    take[n + 2 + np.arange(k), 2 * m + np.arange(k)] = 1
    take[n + 6, [n + 1, m + n + 1]] = 1  # c + d at the start
    take[n + 7, n + 2 : m] = take[n + 7, m + n + 2 : 2 * m] = 1 / len(now_d)
    take[n + 7] -= take[n + 6]
    cov = take @ source_cov @ take.T
    cov[np.arange(n), np.arange(n)] += theta["sd_e"] ** 2
    return Joint(take @ source_mean, cov)


def condition(joint: Joint, nrs: Array) -> tuple[float, Array, Array]:
    """Log density of the answers, and mean and covariance of the rest given them."""
    n = len(nrs)
    root = np.linalg.cholesky(joint.cov[:n, :n])
    away = np.linalg.solve(root, nrs - joint.mean[:n])
    log_p = -0.5 * (away @ away) - np.log(np.diag(root)).sum() - 0.5 * n * np.log(2 * np.pi)
    gain = np.linalg.solve(root, joint.cov[:n, n:])
    return float(log_p), joint.mean[n:] + gain.T @ away, joint.cov[n:, n:] - gain.T @ gain


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("phase", ["chronic", "acute"])
def test_the_filter_equals_one_joint_gaussian(seed: int, phase: str) -> None:
    rng = np.random.default_rng(seed)
    prior = replace(read_prior("sceptical", phase), heavy_share=0.0)
    record, point = a_record(rng), a_point(rng, prior)
    schedule, nrs = in_fine_answers(record, prior)
    filtered = filter_record(schedule, point, prior, with_flares=False)
    joint = dense_joint(record, point, prior, filtered.at_d)
    log_p, mean, cov = condition(joint, nrs)
    ours = [C, D, A, GF, GL, GS, AT_START, MOVED]
    log_density = filtered.log_evidence[0] - len(nrs) * np.log(2 * HALF_WIDTH_NRS)
    assert log_density == pytest.approx(log_p, abs=1e-6)
    np.testing.assert_allclose(filtered.mean[ours, 0], mean, atol=1e-6)
    np.testing.assert_allclose(filtered.cov[np.ix_(ours, ours)][..., 0], cov, atol=1e-6)

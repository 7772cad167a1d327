"""From points of relief at the outcome to gains of a visit, by the model's own curves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from deqi.model import Doses, Prior, growth_weights, relief_curves, spacing_weights
from deqi.simulate.cohort import Response
from deqi.simulate.course import EVENING_H, VISIT_H
from deqi.simulate.study import Arm, Study, read_schedule

N_POINTS = 2048
REFERENCE = "twice-then-weekly"  # when the arm's visits depend on pain, or there are none


@dataclass(frozen=True, slots=True)
class Relief:
    """Relief of a schedule at the outcome as the prior set has it, NRS points."""

    mean_nrs: float
    sd_nrs: float


def response_of(study: Study) -> Response:
    """How gains are drawn in this study's arms; without arms, as inference believes."""
    effect = study.effect
    spread = math.hypot(effect.sd_context_nrs, effect.sd_needling_nrs)
    variance = (effect.sd_needling_nrs / spread) ** 2 if spread else 0.0
    if not study.arms:
        return Response(effect.needling_share, variance)
    relief = relief_in_prior(study)
    wanted = effect.relief_nrs
    return Response(
        needling_share=effect.needling_share,
        needling_variance=variance,
        mean_factor=1.0 if wanted < 0 else wanted / relief.mean_nrs,
        sd_factor=1.0 if effect.sd_as_in_prior else spread / relief.sd_nrs,
    )


def relief_in_prior(study: Study) -> Relief:
    """What visits of the study's fullest arm give at the outcome under its prior set."""
    prior = study.prior
    curves = _curves(study, prior)
    gains = (prior.g_f, prior.g_l, prior.g_s)
    mean = sum(g.mean * h for g, h in zip(gains, curves.mean(axis=1), strict=True))
    squares = (curves**2).mean(axis=1)
    variance = sum(g.sd**2 * h for g, h in zip(gains, squares, strict=True))
    return Relief(float(mean), math.sqrt(float(variance)))


def reference_arm(study: Study) -> Arm:
    """The arm with most of both parts, among those with visits if there are any."""
    treated = [arm for arm in study.arms if arm.schedule.has_visits] or list(study.arms)
    # Visits that depend on pain have no curve of their own: arms with fixed days come first.
    treated = [arm for arm in treated if arm.schedule.booking is None] or treated
    return max(treated, key=lambda arm: (arm.context + arm.needling, -study.arms.index(arm)))


def _curves(study: Study, prior: Prior) -> np.ndarray:
    """Relief for unit gains, mean over the outcome's evenings: shape (3, n_points)."""
    schedule = reference_arm(study).schedule
    days = schedule.days if schedule.days and schedule.booking is None else ()
    visit_d = np.array(days or read_schedule(REFERENCE).days, float) + VISIT_H / 24
    spacing = spacing_weights(visit_d, prior.t_ref_fast_d)
    doses = Doses(
        visit_d,
        spacing,
        spacing * growth_weights(len(visit_d), prior.growth_visits),
        spacing_weights(visit_d, prior.t_ref_slow_d),
    )
    z = np.random.default_rng(0).standard_normal((N_POINTS, len(prior.theta)))
    theta = prior.theta_from_standard(z)
    evenings = outcome_days(study) + EVENING_H / 24
    return np.asarray(relief_curves(evenings, doses, theta["tau_f"], theta["tau_s"]).mean(axis=0))


def outcome_days(study: Study) -> np.ndarray:
    """The days of treatment whose entries are the outcome."""
    trial = study.trial
    if trial.outcome == "daily":
        return np.array([(trial.day or 7 * trial.week) - 1])
    return np.arange(7 * trial.week - 7, 7 * trial.week)

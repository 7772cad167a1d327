"""The fit of a natural course beside a general least-squares solver."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import least_squares

from deqi.evidence.pedigree import Tables
from deqi.evidence.pedigree.course_fit import fit_course
from deqi.evidence.pedigree.rows import course_points
from deqi.model import LogNormal, mean_left, read_prior, slow_start_nrs

PRIOR = read_prior("informed", "acute")
SLOW, TAU_SLOW = slow_start_nrs(PRIOR), PRIOR.theta["tau_d"]


@pytest.mark.parametrize(("group", "log_sd"), [("acute", 0.7), ("persistent", 0.0)])
def test_level_excess_and_time_are_those_of_another_solver(group, log_sd):
    points = course_points(Tables.shipped().course(group))
    found = fit_course(points, log_sd, SLOW, TAU_SLOW)

    def residuals(x):
        tau = LogNormal(float(np.exp(x[2])), log_sd)
        return [
            (p.mean_nrs - x[0] - x[1] * mean_left(tau, p.at_d) - SLOW * mean_left(TAU_SLOW, p.at_d))
            / p.se_nrs
            for p in points
        ]

    other = least_squares(residuals, [1.0, 4.0, np.log(30.0)], xtol=1e-12, ftol=1e-12)
    np.testing.assert_allclose((found.c, found.a), other.x[:2], rtol=1e-3)
    assert found.tau_d == pytest.approx(np.exp(other.x[2]), rel=1e-3)
    assert found.misfit <= 2 * other.cost * (1 + 1e-6)


def test_mean_left_is_the_mean_over_many_people():
    tau = LogNormal(28.0, 0.7)
    z = np.random.default_rng(2).standard_normal(400_000)
    many = np.exp(-42.0 / (tau.median * np.exp(tau.log_sd * z)))
    error = many.std() / np.sqrt(len(many))
    assert mean_left(tau, 42.0) == pytest.approx(many.mean(), abs=4 * error)

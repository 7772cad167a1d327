"""Drawing states when a parameter point has gone astray."""

from __future__ import annotations

import numpy as np

from deqi.infer.posterior import _roots


def test_the_root_of_a_covariance_squares_back_to_it() -> None:
    a = np.random.default_rng(1).normal(size=(5, 4, 4))
    cov = a @ np.swapaxes(a, -1, -2)
    roots = _roots(cov)
    assert np.allclose(roots @ np.swapaxes(roots, -1, -2), cov, atol=1e-8)


def test_one_point_that_lost_its_positive_definiteness_spoils_no_other() -> None:
    a = np.random.default_rng(2).normal(size=(3, 4, 4))
    cov = a @ np.swapaxes(a, -1, -2)
    cov[1] = -4e13 * np.eye(4)
    roots = _roots(cov)
    assert np.isfinite(roots).all()
    kept = [0, 2]
    assert np.allclose((roots @ np.swapaxes(roots, -1, -2))[kept], cov[kept], atol=1e-8)

"""Random rows are what they say, and hang on nothing but their key."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from deqi.simulate.cohort import block_rng
from deqi.simulate.cohort.rows import Rows

N = 1_000_000


@pytest.fixture
def rows() -> Rows:
    return Rows(block_rng(3, 0, 0), N, np.float64)


def test_fine_normals_are_normal(rows):
    z = rows.fine_normals()
    assert stats.kstest(z, "norm").pvalue > 0.001
    assert z.std() == pytest.approx(1, abs=4 / np.sqrt(2 * N))
    assert stats.kurtosis(z) == pytest.approx(0, abs=4 * np.sqrt(24 / N))
    beyond = 2 * stats.norm.sf(4.5) * N
    assert (np.abs(z) > 4.5).sum() == pytest.approx(beyond, abs=4 * np.sqrt(beyond))


def test_steps_are_normal_in_all_that_adds_up(rows):
    z = rows.normals()
    assert z.mean() == pytest.approx(0, abs=4 / np.sqrt(N))
    assert z.std() == pytest.approx(1, abs=4 / np.sqrt(2 * N))
    assert stats.kstest(z, "norm").pvalue > 0.001


@pytest.mark.parametrize("chance", [0.0, 0.05, 0.5, 1.0])
def test_things_happen_as_often_as_they_should(rows, chance):
    error = np.sqrt(chance * (1 - chance) / N) + 1 / 65536
    assert rows.happens(chance).mean() == pytest.approx(chance, abs=4 * error)
    assert rows.happens_exactly(chance).mean() == pytest.approx(chance, abs=4 * error)
    assert (rows.uniforms() < chance).mean() == pytest.approx(chance, abs=4 * error)


def test_uniforms_stay_below_one(rows):
    assert 0 <= rows.uniforms().min() < 1e-4
    assert 1 - 1e-4 < rows.uniforms().max() < 1


def test_neighbouring_rows_and_blocks_do_not_know_of_each_other(rows):
    one, other = rows.normals(), rows.normals()
    next_block = Rows(block_rng(3, 0, 1), N, np.float64).normals()
    for a, b in ((one, other), (one[:-1], one[1:]), (one, next_block)):
        assert np.corrcoef(a, b)[0, 1] == pytest.approx(0, abs=4 / np.sqrt(N))

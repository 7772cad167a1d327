"""The analyses of simulated trials give what independent implementations give."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from deqi.simulate.trial import ancova, mixed_model, risk_difference

RNG = np.random.default_rng(8)


def made_up(n_trials: int, n: int, shift: float) -> tuple[np.ndarray, np.ndarray]:
    baseline = RNG.normal(6, 1.5, (n_trials, n))
    outcome = 0.6 * baseline + shift + RNG.normal(0, 1.2, (n_trials, n))
    outcome[RNG.random(outcome.shape) < 0.1] = np.nan
    return baseline, outcome


def least_squares(x: list[np.ndarray], y: list[np.ndarray]) -> object:
    arm = np.repeat([1.0, 0.0], [len(x[0]), len(x[1])])
    data = np.column_stack([np.ones(len(arm)), arm, np.concatenate(x)])
    return sm.OLS(np.concatenate(y), data, missing="drop").fit()


def test_ancova_is_least_squares_in_every_trial():
    (x1, y1), (x2, y2) = made_up(20, 30, -1.0), made_up(20, 45, 0.0)
    fit = ancova((x1, x2), (y1, y2), alpha=0.1)
    for k in range(20):
        ols = least_squares([x1[k], x2[k]], [y1[k], y2[k]])
        lo, hi = ols.conf_int(0.1)[1]
        expected = (ols.params[1], ols.bse[1], lo, hi, ols.pvalues[1], ols.nobs)
        np.testing.assert_allclose(fit.at(k), expected, rtol=1e-9)


def test_its_power_is_the_exact_one_for_normal_outcomes():
    """Given the baselines, the power of least squares is that of the noncentral t, exactly."""
    n_trials, n, shift = 4000, 25, 0.7
    x1, x2 = RNG.normal(6, 1.5, (2, n_trials, n))
    y1 = 0.5 * x1 + shift + RNG.normal(0, 1, x1.shape)
    y2 = 0.5 * x2 + RNG.normal(0, 1, x2.shape)
    found = (ancova((x1, x2), (y1, y2)).p < 0.05).mean()
    spread = n * (x1.var(axis=1) + x2.var(axis=1))
    se = np.sqrt(2 / n + (x1.mean(axis=1) - x2.mean(axis=1)) ** 2 / spread)
    df = 2 * n - 3
    edge = stats.t.isf(0.025, df)
    exact = (stats.nct.sf(edge, df, shift / se) + stats.nct.cdf(-edge, df, shift / se)).mean()
    assert found == pytest.approx(exact, abs=3.5 * np.sqrt(exact * (1 - exact) / n_trials))


def test_without_a_spread_of_baselines_it_is_the_t_test():
    x = np.full(12, 5.0)
    y1, y2 = RNG.normal(4, 1, 12), RNG.normal(5, 1, 12)
    fit, t = ancova((x, x), (y1, y2)), stats.ttest_ind(y1, y2)
    assert float(fit.p) == pytest.approx(t.pvalue, rel=1e-9)
    assert float(fit.lo) == pytest.approx(t.confidence_interval().low, rel=1e-9)


def test_too_few_people_give_no_estimate():
    nothing = np.full(5, np.nan)
    x = np.arange(5.0)
    assert np.isnan(ancova((x, x), (nothing, x)).value)
    assert np.isnan(ancova((x[:1], x[:1]), (x[:1], x[:1])).p)


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2"), [(56, 70, 48, 80), (0, 20, 4, 25), (30, 30, 9, 12)]
)
def test_the_difference_of_shares_is_newcombes(k1, n1, k2, n2):
    fit = risk_difference(np.arange(n1) < k1, np.arange(n2) < k2)
    lo, hi = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff")
    assert float(fit.lo) == pytest.approx(lo, abs=1e-9)
    assert float(fit.hi) == pytest.approx(hi, abs=1e-9)
    table = [[k1, n1 - k1], [k2, n2 - k2]]
    assert float(fit.p) == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)


def test_the_mixed_model_of_whole_records_is_the_weekly_difference():
    """With nothing missing and one slope, the last week's contrast is that week's own ANCOVA."""
    n, n_weeks = 60, 4
    person = RNG.normal(0, 1, (2, n))
    x = person + RNG.normal(6, 0.5, (2, n))
    weeks = (
        person[:, None] + RNG.normal(5, 0.7, (2, n_weeks, n)) - np.array([1.0, 0.0])[:, None, None]
    )
    value, se, lo, hi, p, n_read = mixed_model((x[0], x[1]), (weeks[0], weeks[1]))
    slope_fit = ancova((x[0], x[1]), (weeks[0].mean(0), weeks[1].mean(0)))
    apart = weeks[0].mean() - weeks[1].mean() - float(slope_fit.value)
    last = weeks[0][-1].mean() - weeks[1][-1].mean() - apart
    assert value == pytest.approx(last, abs=1e-3)  # its slope is that of the means of all weeks
    assert (lo + hi) / 2 == pytest.approx(value)
    assert n_read == 2 * n
    assert 0 < se < 1
    assert 0 <= p < 1


IN_R = """
if (!require(nlme, quietly = TRUE)) { cat("no nlme"); quit() }
d <- read.csv("weeks.csv")
fit <- lme(y ~ 0 + factor(week) + factor(week):arm + x, random = ~ 1 | person, data = d)
last <- grep(paste0("week\\\\)", max(d$week), ":arm"), rownames(summary(fit)$tTable))
cat(summary(fit)$tTable[last, 1:2])
"""


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_mixed_model_of_records_with_gaps_is_that_of_r(tmp_path):
    n, n_weeks = 40, 3
    person = RNG.normal(0, 1, (2, n))
    x = person + RNG.normal(6, 0.5, (2, n))
    weeks = person[:, None] + RNG.normal(5, 0.7, (2, n_weeks, n))
    weeks[RNG.random(weeks.shape) < 0.15] = np.nan
    rows = [
        f"{arm},{week},{arm * n + k},{x[arm, k]!r},{weeks[arm, week, k]!r}"
        for arm in (0, 1)
        for week in range(n_weeks)
        for k in range(n)
        if not np.isnan(weeks[arm, week, k])
    ]
    text = "\n".join(row.replace("np.float64(", "").replace(")", "") for row in rows)
    (tmp_path / "weeks.csv").write_text(f"arm,week,person,x,y\n{text}\n")
    run = subprocess.run(
        ["Rscript", "-e", IN_R], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    if "no nlme" in run.stdout:
        pytest.skip("R has no nlme")
    value, se = (float(word) for word in run.stdout.split())
    found = mixed_model((x[1], x[0]), (weeks[1], weeks[0]))
    assert found[0] == pytest.approx(value, abs=1e-4)
    assert found[1] == pytest.approx(se, rel=1e-3)

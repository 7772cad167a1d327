"""Simulated trials err as often as they say, and hang on nothing but scenario and seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from deqi.simulate.study import Study, study_from_text
from deqi.simulate.trial import TrialResults, run_trial

TWO_ARMS = """
[diary]
n_days = 42
missing = 0.1
[[arms]]
name = "acupuncture"
visits = {{ days = [0, 3, 7, 10, 14, 21] }}
[[arms]]
name = "{other}"
visits = {{ days = [{days}] }}
needling = 0
[trial]
week = 4
n_per_arm = [20, 60]
n_trials = 800
analyses = ["ancova", "responders"]
"""


def two_arms(other: str = "usual care", days: str = "") -> Study:
    return study_from_text(TWO_ARMS.format(other=other, days=days))


def changed(study: Study, **trial: object) -> Study:
    return replace(study, trial=replace(study.trial, **trial))


@pytest.fixture(scope="module")
def results() -> TrialResults:
    return run_trial(two_arms())


def test_the_type_i_error_is_five_percent(results):
    for summary in results.summaries:
        if summary.hypothesis == "no difference" and summary.analysis == "ancova":
            assert summary.rejected.p == pytest.approx(0.05, abs=3.5 * np.sqrt(0.05 * 0.95 / 800))


def test_the_chi_square_of_responders_errs_no_more_often(results):
    for summary in results.summaries:
        if summary.hypothesis == "no difference" and summary.analysis == "responders":
            assert summary.rejected.p <= 0.05 + 3.5 * np.sqrt(0.05 * 0.95 / 800)


def test_estimates_are_unbiased_and_intervals_hold(results):
    for summary in results.summaries:
        if summary.analysis == "ancova":
            assert abs(summary.bias.value) < 3.5 * summary.bias.error
            assert summary.covered.p == pytest.approx(0.95, abs=3.5 * np.sqrt(0.05 * 0.95 / 800))
            error = summary.mean_se / np.sqrt(2 * summary.n_trials)
            assert summary.mean_se == pytest.approx(summary.sd_estimates, abs=4 * error)


def test_power_is_that_of_the_normal_formula(results):
    """Estimates that are normal with the spread they have: power has a closed form."""
    for summary in results.summaries:
        if summary.hypothesis == "as given" and summary.analysis == "ancova":
            df = summary.n_analysed - 3
            away = abs(results.truths["ancova"].value) / summary.sd_estimates
            expected = stats.nct.sf(stats.t.isf(0.025, df), df, away)
            # The spread is known to 1 / sqrt(2 n) of its size; power by `away` has slope <= 0.4.
            slack = 3.5 * summary.rejected.error + 0.4 * away * 2.5 / np.sqrt(2 * 800)
            assert summary.rejected.p == pytest.approx(expected, abs=slack)


def test_power_grows_with_size_and_the_size_found_has_it(results):
    powers = [
        s.rejected.p
        for s in results.summaries
        if s.hypothesis == "as given" and s.analysis == "ancova"
    ]
    assert powers[0] < powers[1]
    found = run_trial(changed(two_arms(), target_power=0.3, n_per_arm=(150,), n_trials=200)).size
    assert found.lowest <= found.n_per_arm <= found.highest
    assert found.power.p >= 0.3


def test_sham_differs_from_acupuncture_by_the_needling_part_alone():
    study = two_arms("sham", "0, 3, 7, 10, 14, 21")
    a_fifth = run_trial(changed(study, n_per_arm=(40,), n_trials=200)).truths["ancova"]
    usual = run_trial(changed(two_arms(), n_per_arm=(40,), n_trials=200)).truths["ancova"]
    assert a_fifth.value / usual.value == pytest.approx(0.2, abs=0.04)
    none = replace(study, effect=replace(study.effect, needling_share=0.0))
    assert run_trial(changed(none, n_per_arm=(40,), n_trials=200)).truths["ancova"].value == 0.0


def test_the_relief_that_is_given_is_the_relief_that_comes():
    """In the middle of the scale, where no answer is cut off."""
    study = two_arms()
    study = replace(
        study,
        effect=replace(study.effect, relief_nrs=1.5, sd_context_nrs=0.0),
        population=replace(study.population, person={"c": 6.0, "sd_e": 0.7, "a": 0.0}),
    )
    truth = run_trial(changed(study, n_per_arm=(40,), n_trials=400)).truths["ancova"]
    assert truth.value == pytest.approx(-1.5, abs=0.05)


def test_the_number_of_processes_does_not_matter():
    study = changed(two_arms(), n_per_arm=(50,), n_trials=400)
    one, two = run_trial(study, n_jobs=1), run_trial(study, n_jobs=2)
    assert one.summaries == two.summaries
    assert one.truths == two.truths
    for a, b in zip(one.batches, two.batches, strict=True):
        np.testing.assert_array_equal(a.estimates.value, b.estimates.value)


def test_the_seed_is_all_the_chance_there_is():
    study = changed(two_arms(), n_per_arm=(50,), n_trials=50)
    again, other = run_trial(study, seed=4), run_trial(study, seed=5)
    assert run_trial(study, seed=4).summaries == again.summaries
    assert again.summaries != other.summaries


def test_leaving_when_well_biases_the_estimate_and_the_table_shows_it():
    study = two_arms()
    leaving = replace(study, diary=replace(study.diary, dropout_when_well=0.3, dropout_from_day=7))
    results = run_trial(changed(leaving, n_per_arm=(200,), n_trials=200))
    given = next(s for s in results.summaries if s.analysis == "ancova")
    assert given.bias.value > 4 * given.bias.error  # those whom visits relieved are missing


def test_nobody_left_is_told_and_not_a_crash():
    study = two_arms()
    gone = replace(study, diary=replace(study.diary, dropout_per_day=1.0))
    results = run_trial(changed(gone, n_per_arm=(10,), n_trials=20))
    ancova = next(s for s in results.summaries if s.analysis == "ancova")
    assert ancova.n_told == 0
    assert ancova.rejected is None
    assert results.size.n_per_arm is None
    assert sum("has an outcome" in note for note in results.notes) == 2


def test_arms_alike_are_noted():
    study = study_from_text('[[arms]]\nname = "a"\n[[arms]]\nname = "b"\n[trial]\nn_trials = 20\n')
    notes = run_trial(changed(study, n_per_arm=(10,))).notes
    assert any("the same in all but their names" in note for note in notes)
    assert any("No arm has a visit" in note for note in notes)


def test_the_mixed_model_runs_on_request():
    study = changed(two_arms(), analyses=("mixed",), n_per_arm=(40,), n_mixed=4, n_trials=20)
    results = run_trial(study)
    summary = results.summaries[0]
    assert summary.analysis == "mixed"
    assert summary.n_trials == summary.n_told == 4
    assert summary.mean_estimate == pytest.approx(-0.5, abs=1.0)
    assert any("its intervals are too narrow" in note for note in results.notes)

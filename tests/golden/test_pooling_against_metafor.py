"""Pools of metafor's classic data sets, of our own tables, and of trials that share an arm.

fits.json is what metafor 3.8.1 printed from fits.R; where R is at hand the script runs again.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from deqi.evidence import ArmRow, ArmType, Stat, Verified
from deqi.evidence.pooling import KnappHartung, PooledGroup, PoolQuestion, Shared, pool
from deqi.evidence.pooling.models import (
    Sample,
    fit_normal,
    fit_random,
    heterogeneity_of,
    tau2_dersimonian_laird,
    tau2_reml,
)
from tests.golden.metafor.own_arms import HERE, OWN, own_arms

STORED = json.loads((HERE / "fits.json").read_text(encoding="utf-8"))
POOLS = {name: fit for name, fit in STORED.items() if not name.startswith("shared_")}
SHARED = {name: fit for name, fit in STORED.items() if name.startswith("shared_")}
WITH_ARMS = {name: fit for name, fit in POOLS.items() if fit["arms"]}
ESTIMATE = 1e-6  # relative to the size of the figure, or absolute below 1
TAU2_END = 1e-4
LEVEL = 0.95


def near(figure: float, tolerance: float = ESTIMATE) -> Any:
    return pytest.approx(figure, rel=tolerance, abs=tolerance)


def arm(trial: int | str, arm_type: ArmType, name: str, row: int, **figures: Any) -> ArmRow:
    nothing: dict[str, Any] = {"n": None, "mean": None, "sd": None, "events": None}
    return ArmRow(
        study=str(trial), year=None, arm=name, arm_type=arm_type, outcome="y", domain="",
        scale_max=None, direction=None, week=None, stat=Stat.POST, visits="", population="",
        condition="", country="", verified=Verified.NOT_STATED, sources=(), note="", row=row,
        **{**nothing, **figures},
    )  # fmt: skip


def arms_of(given: dict[str, list[float]]) -> Iterator[ArmRow]:
    """The two arms of each trial as rows of a table."""
    for k, figures in enumerate(
        dict(zip(given, values, strict=True)) for values in zip(*given.values(), strict=True)
    ):
        for side, arm_type in (("1", ArmType.ACUPUNCTURE), ("2", ArmType.CONTROL)):
            row = 2 * k + int(side)
            if "ai" in figures:
                events = int(figures["ai" if side == "1" else "ci"])
                yield arm(k, arm_type, side, row, n=int(figures[f"n{side}i"]), events=events)
            else:
                yield arm(
                    k, arm_type, side, row, n=int(figures[f"n{side}i"]),
                    mean=figures[f"m{side}i"], sd=figures[f"sd{side}i"],
                )  # fmt: skip


def pooled(fit: dict[str, Any], **choices: Any) -> PooledGroup:
    answer = pool(tuple(arms_of(fit["arms"])), PoolQuestion(measure=fit["measure"], **choices))
    assert answer.whole is not None
    return answer.whole


@pytest.mark.parametrize("name", WITH_ARMS)
def test_effects_and_their_variances_are_those_of_escalc(name: str) -> None:
    fit = POOLS[name]
    contrasts = sorted(pooled(fit).contrasts, key=lambda contrast: contrast.rows)
    assert [c.estimate for c in contrasts] == near(fit["yi"], 1e-10)
    assert [c.variance for c in contrasts] == near(fit["vi"], 1e-10)


@pytest.mark.parametrize("name", POOLS)
def test_the_models_are_those_of_rma(name: str) -> None:
    fit = POOLS[name]
    sample = Sample.of(fit["yi"], fit["vi"])
    tau2, laird = tau2_reml(sample), tau2_dersimonian_laird(sample)
    assert tau2 == near(fit["tau2"])
    assert laird == near(fit["dl_tau2"])
    for ours, theirs in (
        (fit_normal(sample, tau2, LEVEL, ""), fit["reml"]),
        (fit_random(sample, tau2, KnappHartung.OFF, LEVEL), fit["reml"]),
        (fit_random(sample, tau2, KnappHartung.FULL, LEVEL), fit["knha"]),
        (fit_random(sample, tau2, KnappHartung.AT_LEAST_1, LEVEL), fit["adhoc"]),
        (fit_normal(sample, laird, LEVEL, ""), fit["dl"]),
        (fit_normal(sample, 0.0, LEVEL, ""), fit["fe"]),
    ):
        assert [ours.estimate, ours.se, ours.lo, ours.hi, ours.p] == near(
            [theirs[key] for key in ("est", "se", "lo", "hi", "p")]
        )
    assert 100 * sample.weights(tau2) == near(fit["weights"])


@pytest.mark.parametrize("name", POOLS)
def test_heterogeneity_is_that_of_rma_and_its_interval_that_of_confint(name: str) -> None:
    fit = POOLS[name]
    sample = Sample.of(fit["yi"], fit["vi"])
    tau2 = tau2_reml(sample)
    random = fit_random(sample, tau2, KnappHartung.FULL, LEVEL)
    found = heterogeneity_of(sample, tau2, random, LEVEL)
    assert [found.i2_percent, found.h2] == near([fit["i2"], fit["h2"]])
    assert [found.q, found.p] == near([fit["q"], fit["q_p"]])
    assert [found.tau2_lo, found.tau2_hi] == near([fit["tau2_lo"], fit["tau2_hi"]], TAU2_END)
    assert [found.i2_lo_percent, found.i2_hi_percent] == near(
        [fit["i2_lo"], fit["i2_hi"]], TAU2_END
    )
    assert found.prediction == near((fit["pi_lo"], fit["pi_hi"]))


@pytest.mark.parametrize("name", WITH_ARMS)
def test_pools_without_each_trial_and_up_to_each_are_those_of_leave1out_and_cumul(
    name: str,
) -> None:
    fit = POOLS[name]
    group = pooled(fit)
    by_place = sorted(group.leave_one_out, key=lambda step: int(step.trial))
    if fit["measure"] not in ("OR", "RR") or len(by_place) == len(fit["arms"]["n1i"]):
        assert [step.fit.estimate for step in by_place] == near(fit["without"])
        assert [step.fit.lo for step in by_place] == near(fit["without_lo"])
        assert [step.tau2 for step in by_place] == near(fit["without_tau2"])
    assert group.cumulative[-1].fit.estimate == near(fit["up_to"][-1])
    assert group.cumulative[-1].fit == group.random


def shared_rows() -> Iterator[ArmRow]:
    """Three arms of a trial as three rows: the first stands once, though two lines name it."""
    lines = list(csv.DictReader((HERE / "shared_arms.csv").read_text().splitlines()))
    for k, line in enumerate(lines):
        if k == 0 or lines[k - 1]["trial"] != line["trial"]:
            yield _side(line, "1", ArmType.ACUPUNCTURE, 3 * k, "needled")
            yield _side(line, "2", ArmType.SHAM, 3 * k + 1, "sham")
        else:
            yield _side(line, "2", ArmType.USUAL_CARE, 3 * k, "usual care")


def _side(line: dict[str, str], side: str, kind: ArmType, row: int, name: str) -> ArmRow:
    events = int(line["ai" if side == "1" else "ci"])
    figures = {"mean": float(line[f"m{side}i"]), "sd": float(line[f"sd{side}i"])}
    return arm(line["trial"], kind, name, row, n=int(line[f"n{side}i"]), events=events, **figures)


@pytest.mark.parametrize("name", SHARED)
def test_comparisons_that_share_an_arm_are_those_of_rma_mv(name: str) -> None:
    fit = SHARED[name]
    rows = tuple(shared_rows())
    if fit["measure"] in ("MD", "SMD"):
        rows = tuple(without_events(row) for row in rows)
    answer = pool(rows, PoolQuestion(measure=fit["measure"], knapp_hartung=KnappHartung.OFF))
    assert answer.whole is not None
    assert answer.whole.heterogeneity is not None
    # rma.mv searches by values of the likelihood, which are flat at its top
    assert answer.whole.random.estimate == near(fit["est"])
    assert answer.whole.random.se == near(fit["se"])
    assert answer.whole.heterogeneity.tau2 == near(fit["tau2"])
    assert [answer.whole.fixed.estimate, answer.whole.fixed.se] == near(
        [fit["fixed"], fit["fixed_se"]], 1e-9
    )
    assert answer.whole.heterogeneity.q == near(fit["q"], 1e-9)


def without_events(row: ArmRow) -> ArmRow:
    return replace(row, events=None)


def test_a_shared_arm_that_is_split_counts_each_person_once() -> None:
    rows = tuple(without_events(row) for row in shared_rows())
    answer = pool(rows, PoolQuestion(measure="MD", shared=Shared.SPLIT))
    trial_a = [contrast for contrast in answer.contrasts if contrast.trial == "A"]
    assert [contrast.n_treated for contrast in trial_a] == [30, 30]
    assert sum(c.n for c in trial_a) == 60 + 58 + 61


def test_the_tables_that_metafor_read_are_those_of_today() -> None:
    assert OWN.read_text(encoding="utf-8") == own_arms(), (
        "the tables have changed: run python -m tests.golden.metafor.own_arms, then fits.R"
    )


def has_metafor() -> bool:
    if shutil.which("Rscript") is None:
        return False
    asked = 'quit(status = !all(c("metafor", "metadat") %in% rownames(installed.packages())))'
    return subprocess.run(["Rscript", "-e", asked], capture_output=True).returncode == 0


def test_metafor_at_hand_prints_what_is_stored() -> None:
    if not has_metafor():
        pytest.skip("no R with metafor and metadat")
    files = ("own_arms.csv", "shared_arms.csv")
    run = subprocess.run(
        ["Rscript", "fits.R", *files], cwd=HERE, capture_output=True, text=True, check=True
    )
    fresh = json.loads(run.stdout)
    assert fresh.keys() == STORED.keys()
    for name, fit in fresh.items():
        assert flat(fit) == near(flat(STORED[name]), TAU2_END), name


def flat(fit: Any) -> list[float]:
    """All numbers in the order they stand in."""
    if isinstance(fit, dict):
        return [x for value in fit.values() for x in flat(value)]
    if isinstance(fit, list):
        return [x for value in fit for x in flat(value)]
    return [] if fit is None or isinstance(fit, str) else [float(fit)]

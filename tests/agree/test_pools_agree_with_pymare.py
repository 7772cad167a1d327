"""Our models beside the fits by metafor that PyMARE ships, and beside PyMARE's own."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from deqi.evidence.pooling import KnappHartung, Measure
from deqi.evidence.pooling.effects import Side, effect_of
from deqi.evidence.pooling.models import (
    Sample,
    fit_normal,
    fit_random,
    heterogeneity_of,
    q_at,
    tau2_dersimonian_laird,
    tau2_reml,
)

pymare = pytest.importorskip("pymare")
DATA = Path(pymare.__file__).parent / "tests" / "data"
LEVEL = 0.95
if not (DATA / "metafor_reference.json").exists():
    pytest.skip("this PyMARE ships no reference fits", allow_module_level=True)


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


def samples() -> dict[str, Sample]:
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows("metafor_small_sample.csv"):
        found[row["case"]].append((float(row["y"]), float(row["v"])))
    return {name: Sample.of(*zip(*pairs, strict=True)) for name, pairs in found.items()}


SAMPLES = samples()
CASES = [
    case
    for case in read("metafor_reference.json")["cases"]
    if case["model"] == "intercept" and case["method"] in ("FE", "DL", "REML")
]
TESTS = {"z": KnappHartung.OFF, "knha": KnappHartung.FULL, "adhoc": KnappHartung.AT_LEAST_1}


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['design']}-{case['method']}-{case['test']}"
)
def test_a_fit_is_that_of_the_reference(case: dict[str, Any]) -> None:
    if case["test"] not in TESTS:
        pytest.skip(f"no {case['test']} here")
    sample = SAMPLES[case["design"]]
    tau2 = {"FE": lambda _: 0.0, "DL": tau2_dersimonian_laird, "REML": tau2_reml}[case["method"]](
        sample
    )
    # the reference ends its search when tau2 moves by less than 1e-5 (metafor's default)
    loose = {"abs": 2e-5, "rel": 1e-4} if case["method"] == "REML" else {"abs": 1e-9, "rel": 1e-9}
    assert tau2 == pytest.approx(case["tau2"], **loose)
    if case["method"] == "FE" and case["test"] != "z":
        return  # Knapp and Hartung's factor belongs to random effects
    fit = fit_random(sample, tau2, TESTS[case["test"]], LEVEL)
    found = [fit.estimate, fit.se, fit.lo, fit.hi, fit.p]
    keys = ("beta", "se", "ci_lb", "ci_ub", "pval")
    assert found == pytest.approx([case[key][0] for key in keys], **loose)
    assert q_at(sample, 0.0) == pytest.approx(case["QE"], rel=1e-9)
    if case["tau2_ci_ub"] is not None and case["method"] == "REML":
        ends = heterogeneity_of(sample, tau2, fit, LEVEL)
        assert [ends.tau2_lo, ends.tau2_hi] == pytest.approx(
            [case["tau2_ci_lb"], case["tau2_ci_ub"]], rel=1e-4, abs=1e-4
        )


def test_the_reference_is_not_empty() -> None:
    assert {case["method"] for case in CASES} == {"FE", "DL", "REML"}
    assert len(SAMPLES) >= 3


@pytest.mark.parametrize("measure", [Measure.MD, Measure.SMD])
def test_effects_are_those_of_the_reference(measure: Measure) -> None:
    figures = {row["case"]: row for row in rows("metafor_escalc_inputs.csv")}
    for case in read("metafor_escalc_reference.json")["cases"]:
        row = {key: float(x) for key, x in figures[case["case"]].items() if key != "case"}
        left = Side(row["n1"], mean=row["m1"], sd=row["sd1"])
        right = Side(row["n2"], mean=row["m2"], sd=row["sd2"])
        effect = effect_of(measure, left, right)
        assert effect.value == pytest.approx(case[measure.value]["yi"], rel=1e-9, abs=1e-12)
        assert effect.variance == pytest.approx(case[measure.value]["vi"], rel=1e-9)


@pytest.mark.parametrize("design", SAMPLES)
def test_pymare_s_own_estimate_is_near(design: str) -> None:
    from pymare import Dataset
    from pymare.estimators import DerSimonianLaird

    sample = SAMPLES[design]
    data = Dataset(y=sample.z[:, None], v=sample.d[:, None], X=None, add_intercept=True)
    theirs = DerSimonianLaird().fit_dataset(data).summary()
    ours = fit_normal(sample, tau2_dersimonian_laird(sample), LEVEL, "")
    assert ours.tau2 == pytest.approx(float(theirs.tau2.ravel()[0]), rel=1e-8, abs=1e-10)
    assert ours.estimate == pytest.approx(float(theirs.get_fe_stats()["est"].ravel()[0]), rel=1e-8)

"""Simulated trials as JSON, and every single trial's estimate as CSV."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import asdict
from typing import Any

from deqi.model import MODEL_VERSION, prior_sha256
from deqi.simulate.trial import TrialResults

SCHEMA = "deqi.trial/1"
HEADINGS = (
    "analysis", "hypothesis", "n_per_arm", "trial", "estimate", "se", "lo", "hi", "p", "n_analysed",
)  # fmt: skip


def trial_json(results: TrialResults, version: str) -> dict[str, Any]:
    """Everything that was found but for single trials; every key is always there."""
    study = results.study
    return {
        "schema": SCHEMA,
        "deqi": version,
        "model": MODEL_VERSION,
        "prior": {"name": study.prior.name, "sha256": prior_sha256(study.prior.name)},
        "title": study.title,
        "seed": results.seed,
        "n_trials": study.trial.n_trials,
        "alpha": study.trial.alpha,
        "compare": {"arm": results.compare[0], "with": results.compare[1]},
        "outcome": {
            "instrument": study.trial.instrument,
            "kind": study.trial.outcome,
            "week": study.trial.week,
        },
        "relief_in_prior": asdict(results.relief),
        "truth": {name: asdict(truth) for name, truth in results.truths.items()},
        "summaries": [asdict(summary) for summary in results.summaries],
        "sample_size": asdict(results.size),
        "arms": [asdict(arm) for arm in results.trajectories],
        "notes": list(results.notes),
    }


def trial_csv(results: TrialResults) -> str:
    """A row for each made-up trial, size, analysis and hypothesis; empty where it cannot be told.

    Columns: analysis, hypothesis, n_per_arm, trial, estimate, se, lo, hi, p, n_analysed.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for batch in results.batches:
        found = batch.estimates
        columns = (found.value, found.se, found.lo, found.hi, found.p, found.n)
        for k, row in enumerate(zip(*(c.tolist() for c in columns), strict=True), start=1):
            cells = ["" if math.isnan(x) else f"{x:.6g}" for x in row]
            writer.writerow([batch.analysis, batch.hypothesis, batch.n_per_arm, k, *cells])
    return file.getvalue()

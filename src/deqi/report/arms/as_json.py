"""Foretold arms for other programs: every key is always there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deqi.simulate.arms import UNINFORMATIVE_WIDTH, ArmPrediction, Foretold

SCHEMA_NAME = "deqi.arms/1"


def arms_json(told: Foretold, about_table: Sequence[str] = ()) -> dict[str, Any]:
    """All of it as plain values; pain in points of 0-100, weeks since the start.

    `about_table` is what should be known about the reading of somebody's table.
    """
    return {
        "schema": SCHEMA_NAME,
        "leave_one_out": told.is_leave_one_out,
        "learned_from": list(told.learned_from),
        "left_out": list(told.left_out),
        "with_memory": told.with_memory,
        "seed": told.seed,
        "about_table": list(about_table),
        "uninformative_above": UNINFORMATIVE_WIDTH,
        "arms": [_arm(one) for one in told.predictions],
        "scores": [
            {
                "name": one.name,
                "n_arms": one.n_arms,
                "n_trials": one.n_trials,
                "inside_50": one.inside50,
                "inside_95": one.inside95,
                "mean_absolute_error": round(one.mean_absolute_error, 2),
                "crps": round(one.crps, 2),
                "mean_width_95": None if one.mean_width95 is None else round(one.mean_width95, 1),
            }
            for one in told.scores
        ],
        "not_comparable": [
            {"trial": one.trial, "arm": one.arm, "outcome": one.outcome, "reason": one.reason}
            for one in told.not_comparable
        ],
    }


def _arm(one: ArmPrediction) -> dict[str, Any]:
    arm = one.arm
    return {
        "trial": arm.trial,
        "arm": arm.arm,
        "kind": arm.kind,
        "phase": arm.phase,
        "week_from": arm.weeks[0],
        "week_to": arm.weeks[1],
        "n": arm.n,
        "visits": arm.n_visits,
        "start": round(arm.baseline, 2),
        "start_from": arm.baseline_from,
        "observed": None if arm.observed is None else round(arm.observed, 2),
        "median": round(one.median, 2),
        "band_50": [round(one.lo50, 2), round(one.hi50, 2)],
        "band_95": [round(one.lo95, 2), round(one.hi95, 2)],
        "width_95": round(one.width95, 2),
        "is_informative": one.is_informative,
        "from_memory": arm.is_from_memory,
        "sources": list(arm.sources),
        "rows": list(arm.rows),
        "remarks": list(arm.remarks),
    }

"""A pool for other programs: every key is always there, ratios are ratios, a null says not told."""

from __future__ import annotations

from typing import Any

from deqi.evidence.pooling import (
    Contrast,
    Fit,
    Heterogeneity,
    Measure,
    PooledGroup,
    PoolQuestion,
    PoolResult,
    Step,
)
from deqi.report.pool.figures import shown

SCHEMA = "deqi.pool/1"


def pool_json(result: PoolResult, table: str, reading: dict[str, Any]) -> dict[str, Any]:
    """The whole result; `se`, `variance` and `tau2` are of logarithms where the measure is a ratio.

    `table` is the name of the file, `reading` what the reader left out and warned of.
    """
    measure = result.question.measure
    return {
        "schema": SCHEMA,
        "table": table,
        **reading,
        "question": question_json(result.question),
        "measure": measure.value,
        "unit": result.unit,
        "variances_are_of": "logarithms" if measure.is_ratio else "the measure itself",
        "favours": result.favours,
        "all": None if result.whole is None else group_json(result.whole, measure),
        "groups": [group_json(group, measure) for group in result.groups],
        "between_groups": None
        if result.between is None
        else {
            "q": result.between.q,
            "df": result.between.df,
            "p": result.between.p,
            "groups_share_trials": result.between.shares_trials,
        },
        "set_aside": [
            {"row": a.row, "trial": a.trial, "arm": a.arm, "reason": a.reason}
            for a in result.set_aside
        ],
        "warnings": list(result.warnings),
    }


def question_json(question: PoolQuestion) -> dict[str, Any]:
    """What was asked."""
    return {
        "measure": question.measure.value,
        "by": question.by,
        "outcome": question.outcome,
        "comparators": list(question.comparators),
        "conditions": list(question.conditions),
        "weeks": None if question.weeks is None else list(question.weeks),
        "when": question.when.value,
        "scores": question.scores.value,
        "with_memory": question.with_memory,
        "lower_better": question.lower_better,
        "to_scale": question.to_scale,
        "shared": question.shared.value,
        "knapp_hartung": question.knapp_hartung.value,
        "level": question.level,
        "leave_out": list(question.leave_out),
    }


def group_json(group: PooledGroup, measure: Measure) -> dict[str, Any]:
    """One pool with all that it rests on."""
    pairs = zip(group.contrasts, group.weights_percent, strict=True)
    return {
        "name": group.name or None,
        "n_comparisons": group.k,
        "n_trials": group.n_trials,
        "random_effects": _fit(group.random, measure),
        "dersimonian_laird": _fit(group.dersimonian_laird, measure),
        "fixed_effect": _fit(group.fixed, measure),
        "heterogeneity": _heterogeneity(group.heterogeneity, measure),
        "comparisons": [_contrast(contrast, weight, measure) for contrast, weight in pairs],
        "leave_one_out": [_step(step, measure) for step in group.leave_one_out],
        "cumulative": [_step(step, measure) for step in group.cumulative],
    }


def _fit(fit: Fit, measure: Measure) -> dict[str, Any]:
    return {
        "estimate": shown(measure, fit.estimate),
        "lo": shown(measure, fit.lo),
        "hi": shown(measure, fit.hi),
        "se": fit.se,
        "p": fit.p,
        "df": fit.df,
        "tau2": fit.tau2,
        "method": fit.method,
    }


def _heterogeneity(found: Heterogeneity | None, measure: Measure) -> dict[str, Any] | None:
    if found is None:
        return None
    lo, hi = found.prediction or (None, None)
    return {
        "tau2": found.tau2,
        "tau2_lo": found.tau2_lo,
        "tau2_hi": found.tau2_hi,
        "i2_percent": found.i2_percent,
        "i2_lo_percent": found.i2_lo_percent,
        "i2_hi_percent": found.i2_hi_percent,
        "h2": found.h2,
        "q": found.q,
        "df": found.df,
        "p": found.p,
        "prediction_lo": None if lo is None else shown(measure, lo),
        "prediction_hi": None if hi is None else shown(measure, hi),
    }


def _contrast(contrast: Contrast, weight: float, measure: Measure) -> dict[str, Any]:
    return {
        "trial": contrast.trial,
        "year": contrast.year,
        "against": contrast.comparator,
        "outcome": contrast.outcome or None,
        "week": contrast.week,
        "scores": contrast.scores,
        "n_acupuncture": contrast.n_treated,
        "n_comparator": contrast.n_control,
        "acupuncture": contrast.treated,
        "comparator": contrast.control,
        "estimate": shown(measure, contrast.estimate),
        "lo": shown(measure, contrast.lo),
        "hi": shown(measure, contrast.hi),
        "variance": contrast.variance,
        "weight_percent": weight,
        "rows": list(contrast.rows),
        "is_from_memory": contrast.is_from_memory,
        "sources": list(contrast.sources),
        "notes": list(contrast.notes),
    }


def _step(step: Step, measure: Measure) -> dict[str, Any]:
    return {"trial": step.trial, "n_comparisons": step.n_contrasts, **_fit(step.fit, measure)}

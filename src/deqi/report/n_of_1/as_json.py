"""A report on blocks as JSON: every key always there."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from deqi.infer import Interval
from deqi.infer.blocks import BlockMean, ModelAnswer, RandomisationTest, Region, WashOut
from deqi.report.as_json import DECIMALS
from deqi.report.contents import Statement
from deqi.report.n_of_1.checklist import TO_BE_WRITTEN
from deqi.report.n_of_1.contents import BlocksReport

SCHEMA_ID = "deqi.n-of-1/1"
Json = dict[str, Any]


def blocks_json(report: BlocksReport) -> Json:
    """The report as plain dicts and lists. Differences are on minus off: negative is less pain."""
    answer, design = report.answer, report.answer.design
    return {
        "schema": SCHEMA_ID,
        "course": report.course.id,
        "as_of": report.as_of.isoformat(),
        "planned_to": answer.planned_to.isoformat(),
        "headline": report.headline,
        "design": {
            "scheme": design.scheme.value,
            "sentence": design.scheme.sentence,
            "n_possible": design.n_possible,
            "smallest_p": _rounded(design.smallest_p),
            "is_exact": design.is_exact,
        },
        "blocks": [_block(mean) for mean in answer.means],
        "test": _test(answer.test),
        "test_by_wash_out": [_test(test) for test in answer.by_wash_out],
        "largest_p": _rounded(answer.largest_p),
        "why_no_test": answer.why_no_test,
        "why_no_p": answer.why_no_p,
        "wash_out": _wash_out(answer.wash_out),
        "model": _model(answer.model),
        "why_no_model": answer.why_no_model,
        "visits_part_nrs": _interval(answer.visits_part_nrs),
        "contradictions": list(answer.contradictions),
        "statements": {
            name: [_statement(s) for s in getattr(report, name)]
            for name in ("test", "model", "wash_out", "limits")
        },
        "cent": [
            {
                "item": one.item.item,
                "topic": one.item.topic,
                "wording": one.item.wording,
                "number_from": one.item.number_from,
                "answer": one.answer if one.answer is not None else TO_BE_WRITTEN,
                "is_answered": one.answer is not None,
                "sources": list(one.item.sources),
            }
            for one in report.cent
        ],
        "screen": report.screen.outcome.value,
        "data": {"left_out": list(report.course.left_out), "warnings": list(report.warnings)},
        "fit": {
            "outcome": report.fit.outcome.value,
            "ess": _rounded(report.fit.ess),
            "data_sha256": report.fit.data_sha256,
            "seed": report.fit.seed,
            "model": report.fit.model_version,
        },
        "sources": [
            {"key": key, "citation": source.citation, "address": source.address}
            for key, source in report.sources.items()
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS) + 0.0


def _interval(interval: Interval | None) -> Json | None:
    if interval is None:
        return None
    return {name: _rounded(value) for name, value in asdict(interval).items()}


def _region(region: Region | None) -> Json | None:
    return None if region is None else {"lo": _rounded(region.lo), "hi": _rounded(region.hi)}


def _block(mean: BlockMean) -> Json:
    block = mean.block
    return {
        "from": block.from_on.isoformat(),
        "to": block.to_on.isoformat(),
        "is_on": block.is_on,
        "pair": block.pair,
        "start_choices": [on.isoformat() for on in block.start_choices],
        "n_days": mean.n_days,
        "mean_nrs": _rounded(mean.mean_nrs),
        "lo80_nrs": _rounded(mean.lo80),
        "hi80_nrs": _rounded(mean.hi80),
    }


def _test(test: RandomisationTest | None) -> Json | None:
    if test is None:
        return None
    return {
        "wash_out_d": test.wash_out_d,
        "difference_nrs": _rounded(test.difference_nrs),
        "mean_difference_nrs": _rounded(test.mean_difference_nrs),
        "p_two_sided": _rounded(test.p),
        "p_less_pain": _rounded(test.p_less_pain),
        "mc_error": _rounded(test.mc_error),
        "n_plans": test.n_plans,
        "n_plans_without_days": test.n_without_days,
        "not_rejected_80_nrs": _region(test.region80),
        "not_rejected_95_nrs": _region(test.region95),
        "n_on_days": test.n_on,
        "n_off_days": test.n_off,
        "n_dropped_days": test.n_dropped,
    }


def _wash_out(wash_out: WashOut | None) -> Json | None:
    if wash_out is None:
        return None
    return {
        "fast_half_life_d": _interval(wash_out.fast_half_life_d),
        "fast_is_prior_driven": wash_out.fast_is_prior_driven,
        "slow_half_life_d": _interval(wash_out.slow_half_life_d),
        "slow_is_prior_driven": wash_out.slow_is_prior_driven,
        "wanted_d": wash_out.wanted_d,
        "days": wash_out.days,
        "is_cut": wash_out.is_cut,
    }


def _model(model: ModelAnswer | None) -> Json | None:
    if model is None:
        return None
    return {
        "on_minus_off_nrs": _interval(model.on_minus_off_nrs),
        "on_nrs": _interval(model.on_nrs),
        "carry_over_nrs": _interval(model.carry_over_nrs),
        "p_less_pain": _rounded(model.p_less_pain),
    }


def _statement(statement: Statement) -> Json:
    return {"sentence": statement.sentence, "sources": list(statement.sources)}

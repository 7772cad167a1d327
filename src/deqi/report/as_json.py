"""A report as JSON: every key always there, `null` with its reason in `data.warnings`."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from deqi.infer import Change, Forecast, Interval, Pattern, VisitRelief
from deqi.plan import Plan
from deqi.records import AdverseEvent
from deqi.report.contents import Report, Statement
from deqi.report.coverage.as_json import coverage_json
from deqi.track import FunctionChange

SCHEMA_ID = "deqi.report/1"
DECIMALS = 9  # hides the last digits that differ between machines, far below any meaning

Json = dict[str, Any]


def report_json(report: Report) -> Json:
    """The report as plain dicts and lists, in the shape that `read_schema` describes.

    Changes are pain now minus pain at the start: negative is less pain. Gains and relief are
    positive when they are better.

    Examples
    --------
    >>> from datetime import date
    >>> from deqi.records import Course
    >>> from deqi.report.assemble import assemble_report
    >>> report = report_json(assemble_report(Course(id="a"), today=date(2026, 5, 1)))
    >>> report["verdict"]["code"], report["change"]["total_nrs"]
    ('too_early', None)
    """
    beliefs, provenance = report.beliefs, report.provenance
    return {
        "schema": SCHEMA_ID,
        "course": report.course.id,
        "screen": _screen(report),
        "verdict": {
            "code": report.verdict.code.value,
            "sentence": report.verdict.sentence,
            "reasons": [_reason(r) for r in report.verdict.reasons],
        },
        "now": {"level_nrs": _interval(beliefs.change.now_nrs if beliefs.change else None)},
        "change": _change(beliefs.change),
        "pattern": _pattern(beliefs.pattern),
        "visit_relief": _relief(beliefs.visit_relief),
        "forecast": _forecast(beliefs.forecast),
        "forecast_with_plan": _forecast(beliefs.forecast_with_plan),
        "plan": _plan(report.plan, report.timeline.time_zone),
        "coverage": coverage_json(report.coverage),
        "function": [_function(f) for f in report.function.instruments],
        "work_days_lost": report.work_days_lost,
        "adverse_events": _adverse_events(report),
        "flare_days": _days(beliefs.flare_days),
        "advice": [
            {"code": a.code.value, "sentence": a.sentence, "why": a.why, "sources": list(a.sources)}
            for a in report.advice
        ],
        "data": {
            "entries": report.timeline.n_entries,
            "days_with_entry": report.timeline.days_with_entry,
            "days_without_entry": report.timeline.days_without_entry,
            "left_out": list(report.course.left_out),
            "warnings": list(warnings_of(report)),
        },
        "fit": {"outcome": provenance.outcome.value, "ess": _number(provenance.ess)},
        "sources": [
            {"key": key, "citation": source.citation, "address": source.address}
            for key, source in report.sources.items()
        ],
        "model": {
            "version": provenance.model_version,
            "prior": {"verdict": provenance.prior_verdict, "forecast": provenance.prior_forecast},
            "data_sha256": provenance.data_sha256,
            "seed": provenance.seed,
        },
    }


def write_json(report: Report) -> str:
    """The report as JSON text, indented, ending in a new line."""
    return json.dumps(report_json(report), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def read_schema() -> Json:
    """The JSON Schema (2020-12) of a report.

    >>> read_schema()["$id"]
    'deqi.report/1'
    """
    text = (files("deqi.report") / "schema.json").read_text(encoding="utf-8")
    schema: Json = json.loads(text)
    return schema


def warnings_of(report: Report) -> tuple[str, ...]:
    """What to know about the data, what its gaps cost, and why something is null."""
    nulls = (f"{place} is null: {why}" for place, why in report.nulls.items())
    parts = (_cited(s) for s in report.missing_parts)
    has_visits_part = report.beliefs.change is not None and report.beliefs.change.visits is not None
    share = (_cited(report.group_statement),) if has_visits_part else ()
    return tuple(dict.fromkeys((*report.warnings, *share, *parts, *nulls)))


def _cited(statement: Statement) -> str:
    keys = "".join(f" [{key}]" for key in statement.sources)
    return statement.sentence + keys


def _screen(report: Report) -> Json:
    return {
        "outcome": report.screen.outcome.value,
        "reasons": [
            {
                "item": r.item,
                "sentence": r.sentence,
                "urgency": r.urgency.value,
                "is_positive": r.is_positive,
                "sources": list(r.sources),
            }
            for r in report.screen.reasons
        ],
    }


def _reason(reason: Any) -> Json:
    return {"sentence": reason.sentence, "sources": list(reason.sources)}


def _change(change: Change | None) -> Json:
    return {
        "total_nrs": _interval(change.total if change else None),
        "natural_nrs": _interval(change.natural if change else None),
        "visits_nrs": _interval(change.visits if change else None),
        "p_important": _number(change.p_important) if change else None,
    }


def _pattern(pattern: Pattern | None) -> Json | None:
    if pattern is None:
        return None
    names = ("at_once", "builds_up", "both", "neither")
    return {name: _number(getattr(pattern, name)) for name in names}


def _relief(relief: VisitRelief | None) -> Json | None:
    if relief is None:
        return None
    half_life = _interval(relief.half_life_h) or {}
    return {
        "peak_nrs": _interval(relief.peak_nrs),
        "half_life_h": half_life | {"is_prior_driven": relief.half_life_is_prior_driven},
    }


def _forecast(forecast: Forecast | None) -> list[Json] | None:
    if forecast is None:
        return None
    ends = ("lo50", "hi50", "lo80", "hi80", "lo95", "hi95")
    rows: list[Json] = []
    for k, on in enumerate(forecast.on):
        interval = forecast.interval(k)
        p_nrs = [_number(float(p)) for p in forecast.p_nrs[k]]
        row = {"on": on.isoformat(), "p_nrs": p_nrs}
        rows.append(row | {end: _number(getattr(interval, end)) for end in ends})
    return rows


def _plan(plan: Plan | None, time_zone: str) -> Json | None:
    if plan is None:
        return None
    heading = [{"sentence": plan.heading, "sources": []}] if plan.heading else []
    gain = plan.next_visit_gain_nrs
    return {
        "recommendation": plan.recommendation.value,
        "visits": [
            {
                "at": _local(visit.at, time_zone),
                "on": visit.on.isoformat(),
                "reasons": [_reason(r) for r in visit.reasons],
            }
            for visit in plan.visits
        ],
        "visits_left": plan.visits_left,
        "next_visit_gain_nrs": _ends(gain, ("median", "lo80", "hi80")) if gain else None,
        "reasons": heading + [_reason(r) for r in plan.reasons],
        "policy": plan.policy,
        "objective": plan.objective,
        "horizon_d": plan.horizon_d,
        "other_horizon": _reason(plan.other_horizon) if plan.other_horizon else None,
    }


def _local(at: datetime, time_zone: str) -> str:
    return at.astimezone(ZoneInfo(time_zone)).isoformat()


def _function(function: FunctionChange) -> Json:
    return {
        "instrument": function.instrument,
        "unit": function.unit,
        "first_on": _day(function.first_on),
        "first": _optional(function.first),
        "last_on": _day(function.last_on),
        "last": _optional(function.last),
        "change": _optional(function.change),
        "important_points": _optional(function.important_points),
        "important_percent": _optional(function.important_percent),
        "is_important_improvement": function.is_important_improvement,
        "comments": list(function.comments),
        "sources": list(function.sources),
    }


def _adverse_events(report: Report) -> list[Json] | None:
    if report.adverse_events is None:
        return None
    return [
        {"on": at.on.isoformat(), "reaction": at.reaction, "kinds": [_kind(e) for e in at.events]}
        for at in report.adverse_events
    ]


def _kind(event: AdverseEvent) -> Json:
    return {"kind": event.kind, "severity": event.severity or "not judged"}


def _days(days: tuple[date, ...] | None) -> list[str] | None:
    return None if days is None else [on.isoformat() for on in days]


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _interval(interval: Interval | None) -> Json | None:
    return _ends(interval, ("median", "lo80", "hi80", "lo95", "hi95")) if interval else None


def _ends(interval: Interval, names: tuple[str, ...]) -> Json:
    return {name: _number(getattr(interval, name)) for name in names}


def _optional(x: float | None) -> float | None:
    return None if x is None else _number(x)


def _number(x: float) -> float:
    """A finite number; anything else is a bug that must not reach a reader."""
    if not math.isfinite(x):
        raise ValueError(f"A number of the report is {x}; expected a finite one.")
    return round(float(x), DECIMALS) + 0.0

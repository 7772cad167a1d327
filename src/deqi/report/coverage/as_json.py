"""Coverage as JSON; the schema is that of the report."""

from __future__ import annotations

from typing import Any

from deqi.plan.coverage import NO_ENTITLEMENT, Counters, Coverage, DocumentedScore

Json = dict[str, Any]
DECIMALS = 9


def coverage_json(coverage: Coverage | None) -> Json | None:
    """The course beside a payer's rules as plain dicts and lists; None without such rules."""
    if coverage is None:
        return None
    improvement = coverage.improvement
    return {
        "policy": coverage.policy,
        "body": coverage.body,
        "on": coverage.on.isoformat(),
        "counters": _counters(coverage.counters),
        "improvement": {
            "state": improvement.state.value,
            "threshold_percent": improvement.threshold_percent,
            "sentence": improvement.sentence,
            "scores": [_score(score) for score in improvement.scores],
        },
        "rules": [
            {
                "id": judged.rule.id,
                "kind": judged.rule.kind,
                "text": judged.rule.text,
                "state": judged.state.value,
                "why": judged.why,
                "date": judged.rule.date,
                "sources": list(judged.rule.sources),
            }
            for judged in coverage.rules
        ],
        "statements": [
            {
                "id": rule.id,
                "body": rule.body,
                "date": rule.date,
                "status": rule.status,
                "text": rule.text,
                "caveat": rule.caveat or None,
                "sources": list(rule.sources),
            }
            for rule in coverage.statements
        ],
        "not_covered": coverage.not_covered or None,
        "not_recorded": list(coverage.not_recorded),
        "note": NO_ENTITLEMENT,
    }


def _counters(counters: Counters | None) -> Json | None:
    if counters is None:
        return None
    names = ("used_in_90_d", "left_in_90_d", "limit_in_90_d", "used_in_year", "left_in_year")
    counted = {name: getattr(counters, name) for name in (*names, "limit_in_year")}
    free_on = counters.next_free_on.isoformat()
    return counted | {"left": counters.n_left, "next_free_on": free_on}


def _score(score: DocumentedScore) -> Json:
    fall = score.fall_percent
    return {
        "name": score.name,
        "first_on": score.first_on.isoformat(),
        "first": round(score.first, DECIMALS),
        "last_on": score.last_on.isoformat(),
        "last": round(score.last, DECIMALS),
        "fall_percent": None if fall is None else round(fall, DECIMALS),
    }

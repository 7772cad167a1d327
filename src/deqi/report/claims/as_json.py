"""Claims as plain values for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from deqi.evidence.claims import Estimate, WeighedClaim
from deqi.report.claims.contents import pool_notes
from deqi.report.claims.wording import in_words

SCHEMA = "deqi.claims/1"


def claims_json(claims: Sequence[WeighedClaim]) -> dict[str, Any]:
    """Every claim with its answer, grade, estimates and digest; every key is always there."""
    return {"schema": SCHEMA, "claims": [_claim(weighed) for weighed in claims]}


def _claim(weighed: WeighedClaim) -> dict[str, Any]:
    claim = weighed.claim
    names = ("id", "order", "title", "said", "population", "comparison", "outcome", "time")
    more = ("bears_it_out", "answer", "patients", "would_change")
    return {
        **{name: getattr(claim, name) for name in (*names, *more)},
        "standing": claim.standing.value,
        "standing_words": claim.standing.words,
        "certainty": {
            "design": claim.certainty.design,
            "grade": claim.certainty.grade,
            "domains": {name: asdict(d) for name, d in claim.certainty.domains.items()},
        },
        "estimates": [_estimate(found) for found in weighed.estimates],
        "needs_a_look": weighed.needs_a_look,
        "digest": weighed.digest,
        "reviewed_digest": claim.reviewed or None,
        "sources": list(weighed.sources),
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    numbers = ("estimate", "lo", "hi", "events", "n", "n_trials", "n_people", "n_countries")
    return {
        "id": found.spec.id,
        "kind": found.spec.kind.value,
        "label": found.spec.label,
        "measure": found.spec.measure or None,
        "unit": found.spec.unit or None,
        **{name: getattr(found, name) for name in numbers},
        "words": in_words(found),
        "lines": [asdict(line) for line in found.lines],
        "notes": list(pool_notes(found)),
        "sources": list(found.sources),
    }

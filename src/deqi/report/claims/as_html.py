"""The page of claims: an overview that reads as a picture, then each claim with its forest plot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log
from typing import Any

from deqi.evidence.claims import Estimate, WeighedClaim
from deqi.report.claims import contents
from deqi.report.claims.forest import forest_svg
from deqi.report.claims.wording import in_words
from deqi.report.mechanism.layout import SIZES
from deqi.report.pool.forest import SIZES as POOL_SIZES
from deqi.report.pool.forest import forest_svg as pool_svg
from deqi.report.shell import render_page

REACHES = {
    "SMD": 1.0,
    "RD": 0.3,
    "MD": 25.0,
    "HR": log(2),
}  # how far to the left a line of the overview goes
REACH = "1 standard deviation, 30 of 100 people, 25 of 100 points, twice as fast"
ZERO_PERCENT = 75.0


def write_claims_html(claims: Sequence[WeighedClaim]) -> str:
    """One self-contained page."""
    sources = contents.sources_in_order(claims)
    values = {
        "title": contents.TITLE,
        "lead": contents.LEAD,
        "look_again": contents.LOOK_AGAIN,
        "claims": [_claim(weighed) for weighed in claims],
        "reach": REACH,
        "first_drawn": min(
            (w.claim.order for w in claims if contents.measures_drawn(w)), default=0
        ),
        "n_to_look_at": sum(weighed.needs_a_look for weighed in claims),
        "sources": sources,
        "numbers": {source.key: k for k, source in enumerate(sources, start=1)},
    }
    return render_page("claims/page.html.j2", values, ("pictures.css", "claims/page.css"))


def _claim(weighed: WeighedClaim) -> dict[str, Any]:
    claim = weighed.claim
    return {
        "claim": claim,
        "weighed": weighed,
        "pips": contents.pips(claim.certainty.grade),
        "headlines": [(f.spec.label, in_words(f), _place(f)) for f in weighed.headlines],
        "forests": [*_published(weighed), *_pools(weighed)],
        "table": contents.estimate_table(weighed),
        "notes": contents.notes_of(weighed),
        "question": contents.question_of(weighed),
        "reasons": contents.grade_reasons(weighed),
    }


def _published(weighed: WeighedClaim) -> Iterator[dict[str, Any]]:
    for measure, found in contents.measures_drawn(weighed):
        yield {
            "label": "",
            "pictures": [
                (size.name, forest_svg(weighed.claim.id, measure, found, size)) for size in SIZES
            ],
        }


def _pools(weighed: WeighedClaim) -> Iterator[dict[str, Any]]:
    """Pools of our tables, drawn as `deqi evidence pool` draws them."""
    for found in weighed.estimates:
        if found.pooled is not None and found.pooled.whole is not None:
            whole, question = found.pooled.whole, found.pooled.question
            prefix = f"pool-{weighed.claim.id}-{found.spec.id}".replace("_", "-")
            yield {
                "label": found.spec.label,
                "pictures": [
                    (size.name, pool_svg([whole], question, size, prefix, found.pooled.favours))
                    for size in POOL_SIZES
                ],
            }


def _place(found: Estimate) -> dict[str, float | None] | None:
    """Where a comparison lies on its line of the overview, in per cent of the width."""
    if not found.lines:
        return None
    line, reach = found.lines[-1], REACHES[found.spec.measure]

    def percent(value: float) -> float:
        return round(min(max(ZERO_PERCENT * (1 + value / reach), 0.0), 100.0), 2)

    return {
        "zero": ZERO_PERCENT,
        "estimate": percent(line.estimate),
        "lo": None if line.lo is None else percent(line.lo),
        "hi": None if line.hi is None else percent(line.hi),
    }

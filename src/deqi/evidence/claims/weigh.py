"""A claim with its figures filled in, its estimates computed, and a flag when its rows changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from deqi.evidence.claims.claim import Certainty, Claim, Domain
from deqi.evidence.claims.estimates import Estimate, estimate
from deqi.evidence.claims.figures import Figure, fill, row_figures
from deqi.evidence.claims.read_claim import SENTENCES, read_claims
from deqi.evidence.claims.tables import Rows, digest, matching, read_all_rows
from deqi.records import OutsideMeaningError


@dataclass(frozen=True, slots=True)
class WeighedClaim:
    """A claim as pages show it.

    Attributes
    ----------
    claim : with every figure in its sentences.
    estimates : in the order of the file.
    rows : every row that a figure or an estimate rests on.
    digest : of these rows.
    needs_a_look : whether they are others than those a person has looked at.
    sources : of the claim and its rows, in the order in which they come.
    """

    claim: Claim
    estimates: tuple[Estimate, ...]
    rows: tuple[Any, ...]
    digest: str
    needs_a_look: bool
    sources: tuple[str, ...]

    @property
    def headlines(self) -> tuple[Estimate, ...]:
        """What stands in the overview."""
        marked = tuple(e for e in self.estimates if e.spec.is_headline)
        return marked or self.estimates[:1]


def weigh_claims(rows: Rows | None = None) -> tuple[WeighedClaim, ...]:
    """Every claim, weighed by the rows of the package or by others.

    >>> [weighed.claim.id for weighed in weigh_claims() if weighed.needs_a_look]
    []
    """
    rows = read_all_rows() if rows is None else rows
    return tuple(weigh(claim, rows) for claim in read_claims())


def chosen(claims: Sequence[WeighedClaim], ids: Sequence[str]) -> tuple[WeighedClaim, ...]:
    """The claims that are asked for, in the order of the page.

    Raises OutsideMeaningError for an id that is not a claim.
    """
    known = [weighed.claim.id for weighed in claims]
    for claim_id in ids:
        if claim_id not in known:
            raise OutsideMeaningError(
                f"There is no claim '{claim_id}'. Expected one of {', '.join(known)}. Correct the "
                "name."
            )
    return tuple(weighed for weighed in claims if weighed.claim.id in ids)


def weigh(claim: Claim, rows: Rows) -> WeighedClaim:
    """One claim by the rows it names."""
    named = {name: matching(rows, where)[0] for name, where in claim.figures.items()}
    estimates = tuple(estimate(spec, rows) for spec in claim.estimates)
    resting = tuple(dict.fromkeys((*named.values(), *(row for e in estimates for row in e.rows))))
    found = digest(resting)
    figures = {name: row_figures(row) for name, row in named.items()}
    figures |= {e.spec.id: _figures(e) for e in estimates}
    keys = (*claim.sources, *(key for row in named.values() for key in row.sources))
    keys = (*keys, *(key for e in estimates for key in e.sources))
    return WeighedClaim(
        _filled(claim, figures),
        tuple(
            replace(e, spec=replace(e.spec, label=fill(e.spec.label, figures))) for e in estimates
        ),
        resting,
        found,
        found != claim.reviewed,
        tuple(dict.fromkeys(keys)),
    )


def _figures(found: Estimate) -> SimpleNamespace:
    names = ("estimate", "lo", "hi", "events", "n", "n_trials", "n_people", "n_countries")
    return SimpleNamespace(**{name: Figure(getattr(found, name)) for name in names})


def _filled(claim: Claim, figures: Mapping[str, SimpleNamespace]) -> Claim:
    sentences = {name: fill(getattr(claim, name), figures) for name in SENTENCES}
    domains = {
        name: Domain(domain.down, fill(domain.why, figures))
        for name, domain in claim.certainty.domains.items()
    }
    certainty = Certainty(claim.certainty.design, claim.certainty.grade, domains)
    return replace(claim, certainty=certainty, **sentences)  # type: ignore[arg-type]

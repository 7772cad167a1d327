"""What the page of claims says, the same for terminal and HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deqi.evidence import Source, read_sources
from deqi.evidence.claims import DESIGNS, DOMAINS, GRADES, NOT_GRADABLE, Estimate, WeighedClaim
from deqi.report.claims.wording import in_words
from deqi.report.page_tables import Table

TITLE = "What practitioners say of acupuncture for low back pain, weighed"
LEAD = (
    "Each saying is taken as it is said, and held against published trials and measurements. The "
    "grade says how sure the answer is, not how good the treatment is. Every figure is computed "
    "from tables with their sources; no result that is from memory is used."
)
LOOK_AGAIN = (
    "To be looked at again: the rows it rests on are not those that a person has last read with it."
)
DOMAIN_NAMES = {name: name.replace("_", " ") for name in DOMAINS}
STEPS = {0: "none", 1: "one step", 2: "two steps"}


@dataclass(frozen=True, slots=True)
class Parts:
    """A claim's asides as name and words: what would have to be looked at, and what would count."""

    name: str
    words: str


def question_of(weighed: WeighedClaim) -> tuple[Parts, ...]:
    """Population, comparison, outcome and time."""
    claim = weighed.claim
    return (
        Parts("In whom", claim.population),
        Parts("Against what", claim.comparison),
        Parts("What is looked at", claim.outcome),
        Parts("When", claim.time),
        Parts("What would bear it out", claim.bears_it_out),
        Parts("What would change the answer", claim.would_change),
    )


def grade_reasons(weighed: WeighedClaim) -> tuple[Parts, ...]:
    """How the grade comes about, domain by domain."""
    certainty = weighed.claim.certainty
    start = Parts("Rests on", f"{DESIGNS[certainty.design]}.")
    return (
        start,
        *(
            Parts(DOMAIN_NAMES[name], f"{domain.why} Lost: {STEPS[domain.down]}.")
            for name, domain in certainty.domains.items()
        ),
    )


def pips(grade: str) -> int | None:
    """How many of four circles are full; None for what cannot be graded."""
    return None if grade == NOT_GRADABLE else GRADES.index(grade) + 1


def estimate_table(weighed: WeighedClaim) -> Table:
    """Every estimate, and the single trials of a pool."""
    rows: list[tuple[str, ...]] = []
    for found in weighed.estimates:
        rows.append((found.spec.label, in_words(found), _holds(found)))
        rows += [
            (line.name, _trial(line.estimate, line.lo, line.hi), f"{line.n_people:.0f} people")
            for line in found.lines[:-1]
            if line.n_people is not None
        ]
    caption = f"The figures of claim {weighed.claim.order}"
    return Table(caption, ("What", "Figure", "Rests on"), tuple(rows))


def measures_drawn(weighed: WeighedClaim) -> list[tuple[str, list[Estimate]]]:
    """Published estimates that can be drawn, by measure; pools have a drawing of their own."""
    drawn: dict[str, list[Estimate]] = {}
    for found in weighed.estimates:
        if found.lines and found.pooled is None:
            drawn.setdefault(found.spec.measure, []).append(found)
    return list(drawn.items())


def notes_of(weighed: WeighedClaim) -> tuple[str, ...]:
    """What should be known about its pools, each note once."""
    notes = (note for found in weighed.estimates for note in pool_notes(found))
    return tuple(dict.fromkeys(notes))


def pool_notes(found: Estimate) -> tuple[str, ...]:
    """What pooling itself says should be known."""
    return () if found.pooled is None else tuple(map(_sentence, found.pooled.warnings))


def sources_in_order(claims: Sequence[WeighedClaim]) -> tuple[Source, ...]:
    """Sources in the order in which the claims cite them."""
    known = read_sources()
    return tuple(known[key] for key in dict.fromkeys(k for w in claims for k in w.sources))


def _trial(estimate: float, lo: float | None, hi: float | None) -> str:
    if lo is None or hi is None:
        return f"{-estimate:.2f}"
    return f"{-estimate:.2f} ({-hi:.2f} to {-lo:.2f}); plus is better"


def _holds(found: Estimate) -> str:
    parts = []
    if found.n_trials and found.spec.kind != "trials":
        parts.append(f"{found.n_trials} trials")
    if found.n_people:
        parts.append(f"{found.n_people:,.0f} people")
    return ", ".join(parts) or ("1 published figure" if found.rows else "nothing")


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]

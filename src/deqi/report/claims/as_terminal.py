"""Claims in a terminal: an overview, then each with its answer, estimates and grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deqi.evidence.claims import WeighedClaim
from deqi.report.claims import contents
from deqi.report.claims.wording import labelled
from deqi.report.text_width import wrapped


def write_claims_text(claims: Sequence[WeighedClaim], width: int, in_full: bool = False) -> str:
    """An overview, or every claim in full, in lines of at most `width` columns."""
    lines = _in_full(claims, width) if in_full else _overview(claims, width)
    return "\n".join(lines) + "\n"


def _overview(claims: Sequence[WeighedClaim], width: int) -> Iterator[str]:
    yield contents.TITLE.upper()
    yield from wrapped(contents.LEAD, width)
    yield ""
    for weighed in claims:
        yield from _at_a_glance(weighed, width)
    yield ""
    one = claims[-1].claim.id
    hint = f"One in full: deqi evidence claims {one}. All in full: deqi evidence claims all."
    yield from wrapped(f"{hint} As a page with forest plots: --html FILE.", width)


def _in_full(claims: Sequence[WeighedClaim], width: int) -> Iterator[str]:
    for weighed in claims:
        yield from _claim(weighed, width)
        yield ""
    yield "SOURCES"
    for source in contents.sources_in_order(claims):
        yield from wrapped(f"[{source.key}] {source.citation}", width, "  ", "    ")


def _at_a_glance(weighed: WeighedClaim, width: int) -> Iterator[str]:
    claim = weighed.claim
    yield from wrapped(f"{claim.title} ({claim.id})", width, f"{claim.order:>2}. ")
    flag = " (to be looked at again)" if weighed.needs_a_look else ""
    yield from wrapped(
        f"{claim.standing.words}; certainty {claim.certainty.grade} "
        f"{circles(claim.certainty.grade)}{flag}",
        width,
        "    ",
    )
    for found in weighed.headlines:
        yield from wrapped(labelled(found), width, "    ", "      ")


def circles(grade: str) -> str:
    """The grade as circles.

    >>> circles("low"), circles("not gradable")
    ('●●○○', '')
    """
    full = contents.pips(grade)
    return "" if full is None else "●" * full + "○" * (4 - full)


def _claim(weighed: WeighedClaim, width: int) -> Iterator[str]:
    claim = weighed.claim
    yield from wrapped(claim.title.upper(), width, f"{claim.order}. ")
    yield f"id: {claim.id}; rows {weighed.digest}"
    if weighed.needs_a_look:
        yield from wrapped(contents.LOOK_AGAIN, width, "! ")
    yield from wrapped(f"It is said: “{claim.said}”", width)
    keys = " ".join(f"[{key}]" for key in weighed.sources)
    yield from wrapped(f"{claim.standing.words.capitalize()}. {claim.answer} {keys}", width)
    yield from wrapped(f"For patients: {claim.patients}", width)
    for found in weighed.estimates:
        yield from wrapped(labelled(found), width, "  - ")
    for part in contents.question_of(weighed):
        yield from wrapped(f"{part.name}: {part.words}", width, "  ", "    ")
    yield from wrapped(f"Certainty: {claim.certainty.grade}", width, "  ")
    for part in contents.grade_reasons(weighed):
        yield from wrapped(f"{part.name}: {part.words}", width, "    ", "      ")

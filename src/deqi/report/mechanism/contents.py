"""What the page says: links in words, time courses as a table, and the list of its sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deqi.evidence import Source, read_sources
from deqi.evidence.mechanism import (
    Explanation,
    Fact,
    Link,
    TimeCourse,
    explain_a_day,
    read_facts,
    read_links,
    read_places,
    read_time_courses,
)
from deqi.evidence.mechanism.explain import in_words
from deqi.evidence.mechanism.kinetics import Kind

TITLE = "How needling is thought to act, and for how long"
LEAD = (
    "What follows is a proposal put together from single studies, many of them in animals. It "
    "explains, it does not measure: no figure of a patient's report is computed from it, because a "
    "diary of pain cannot tell these substances apart."
)
PARTS = {
    "can": "What these kinetics can explain",
    "cannot": "What they cannot explain",
    "caution": "What to bear in mind",
}


@dataclass(frozen=True, slots=True)
class LinkInWords:
    """A link for a list: its ends by name, what was seen, in whom, how certain."""

    step: str
    sentence: str
    seen_in: str
    species: str
    certainty: str
    sources: tuple[str, ...]


def links_in_words() -> tuple[LinkInWords, ...]:
    """Every link as a person reads it."""
    return tuple(_in_words(link) for link in read_links())


def explanations(part: str) -> tuple[Explanation, ...]:
    """The sentences of one part of the explanation."""
    return tuple(sentence for sentence in explain_a_day() if sentence.part == part)


def facts() -> tuple[Fact, ...]:
    """Measurements that stand beside the proposal."""
    return tuple(read_facts().values())


def time_rows() -> tuple[tuple[str, ...], ...]:
    """Every time course as a row: name, how long and in whom, note."""
    return tuple(
        (course.name, ", ".join(filter(None, (_how_long(course), course.species))), course.note)
        for course in read_time_courses()
    )


def sources_in_order() -> tuple[Source, ...]:
    """Sources in the order in which the page first cites them."""
    known = read_sources()
    return tuple(known[key] for key in dict.fromkeys(_cited()))


def _cited() -> Iterable[str]:
    cited: list[tuple[str, ...]] = [e.sources for e in explain_a_day()]
    cited += [link.sources for link in read_links()]
    cited += [fact.sources for fact in facts()]
    cited += [course.sources for course in read_time_courses()]
    return (key for keys in cited for key in keys)


def _in_words(link: Link) -> LinkInWords:
    places = read_places()
    start, end = places[link.start], places[link.end]
    return LinkInWords(
        f"{_named(start.name, start.where)} to {_named(end.name, end.where)}",
        link.finding,
        link.seen_in.words,
        link.species,
        link.certainty,
        link.sources,
    )


def _named(name: str, where: str) -> str:
    """Blood and spinal fluid hold the same substance: there the place is part of the name."""
    lower = name if name.isupper() else name[0].lower() + name[1:]
    return f"{lower} in the {where}" if lower == "endorphin" else lower


def _how_long(course: TimeCourse) -> str:
    if not course.is_checked or course.hi_min is None:
        return "not drawn"
    lo, hi = course.lo_min or 0.0, course.hi_min
    if course.kind == Kind.HALF_LIFE:
        return f"half-life {in_words(hi) if lo == hi else f'{lo:g} to {in_words(hi)}'}"
    return f"seen from {in_words(lo)} to {in_words(hi)}" if lo else f"seen up to {in_words(hi)}"

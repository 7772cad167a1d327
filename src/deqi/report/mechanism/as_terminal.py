"""The same in a terminal: sentences first, then links and time courses as lists."""

from __future__ import annotations

from collections.abc import Iterator

from deqi.report.mechanism import contents
from deqi.report.text_width import wrapped


def write_mechanism_text(width: int) -> str:
    """The explanation, the links and the time courses, in lines of at most `width` columns.

    >>> write_mechanism_text(80).splitlines()[0]
    'HOW NEEDLING IS THOUGHT TO ACT, AND FOR HOW LONG'
    """
    return "\n".join(_lines(width)) + "\n"


def _lines(width: int) -> Iterator[str]:
    yield contents.TITLE.upper()
    yield from wrapped(contents.LEAD, width)
    for part, name in contents.PARTS.items():
        yield from ("", name.upper())
        for sentence in contents.explanations(part):
            yield from wrapped(_cited(sentence.sentence, sentence.sources), width, "- ")
    yield from ("", "THE PROPOSED PATHWAY, STEP BY STEP")
    for link in contents.links_in_words():
        yield from wrapped(f"{link.step}: {_cited(link.sentence, link.sources)}", width, "- ")
        how = f"In: {link.species}; {link.seen_in}. Certainty: {link.certainty}."
        yield from wrapped(how, width, "  ")
    yield from ("", "TIME COURSES")
    for name, how_long, note in contents.time_rows():
        yield from wrapped(f"{name}: {how_long}; {note}.", width, "- ")
    yield from ("", "MEASURED IN PEOPLE")
    for fact in contents.facts():
        yield from wrapped(_cited(fact.finding, fact.sources), width, "- ")
    yield from ("", "SOURCES")
    for source in contents.sources_in_order():
        yield from wrapped(f"[{source.key}] {source.citation}", width, "  ", "    ")


def _cited(sentence: str, sources: tuple[str, ...]) -> str:
    return " ".join([sentence, *(f"[{key}]" for key in sources)])

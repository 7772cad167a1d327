"""The proposed pathway from the needle to pain: places and links, each with species and source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from deqi.evidence.mechanism.tables import keys_of, read_rows


class SeenIn(StrEnum):
    """In whom a link was seen; what the picture's lines say."""

    PATIENTS = "patients"
    PEOPLE = "people"
    ANIMALS = "animals"
    NOT_SEEN = "not_seen"
    NONE = "none"

    @property
    def words(self) -> str:
        """For a key and a list."""
        return _SEEN_IN_WORDS[self]


_SEEN_IN_WORDS = {
    SeenIn.PATIENTS: "seen in people with pain",
    SeenIn.PEOPLE: "seen in people, mostly without back pain",
    SeenIn.ANIMALS: "seen in animals only",
    SeenIn.NOT_SEEN: "looked for in low back pain: no sign that needling does it",
    SeenIn.NONE: "proposed; we found no measurement",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A substance, a structure or an end of the pathway, with its place in the picture.

    Attributes
    ----------
    id, name : for links, and for people.
    where : part of the body.
    lane, row, width : column from the left, row from the top, columns taken; all from 0.
    """

    id: str
    name: str
    where: str
    lane: int
    row: int
    width: int


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the pathway.

    Attributes
    ----------
    start, end : ids of places.
    seen_in : the best of its observations: patients, people, animals; looked for in patients and
        not seen; or none.
    species : in words.
    certainty : that this step happens in a person with low back pain who is needled.
    finding : what was seen, one or two sentences.
    sources : source keys.
    """

    start: str
    end: str
    seen_in: SeenIn
    species: str
    certainty: str
    finding: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One measurement that the page must not contradict.

    Attributes
    ----------
    id, measured, change, species : what was measured, what it did, in whom.
    finding : the same as a sentence.
    sources : source keys.
    """

    id: str
    measured: str
    change: str
    species: str
    finding: str
    sources: tuple[str, ...]


@cache
def read_places() -> dict[str, Place]:
    """Every place by its id.

    >>> read_places()["endorphin_csf"].where
    'spinal fluid'
    """
    return {
        row["id"]: Place(
            row["id"],
            row["name"],
            row["where"],
            int(row["lane"]),
            int(row["row"]),
            int(row["width"]),
        )
        for row in read_rows("places.csv")
    }


@cache
def read_links() -> tuple[Link, ...]:
    """Every link, from the needle on.

    >>> [link.end for link in read_links() if link.start == "needle"]
    ['afferents', 'blood_flow', 'adenosine']
    """
    return tuple(
        Link(
            row["from"],
            row["to"],
            SeenIn(row["seen_in"]),
            row["species"],
            row["certainty"],
            row["finding"],
            keys_of(row["sources"]),
        )
        for row in read_rows("links.csv")
    )


@cache
def read_facts() -> dict[str, Fact]:
    """Every measured fact by its id.

    >>> read_facts()["endorphin_blood"].change
    'hardly changes'
    """
    return {
        row["id"]: Fact(
            row["id"],
            row["measured"],
            row["change"],
            row["species"],
            row["finding"],
            keys_of(row["sources"]),
        )
        for row in read_rows("facts.csv")
    }

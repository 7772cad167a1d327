"""Is a comment an advert? Points for what it says, added up; each of them can be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deqi.society.comments.copies import repeated_places
from deqi.society.comments.cue import Cue, read_cue
from deqi.society.comments.links import link_places
from deqi.society.comments.plain import Plain
from deqi.society.comments.providers import (
    business_places,
    name_places,
    person_places,
    street_places,
    town_places,
)
from deqi.society.comments.signboards import named_beside_town_places, signboard_places
from deqi.society.comments.weighed_words import points_of_words, telling_places

Place = tuple[int, int]

# The most at which 97 of 100 adverts of a writer whom neither words nor phrases had seen were held.
POINTS_TO_HOLD = 3.5
MOST_FOR_A_DISCUSSION = 4
MOST_DOUBTS = 2
WORDS_SAY = "uses words that adverts use more often than discussions"
MAX_SHOWN = 40  # letters of a disguised comment
CUES = (
    "calls",
    "offers",
    "sells",
    "trades",
    "prices",
    "recommends",
    "wares",
    "openers",
    "formulas",
)

PRAISE = ("openers", "formulas")


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of an advert that was found.

    Attributes
    ----------
    says : what it is, as it is told to author and moderator.
    points : what it adds.
    places : where in the text it was found.
    """

    says: str
    points: float
    places: tuple[Place, ...]


def signs_of_promotion(plain: Plain, title: str | None = None) -> tuple[Sign, ...]:
    """The signs that a comment is an advert; empty when they are too few to say so.

    >>> from deqi.society.comments.plain import undisguise
    >>> text = "Nice post. Dr. Amsel in Graz cured my back, highly recommended!"
    >>> [(sign.says, sign.points) for sign in signs_of_promotion(undisguise(text))][:2]
    [('recommends somebody who treats', 4), ('praises the post in words that fit any post', 2)]
    >>> signs_of_promotion(undisguise("We saw the same at the Golden Needle Clinic in Graz."))
    ()
    """
    signs = signs_but_words(plain, title)
    if not signs:
        return ()
    points = sum(sign.points for sign in signs) - points_for_discussing(plain)
    of_words = points_of_words(plain, title)
    if points + of_words < POINTS_TO_HOLD:
        return ()
    telling = tuple(telling_places(plain)) if of_words > 0 else ()
    return (*signs, Sign(WORDS_SAY, of_words, telling)) if telling else signs


def signs_but_words(plain: Plain, title: str | None = None) -> tuple[Sign, ...]:
    """Every sign that the tables find, phrases first, however few they are.

    >>> from deqi.society.comments.plain import undisguise
    >>> [sign.says for sign in signs_but_words(undisguise("It rained in Graz."))]
    ['names a town']
    """
    return (*_cue_signs(plain), *name_signs(plain, title))


def points_of_praise(plain: Plain, title: str | None = None) -> float:
    """What a comment that praises comes to by its phrases and words; 0 when it does not praise.

    >>> from deqi.society.comments.plain import undisguise
    >>> points_of_praise(undisguise("Why was the median of the control arm lower?"))
    0.0
    """
    if not any(any(read_cue(name).places(plain)) for name in PRAISE):
        return 0.0
    of_phrases = sum(sign.points for sign in _cue_signs(plain))
    return of_phrases - points_for_discussing(plain) + points_of_words(plain, title)


def points_for_discussing(plain: Plain) -> int:
    """How many different phrases of a comment speak to the matter: each takes a point away.

    One that says that it did not help takes two.
    """
    discussed = min(_n_different(read_cue("discussion"), plain), MOST_FOR_A_DISCUSSION)
    return discussed + 2 * min(_n_different(read_cue("doubts"), plain), MOST_DOUBTS)


def _n_different(cue: Cue, plain: Plain) -> int:
    return len({plain.words[start:end].lower() for start, end in cue.places(plain)})


def _cue_signs(plain: Plain) -> Iterator[Sign]:
    for name in CUES:
        cue = read_cue(name)
        places = tuple(cue.places(plain))
        n_different = len({plain.words[start:end].lower() for start, end in places})
        if n_different:
            yield Sign(cue.says, cue.points + cue.points_again * (n_different > 1), places)


def name_signs(plain: Plain, title: str | None) -> Iterator[Sign]:
    """The signs of names and places: who is named, and where."""
    found = {name: tuple(name.places(plain, title)) for name in NAMES}
    for name, places in found.items():
        if places and not (name is SOME_NAME and (found[BUSINESS] or found[PERSON])):
            yield Sign(name.says, name.points, places)


def _disguises(plain: Plain, _: str | None) -> Iterator[Place]:
    if plain.is_disguised:
        yield 0, min(len(plain.text), MAX_SHOWN)


def _named_in_town(plain: Plain, title: str | None) -> Iterator[Place]:
    if not any(town_places(plain)):  # most comments name none, and the tables of talk are long
        return
    talk = (start for start, _ in read_cue("discussion").places(plain))
    yield from named_beside_town_places(plain, title, frozenset(talk))


@dataclass(frozen=True, slots=True)
class Name:
    """A kind of name or place that a comment may hold: what is said of it, points, where it is."""

    says: str
    points: int
    places: Callable[[Plain, str | None], Iterator[Place]]


BUSINESS = Name("names a clinic or business", 2, lambda plain, _: business_places(plain))
PERSON = Name("names somebody who treats", 1, person_places)
SOME_NAME = Name("holds another name", 1, lambda plain, _: name_places(plain))
NAMES = (
    BUSINESS,
    PERSON,
    SOME_NAME,
    Name("names a town", 1, lambda plain, _: town_places(plain)),
    Name("sets somebody beside a town, as on a signboard", 2, signboard_places),
    Name("names somebody and a town in a sentence that discusses nothing", 2, _named_in_town),
    Name("gives a street", 2, lambda plain, _: street_places(plain)),
    Name("links to a site that is not on the list", 2, lambda plain, _: link_places(plain)),
    Name("says the same words again and again", 10, lambda plain, _: repeated_places(plain)),
    Name("hides letters behind others that look alike", 2, _disguises),
)

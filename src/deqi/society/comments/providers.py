"""Who is named in a comment as one who treats, and where: clinics, persons, towns, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from deqi.society.comments.phrases import PhraseIndex
from deqi.society.comments.plain import Plain
from deqi.society.comments.tables import read_places, read_toml

Place = tuple[int, int]

N_BEFORE = 16  # letters before a name in which a greeting may stand
_SCRIPTS_WITHOUT_SPACES = "\u0530"  # and all that come after it in Unicode
_ANY_DIGIT = re.compile(r"\d")
CAPITAL = r"(?:[A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017f\u0410-\u042f][\w'&-]{0,30})"

_NO_PRONOUN = r"(?!(?:She|He|It|I|We|They|The|This|That|And|But|If|So|My|In|You|No|Not|As|At)\b)"


def business_places(plain: Plain) -> Iterator[Place]:
    """Where clinics and other businesses are named.

    >>> from deqi.society.comments.plain import undisguise
    >>> plain = undisguise("Golden Needle Clinic beats our Pain Clinic, says BackCare.")
    >>> [plain.piece(*place) for place in business_places(plain)]
    ['Golden Needle Clinic', 'BackCare']
    """
    for found in _business().finditer(plain.words):
        words = re.findall(r"[\w'&]+", found[0])
        named = [w for w in words if w.lower() not in _generic() and not _is_business(w)]
        if named or (len(words) > 1 and all(map(_is_business, words))):
            yield found.span()
    for found in _unspaced().finditer(plain.words):
        yield found.span()


def person_places(plain: Plain, title: str | None = None) -> Iterator[Place]:
    """Where persons who treat are named; authors of papers and people who are greeted are not."""
    in_title = set(re.findall(r"\w+", (title or "").lower()))
    for start, end in _persons(plain.words):
        before = plain.words[max(start - N_BEFORE, 0) : start]
        name = re.findall(r"\w+", plain.words[start:end].lower())[-1]
        if name not in in_title and not _before_others().search(before):
            yield start, end


def name_places(plain: Plain) -> Iterator[Place]:
    """Where two words with capital letters stand within a sentence, but for public institutions."""
    yield from (found.span() for found in _name().finditer(plain.words))


def town_places(plain: Plain) -> Iterator[Place]:
    """Where a town is named: one of the table, or a capital letter behind "in" or "near"."""
    yield from _towns().places(plain.words, plain.openings)
    yield from (found.span() for found in _behind_in().finditer(plain.words))


def street_places(plain: Plain) -> Iterator[Place]:
    """Where a street and number are given.

    >>> from deqi.society.comments.plain import undisguise
    >>> len(list(street_places(undisguise("Find us at 14 Harley Street, or Steinenvorstadt 12."))))
    2
    """
    if _ANY_DIGIT.search(plain.words):
        yield from (found.span() for found in _street().finditer(plain.words))


@cache
def provider_table() -> dict[str, Any]:
    """How those who treat are named, and what stands around such names."""
    return read_toml("providers.toml")


@cache
def _generic() -> frozenset[str]:
    return frozenset(provider_table()["generic"])


@cache
def _is_business(word: str) -> bool:
    return re.fullmatch("|".join(provider_table()["businesses"]), word) is not None


@cache
def _business() -> re.Pattern[str]:
    kinds = "|".join(provider_table()["businesses"])
    stems = "|".join(stem.capitalize() for stem in provider_table()["stems"])
    joint = r"(?: (?:of|de|da|do|del|la|am|an der|für|i|and|&) | )"
    return re.compile(
        rf"\b{CAPITAL}(?:{joint}{CAPITAL}){{0,3}}{joint}?\b(?:{kinds})(?!\w)(?:{joint}{CAPITAL}){{0,3}}"
        rf"|(?<!\w)(?:{kinds}){joint}(?:[«\"“„]?{CAPITAL}(?:{joint}{CAPITAL}){{0,3}})"
        rf"|\b(?:[A-Z][a-z]{{1,20}})?(?:{stems})[A-Z4]\w{{1,20}}\b"
        rf"|\b[A-Z][a-z]{{2,20}}(?:{stems})\w{{0,20}}\b"
    )


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile("|".join(provider_table()["unspaced"]))


@lru_cache(maxsize=1)  # two signs ask for the persons of one comment
def _persons(words: str) -> tuple[Place, ...]:
    return tuple(found.span() for found in _person().finditer(words))


@cache
def _person() -> re.Pattern[str]:
    titles, credentials, behind = (
        "|".join(provider_table()[key]) for key in ("titles", "credentials", "behind_researchers")
    )
    no_researcher = rf"(?!\w)(?!(?:{behind})\b)"
    name = rf"{_NO_PRONOUN}{CAPITAL}"
    return re.compile(
        rf"(?<!\w)(?:(?:{titles})\.?:? ){{1,3}}(?:(?:[A-Z]\. ?){{1,3}})?"
        rf"{name}(?: {CAPITAL}){{0,2}}{no_researcher}"
        rf"|(?<!\w)dr\.? [a-z]{{3,}}{no_researcher}"
        rf"|(?!I\W){CAPITAL} {CAPITAL},? (?:{credentials})\b"
    )


@cache
def _before_others() -> re.Pattern[str]:
    before = "|".join(provider_table()["before_others"])
    return re.compile(rf"(?:\b(?:{before})|@),?\s?$", re.IGNORECASE)


@cache
def _name() -> re.Pattern[str]:
    institutions, others = (
        "|".join(provider_table()[key]) for key in ("institutions", "not_names")
    )
    no_name = rf"(?!(?:{CAPITAL} ){{0,4}}(?:{institutions})\b|(?:{others})\b)"
    return re.compile(rf"(?<=[a-z,:] ){no_name}{CAPITAL} (?:& )?{CAPITAL}")


@cache
def _towns() -> PhraseIndex:
    spaced = [re.escape(name) for name in read_places() if name < _SCRIPTS_WITHOUT_SPACES]
    unspaced = [name for name in read_places() if name >= _SCRIPTS_WITHOUT_SPACES]
    return PhraseIndex(spaced, unspaced)


@cache
def _behind_in() -> re.Pattern[str]:
    no_town = "|".join(provider_table()["not_towns"])
    behind = r"in|near|at|around|en|\u00e0|em|a|w|\u0438\u0437|\u0432"
    return re.compile(
        rf"\b(?:{behind}) (?!(?:{no_town})\b){CAPITAL}"
        rf"|(?<=\w)(?:,| \() ?(?!(?:{no_town})\b){CAPITAL}(?: {CAPITAL})?(?= ?[.,;:!)]|$| -)"
    )


@cache
def _street() -> re.Pattern[str]:
    return re.compile("|".join(provider_table()["streets"]))

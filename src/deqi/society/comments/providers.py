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
_CAPITAL = r"(?:[A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017f\u0410-\u042f][\w'&-]{0,30})"

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


def signboard_places(plain: Plain, title: str | None = None) -> Iterator[Place]:
    """Where somebody who treats stands beside a town, as on a signboard.

    >>> from deqi.society.comments.plain import undisguise
    >>> plain = undisguise("Dr Amsel from Graz! But Dr Witt in Bern argued that it is chance.")
    >>> [plain.piece(*place) for place in signboard_places(plain)]
    ['Dr Amsel from Graz']
    """
    for start, end in person_places(plain, title):
        town = _beside().match(plain.words, end)
        before = plain.words[max(start - N_BEFORE, 0) : start]
        if town and not _signs_or_greets().search(before):
            yield start, town.end()


@cache
def _table() -> dict[str, Any]:
    return read_toml("providers.toml")


@cache
def _generic() -> frozenset[str]:
    return frozenset(_table()["generic"])


@cache
def _is_business(word: str) -> bool:
    return re.fullmatch("|".join(_table()["businesses"]), word) is not None


@cache
def _business() -> re.Pattern[str]:
    kinds = "|".join(_table()["businesses"])
    stems = "|".join(stem.capitalize() for stem in _table()["stems"])
    joint = r"(?: (?:of|de|da|do|del|la|am|an der|für|i|and|&) | )"
    return re.compile(
        rf"\b(?:{_CAPITAL}{joint}?){{1,4}}(?:\b(?:{kinds}))(?!\w)(?:{joint}{_CAPITAL}){{0,3}}"
        rf"|(?<!\w)(?:{kinds}){joint}(?:[«\"“„]?{_CAPITAL}(?:{joint}{_CAPITAL}){{0,3}})"
        rf"|\b(?:[A-Z][a-z]{{1,20}})?(?:{stems})[A-Z4]\w{{1,20}}\b"
        rf"|\b[A-Z][a-z]{{2,20}}(?:{stems})\w{{0,20}}\b"
    )


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile("|".join(_table()["unspaced"]))


@lru_cache(maxsize=1)  # two signs ask for the persons of one comment
def _persons(words: str) -> tuple[Place, ...]:
    return tuple(found.span() for found in _person().finditer(words))


@cache
def _person() -> re.Pattern[str]:
    titles, credentials, behind = (
        "|".join(_table()[key]) for key in ("titles", "credentials", "behind_researchers")
    )
    no_researcher = rf"(?!\w)(?!(?:{behind})\b)"
    name = rf"{_NO_PRONOUN}{_CAPITAL}"
    return re.compile(
        rf"(?<!\w)(?:(?:{titles})\.?:? ){{1,3}}(?:(?:[A-Z]\. ?){{1,3}})?"
        rf"{name}(?: {_CAPITAL}){{0,2}}{no_researcher}"
        rf"|(?<!\w)dr\.? [a-z]{{3,}}{no_researcher}"
        rf"|(?!I\W){_CAPITAL} {_CAPITAL},? (?:{credentials})\b"
    )


@cache
def _before_others() -> re.Pattern[str]:
    before = "|".join(_table()["before_others"])
    return re.compile(rf"(?:\b(?:{before})|@),?\s?$", re.IGNORECASE)


@cache
def _beside() -> re.Pattern[str]:
    """What stands behind a name on a signboard: a town, and then nothing that somebody does."""
    no_town, prepositions, occupations, behind = (
        "|".join(_table()[key])
        for key in ("not_towns", "beside_towns", "occupations", "behind_researchers")
    )
    town = rf"(?!(?:{no_town})\b){_CAPITAL}(?![\w'-])"
    return re.compile(
        rf"(?:,? (?:(?:up|down|over|here) )?(?:{prepositions}) {town}"
        rf"|(?:,| -| \() ?{town}(?: {_CAPITAL})?(?= ?[.,;:!?()]|$| -))"
        rf"(?!\) [a-z]|(?:{behind})\b|,[\w ]{{0,20}} (?:{occupations})\b)"
    )


@cache
def _signs_or_greets() -> re.Pattern[str]:
    before = "|".join(_table()["signs_or_greets"])
    return re.compile(rf"(?:\b(?:{before})[,.!:]?|(?:^| )-)\s*$", re.IGNORECASE)


@cache
def _name() -> re.Pattern[str]:
    institutions, others = "|".join(_table()["institutions"]), "|".join(_table()["not_names"])
    no_name = rf"(?!(?:{_CAPITAL} ){{0,4}}(?:{institutions})\b|(?:{others})\b)"
    return re.compile(rf"(?<=[a-z,:] ){no_name}{_CAPITAL} (?:& )?{_CAPITAL}")


@cache
def _towns() -> PhraseIndex:
    spaced = [re.escape(name) for name in read_places() if name < _SCRIPTS_WITHOUT_SPACES]
    unspaced = [name for name in read_places() if name >= _SCRIPTS_WITHOUT_SPACES]
    return PhraseIndex(spaced, unspaced)


@cache
def _behind_in() -> re.Pattern[str]:
    no_town = "|".join(_table()["not_towns"])
    behind = r"in|near|at|around|en|\u00e0|em|a|w|\u0438\u0437|\u0432"
    return re.compile(
        rf"\b(?:{behind}) (?!(?:{no_town})\b){_CAPITAL}"
        rf"|(?<=\w)(?:,| \() ?(?!(?:{no_town})\b){_CAPITAL}(?= ?[.,;:!)]|$| -)"
    )


@cache
def _street() -> re.Pattern[str]:
    return re.compile("|".join(_table()["streets"]))

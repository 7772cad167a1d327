"""Somebody who treats beside a town: as on a signboard, or in a sentence that says nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from deqi.society.comments.plain import Plain
from deqi.society.comments.providers import (
    CAPITAL,
    N_BEFORE,
    Place,
    business_places,
    name_places,
    person_places,
    provider_table,
    town_places,
)

_SENTENCE_ENDS = re.compile(
    r"(?<!\bDr)(?<!\bDra)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bProf)(?<!\bSt)(?<!\bM)[.!?;]+(?=\s)"
    r"|[\u3002\uff01\uff1f]"
)


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


def named_beside_town_places(
    plain: Plain, title: str | None, talk: frozenset[int]
) -> Iterator[Place]:
    """Where a town stands in a sentence that also names somebody, and none of `talk` begins.

    >>> from deqi.society.comments.plain import undisguise
    >>> plain = undisguise("Fair. In Norwich that is Elaine Thurlby. Dr Witt, Bern, argued so.")
    >>> [plain.piece(*place) for place in named_beside_town_places(plain, None, frozenset({60}))]
    ['Norwich']
    """
    towns = list(town_places(plain))
    if not towns:
        return
    names = [*person_places(plain, title), *name_places(plain), *business_places(plain)]
    names += [found.span() for found in _first_name_beside().finditer(plain.words)]
    for start, end in _sentences(plain.words):
        has_name = any(start <= name < end for name, _ in names)
        is_talk = any(start <= place < end for place in talk)
        if has_name and not is_talk and not _introduces().search(plain.words, start, end):
            yield from (town for town in towns if start <= town[0] < end)


def _sentences(words: str) -> Iterator[Place]:
    ends = (found.end() for found in _SENTENCE_ENDS.finditer(words))
    yield from pairwise((0, *ends, len(words) + 1))


@cache
def _beside() -> re.Pattern[str]:
    """What stands behind a name on a signboard: a town, and then nothing that somebody does."""
    no_town, prepositions, occupations, behind = (
        "|".join(provider_table()[key])
        for key in ("not_towns", "beside_towns", "occupations", "behind_researchers")
    )
    town = rf"(?!(?:{no_town})\b){CAPITAL}(?![\w'-])"
    return re.compile(
        rf"(?:,? (?:(?:up|down|over|here) )?(?:{prepositions}) {town}(?: {CAPITAL})?+"
        rf"|(?:,| -| \() ?{town}(?: {CAPITAL})?(?= ?[.,;:!?()]|$| -))"
        rf"(?!\) [a-z]|(?:{behind})\b|,[\w ]{{0,20}} (?:{occupations})\b)"
    )


@cache
def _signs_or_greets() -> re.Pattern[str]:
    before = "|".join(provider_table()["signs_or_greets"])
    return re.compile(rf"(?:\b(?:{before})[,.!:]?|(?:^| )-)\s*$", re.IGNORECASE)


@cache
def _introduces() -> re.Pattern[str]:
    words = provider_table()["introduces"]
    spaced = "|".join(word for word in words if word.isascii())
    return re.compile(rf"\b(?:{spaced})\b|{'|'.join(w for w in words if not w.isascii())}")


@cache
def _first_name_beside() -> re.Pattern[str]:
    """A single name at a place: "look for Gunnar at Muskelverkstaden", "Bianca, Trieste"."""
    table = provider_table()
    no_town, prepositions = "|".join(table["not_towns"]), "|".join(table["beside_towns"])
    no_name = "|".join(table["institutions"] + table["not_names"])
    town = rf"(?!(?:{no_town}|{no_name})\b)(?:the )?{CAPITAL}"
    return re.compile(
        rf"(?<=[a-z,:=] )(?!(?:{no_name})\b)[A-Z][a-z]+(?:,? (?:{prepositions}) |, | \(){town}"
    )

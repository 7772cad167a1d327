"""Cues: tables of phrases that a comment may hold, each with the points it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from deqi.society.comments.phrases import PhraseIndex
from deqi.society.comments.plain import Plain
from deqi.society.comments.tables import read_toml

WITHOUT_BORDERS = ("any", "zh", "ja", "ko")  # signs, and languages that put no space between words
_UP_TO_THREE_WORDS = r" (?:[^ .!?]+ ){0,3}"
_ANY_ENDING = re.compile(r"(?<=\w)(?<!\\w)\*")


@dataclass(frozen=True, slots=True)
class Cue:
    """A table of phrases with one meaning.

    Attributes
    ----------
    name : the table.
    points : what the first phrase found gives; 0 when the cue is only counted.
    says : what is told to author and moderator.
    points_again : what a second, different phrase adds.
    within : the phrase must begin within so many letters; None for anywhere.
    phrases : the phrases of all languages.
    """

    name: str
    points: int
    says: str
    points_again: int
    within: int | None
    phrases: PhraseIndex

    def places(self, plain: Plain) -> Iterator[tuple[int, int]]:
        """Where its phrases stand in a text."""
        for start, end in self.phrases.places(plain.words, plain.openings):
            if self.within is None or start <= self.within:
                yield start, end


@cache
def read_cue(name: str) -> Cue:
    """The cue of that name.

    >>> from deqi.society.comments.plain import undisguise
    >>> plain = undisguise("Lovely place, first visit is free. Book now!")
    >>> [plain.piece(*place) for place in read_cue("calls").places(plain)]
    ['Book now']
    """
    table = read_toml(f"cues/{name}.toml")
    return Cue(
        name=name,
        points=table["points"],
        says=table["says"],
        points_again=table["points_again"],
        within=table.get("within"),
        phrases=_index(table["phrases"]),
    )


def _index(phrases: dict[str, list[str]]) -> PhraseIndex:
    rows = [(language, _expression(row)) for language, those in phrases.items() for row in those]
    return PhraseIndex(
        phrases=[row for language, row in rows if language not in WITHOUT_BORDERS],
        anywhere=[row for language, row in rows if language in WITHOUT_BORDERS],
    )


def _expression(phrase: str) -> str:
    """A phrase as a regular expression.

    >>> re.sub(_expression("cured my … back"), "*", "she cured my very bad back")
    'she *'
    """
    for word, meaning in _shared_words().items():
        phrase = phrase.replace(f"<{word}>", meaning)
    phrase = re.sub(" … ?", lambda _: _UP_TO_THREE_WORDS, phrase)
    return _ANY_ENDING.sub(r"\\w*", phrase)


@cache
def _shared_words() -> dict[str, Any]:
    return read_toml("cues/words.toml")

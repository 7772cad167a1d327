"""Words that adverts use more often than discussions, or less, each weighed by the examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from deqi.society.comments.plain import Plain
from deqi.society.comments.tables import read_weighed_words

MOST_FOR_WORDS, MOST_AGAINST = 3.0, 1.5  # an advert may open with much that discusses
TELLING = 0.4  # from so many points on a word is shown
EVERY_COMMENT = "*"  # the beginning of any word; it counts once in every comment
BEGINNINGS = (3, 4, 6)  # letters by which endings of all languages are told from their stems
_ANY_NUMBER = "0"
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]+|\d+|[!?€$£%]")


def words_with_places(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each word or telling sign as the table has it, and where it stands; numbers are one word.

    >>> [word for word, _ in words_with_places("Call 555 0187, 腰痛!")]
    ['call', '0', '0', '腰', '痛', '!']
    """
    for found in _WORD.finditer(text):
        yield (_ANY_NUMBER if found[0][0].isdecimal() else found[0].lower()), found.span()


@lru_cache(maxsize=10_000)  # most words of a comment are those of the one before
def rows_of(word: str) -> tuple[str, ...]:
    """The rows of the table that weigh a word: its own, and those of its beginnings.

    >>> rows_of("recommended")
    ('recommended', 'rec*', 'reco*', 'recomm*')
    """
    return (word, *(f"{word[:n]}{EVERY_COMMENT}" for n in BEGINNINGS if len(word) > n))


def rows_of_text(text: str, title: str | None = None) -> set[str]:
    """The rows that weigh the words of a text, each once.

    Words of the title say nothing: whoever speaks of it uses them.

    >>> sorted(rows_of_text("Deqi, really?", "Do we need deqi?"))
    ['*', 'rea*', 'real*', 'really']
    """
    in_title = {word for word, _ in words_with_places(title or "")}
    words = {word for word, _ in words_with_places(text)} - in_title
    return {EVERY_COMMENT}.union(*map(rows_of, words))


def points_of_words(plain: Plain, title: str | None = None) -> float:
    """What the words of a comment come to: more than 0 for those of adverts.

    >>> from deqi.society.comments.plain import undisguise
    >>> points_of_words(undisguise("Why was the median of the control arm lower?")) < 0
    True
    """
    weights = _weights()
    return within_bounds(sum(weights.get(row, 0.0) for row in rows_of_text(plain.words, title)))


def within_bounds(points: float) -> float:
    """The points of words as they are counted: never the greater part of a decision.

    >>> within_bounds(7.5), within_bounds(-4.0)
    (3.0, -1.5)
    """
    return max(-MOST_AGAINST, min(MOST_FOR_WORDS, points))


def telling_places(plain: Plain) -> Iterator[tuple[int, int]]:
    """Where the words stand that speak most for an advert, each once."""
    weights, seen = _weights(), set()
    for word, place in words_with_places(plain.words):
        if word in seen or not word.isalpha():
            continue
        seen.add(word)
        if sum(weights.get(row, 0.0) for row in rows_of(word)) >= TELLING:
            yield place


@cache
def _weights() -> dict[str, float]:
    return {row["word"]: float(row["points"]) for row in read_weighed_words()}

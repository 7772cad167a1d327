"""Words that adverts use more often than discussions, or less, each weighed by the examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from deqi.society.comments.plain import Plain
from deqi.society.comments.tables import read_weighed_words

MOST_FOR_WORDS, MOST_AGAINST = 3.0, 1.5  # an advert may open with much that discusses
TELLING = 0.4  # from so many points on a word is shown
EVERY_COMMENT = "*"  # the row of the table that counts once in every comment
_ANY_NUMBER = "0"
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]+|\d+|[!?€$£%]")


def words_with_places(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each word or telling sign as the table has it, and where it stands; numbers are one word.

    >>> [word for word, _ in words_with_places("Call 555 0187, 腰痛!")]
    ['call', '0', '0', '腰', '痛', '!']
    """
    for found in _WORD.finditer(text):
        yield (_ANY_NUMBER if found[0][0].isdecimal() else found[0].lower()), found.span()


def points_of_words(plain: Plain, title: str | None = None) -> float:
    """What the words of a comment come to, each counted once: more than 0 for those of adverts.

    Words of the title say nothing: whoever speaks of it uses them.

    >>> from deqi.society.comments.plain import undisguise
    >>> points_of_words(undisguise("Why was the median of the control arm lower?")) < 0
    True
    """
    weights = _weights()
    in_title = {word for word, _ in words_with_places(title or "")}
    words = {word for word, _ in words_with_places(plain.words)} - in_title
    points = weights[EVERY_COMMENT] + sum(weights.get(word, 0.0) for word in words)
    return max(-MOST_AGAINST, min(MOST_FOR_WORDS, points))


def telling_places(plain: Plain) -> Iterator[tuple[int, int]]:
    """Where the words stand that speak most for an advert, each once."""
    seen = set()
    for word, place in words_with_places(plain.words):
        if word not in seen and _weights().get(word, 0.0) >= TELLING:
            seen.add(word)
            yield place


@cache
def _weights() -> dict[str, float]:
    return {row["word"]: float(row["points"]) for row in read_weighed_words()}

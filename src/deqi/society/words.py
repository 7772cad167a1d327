"""Words as they are searched for: without accents, in small letters, one space between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, takewhile

LONGEST = 60  # letters of a word; what is longer is no word that somebody looks for
SHORTEST_BEGINNING = 3  # letters; a shorter word is looked for as a whole
MOST_WORDS = 8  # of what was asked for
_CHINESE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # written without spaces: each sign is a word
_WORD = re.compile(rf"[{_CHINESE}]|[^\W_{_CHINESE}]+")


def fold(text: str) -> str:
    """One text in the form that is kept for searching.

    >>> fold("Señora, low-back pain: naïve Müller (BL23) 针灸")
    'senora low back pain naive muller bl23 针 灸'
    """
    return " ".join(word[:LONGEST] for word in _WORD.findall(_plain(text)))


def sought_words(asked: str) -> list[str]:
    """The words of a question, each once.

    >>> sought_words("Pain, PAIN and Schröpfen?")
    ['pain', 'and', 'schropfen']
    """
    return list(dict.fromkeys(fold(asked[:400]).split()))[:MOST_WORDS]


def is_beginning(word: str) -> bool:
    """Whether a word that is looked for also finds the words that begin with it.

    >>> is_beginning("acup"), is_beginning("of"), is_beginning("灸")
    (True, False, False)
    """
    return len(word) >= SHORTEST_BEGINNING


def pieces_around(text: str, words: Sequence[str], width: int = 240) -> Iterator[tuple[str, bool]]:
    """Pieces of a text about the first place where a word was found; True: this one was found.

    >>> list(pieces_around("Relief of low-back pain.", ["pain"]))
    [('Relief of low-back ', False), ('pain', True), ('.', False)]
    """
    is_found = _finder(tuple(words))
    found = (match.span() for match in _WORD.finditer(text) if is_found(match[0]))
    first = next(found, (0, 0))
    at = begin = text.rfind(" ", 0, max(0, first[0] - width // 3)) + 1
    end = min(len(text), begin + width)
    if begin:
        yield "… ", False
    for start, stop in takewhile(lambda span: span[1] <= end, chain([first], found)):
        if stop > start:
            yield text[at:start], False
            yield text[start:stop], True
            at = stop
    yield text[at:end] + (" …" if end < len(text) else ""), False


@lru_cache(maxsize=8)
def _finder(sought: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a word of a text is one that is looked for; asked of thousands of words a page."""
    beginnings, whole = tuple(filter(is_beginning, sought)), frozenset(sought)

    @lru_cache(maxsize=10_000)
    def is_found(word: str) -> bool:
        folded = fold(word)
        return folded in whole or folded.startswith(beginnings)

    return is_found


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

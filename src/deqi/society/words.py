"""Words as they are searched for: without accents, in small letters, one space between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

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
    found = [span for span in _spans(text) if _is_found(text[slice(*span)], words)]
    begin = max(0, found[0][0] - width // 3) if found else 0
    begin = text.rfind(" ", 0, begin) + 1
    end = min(len(text), begin + width)
    at = begin
    if begin:
        yield "… ", False
    for first, last in found:
        if last <= end:
            yield text[at:first], False
            yield text[first:last], True
            at = last
    yield text[at:end] + (" …" if end < len(text) else ""), False


def _spans(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _WORD.finditer(text))


def _is_found(word: str, sought: Sequence[str]) -> bool:
    folded = fold(word)
    return any(
        folded == each or (is_beginning(each) and folded.startswith(each)) for each in sought
    )


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

"""Text that was written before: word for word, nearly so, or with its words exchanged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache

from deqi.society.comments.cue import read_cue
from deqi.society.comments.phrases import PhraseIndex
from deqi.society.comments.plain import Plain
from deqi.society.comments.tables import read_small_words, read_tortured_phrases

N_RUN = 4  # words in a run; shared runs of four are seldom chance
MIN_WORDS = 8  # "Thank you for this page" may be said twice
SHARE_COPIED = 0.6
MAX_WORDS = 300
# How alike two texts of one author are that are one text with its words exchanged. Unrelated honest
# comments come to 0.4, one who asks a question again to 0.5.
ALIKE = 0.58
N_BEGINNING = 4  # letters by which "discovered" and "discovering" are one
N_SHORT = 3  # words of so few letters stay when others are exchanged, in any language
N_EXCHANGED = 3  # one odd synonym may be meant
N_NEW_NUMBERS = 2  # one new number may be another price
# In a text written for search engines most of the words that tell something come again; letters by
# which two words are taken for one, fewest telling words, share of those that come again.
N_STEM, MIN_TELLING, SHARE_REPEATED = 5, 10, 0.6
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[\u3400-\u9fff\u3040-\u30ff]|[^\W_]+(?:'[^\W_]+)?")


def is_copied(text: str, earlier: Iterable[str]) -> bool:
    """Whether most of a text stands in one of the earlier ones.

    >>> old = "My pain fell from seven to four in six visits, then stayed there all summer."
    >>> is_copied("Hello! My pain fell from seven to four in six visits and stayed.", [old])
    True
    >>> is_copied("Thank you for this page!", ["Thank you for this page!"])
    False
    """
    words = _words(text)
    runs = _runs(words)
    if len(words) < MIN_WORDS:
        return False
    return any(len(runs & _runs(_words(old))) >= SHARE_COPIED * len(runs) for old in earlier)


def is_reworded(text: str, earlier: Iterable[str]) -> bool:
    """Whether a text is an earlier one with its words exchanged: order and small words tell.

    Whoever writes a diary exchanges its numbers, and is not meant.

    >>> old = "Great blog here! Also your site loads up fast! What web host are you using?"
    >>> new = "Excellent weblog here! Also your website loads fast! What host do you use?"
    >>> is_reworded(new, [old])
    True
    >>> is_reworded("Page 7 hangs for me as well. What host is it, if I may ask you?", [old])
    False
    """
    words = _words(text)[:MAX_WORDS]
    return len(words) >= MIN_WORDS and any(
        _likeness(words, _words(old)[:MAX_WORDS]) >= ALIKE and not _tells_new_numbers(text, old)
        for old in earlier
    )


def _tells_new_numbers(text: str, old: str) -> bool:
    return len(set(_NUMBER.findall(text)) - set(_NUMBER.findall(old))) >= N_NEW_NUMBERS


def _likeness(words: list[str], old: list[str]) -> float:
    """From 0 to 1: how much stands in the same order, by beginnings and by the small words."""
    if not len(words) / 2 <= len(old) <= len(words) * 2:
        return 0.0
    return (_ratio(_beginnings(words), _beginnings(old)) + _ratio(_frame(words), _frame(old))) / 2


def _ratio(one: list[str], other: list[str]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _beginnings(words: list[str]) -> list[str]:
    small = read_small_words()
    return [word if word in small else word[:N_BEGINNING] for word in words]


def _frame(words: list[str]) -> list[str]:
    small = read_small_words()
    return [word if word in small or len(word) <= N_SHORT else "" for word in words]


def tortured_places(plain: Plain) -> Iterator[tuple[int, int]]:
    """Where a known term was replaced by a synonym of its words, or several usual words were.

    >>> from deqi.society.comments.plain import undisguise
    >>> plain = undisguise("Needles against incessant torment of the bring down back.")
    >>> [plain.piece(*place) for place in tortured_places(plain)]
    ['incessant torment', 'bring down back']
    """
    yield from _tortured().places(plain.words, plain.openings)
    exchanged = list(read_cue("spun").places(plain))
    if len({plain.words[start:end].lower() for start, end in exchanged}) >= N_EXCHANGED:
        yield from exchanged


def repeated_places(plain: Plain) -> Iterator[tuple[int, int]]:
    """Where words stand that come again, if most of a text is made of such words.

    >>> from deqi.society.comments.plain import undisguise
    >>> len(list(repeated_places(undisguise("Back pain? " * 4 + "We treat back pain."))))
    10
    """
    small = read_small_words()
    telling = [(w, at) for w, at in plain.tokens if len(w) >= N_STEM - 1 and w not in small]
    counts = Counter(word[:N_STEM] for word, _ in telling)
    again = [(word, at) for word, at in telling if counts[word[:N_STEM]] > 1 and word.isalpha()]
    if len(telling) >= MIN_TELLING and len(again) >= SHARE_REPEATED * len(telling):
        yield from ((at, at + len(word)) for word, at in again)


@cache
def _tortured() -> PhraseIndex:
    return PhraseIndex(re.escape(row["phrase"]) for row in read_tortured_phrases())


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + N_RUN]) for i in range(max(len(words) - N_RUN + 1, 1))}

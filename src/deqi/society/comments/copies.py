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
MIN_SMALL_WORDS, MAX_SMALL_WORDS = 10, 300
LIKENESS_OF_SMALL_WORDS = 0.88
N_EXCHANGED = 3  # one odd synonym may be meant
# In a text written for search engines most of the words that tell something come again; letters by
# which two words are taken for one, fewest telling words, share of those that come again.
N_STEM, MIN_TELLING, SHARE_REPEATED = 5, 10, 0.6
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
    """Whether a text is an earlier one with its words exchanged: its small words tell.

    >>> old = "The doctor said that I should rest for a week and then come to her with a diary."
    >>> new = "The medic claimed that I should pause for a month and then return to her with a log."
    >>> is_reworded(new, [old])
    True
    """
    small = _small(text)
    if len(small) < MIN_SMALL_WORDS:
        return False
    return any(
        SequenceMatcher(None, small, _small(old), autojunk=False).ratio() >= LIKENESS_OF_SMALL_WORDS
        for old in earlier
    )


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


def _small(text: str) -> list[str]:
    return [word for word in _words(text) if word in read_small_words()][:MAX_SMALL_WORDS]

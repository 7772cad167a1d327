"""Many phrases looked for at once: only those are tried whose first letters stand there.

A comment has some dozens of words and the tables have over a thousand phrases. Tried one after the
other, on every letter, they would take milliseconds for each comment.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

_DIGIT = "0"  # stands for a word that begins with any digit
N_FIRST = 3  # letters by which phrases are told apart before they are tried
_BORDER = r"(?![^\W_])"
_ZERO_WIDTH = re.compile(r"\^|\\b")


Openings = dict[str, list[int]]  # the first letters of words, and where such words stand


def first_letters(word: str) -> str:
    """The first three letters of a word, or all of a shorter one; one sign for every number.

    >>> first_letters("call"), first_letters("12")
    ('cal', '0')
    """
    return _DIGIT if word[0].isdigit() else word[:N_FIRST]


class PhraseIndex:
    """Regular expressions, each tried only where a word begins as it can begin.

    Parameters
    ----------
    phrases : expressions that match from the beginning of a word to the end of one.
    anywhere : expressions that match anywhere, for signs and for scripts without spaces.

    Examples
    --------
    >>> index = PhraseIndex(["(call|ring) us", "book now"], anywhere=["⭐+"])
    >>> list(index.places("Do call us!", {"do": [0], "cal": [3], "us": [8]}))
    [(3, 10)]
    """

    def __init__(self, phrases: Iterable[str], anywhere: Iterable[str] = ()) -> None:
        by_opening: dict[str, list[str]] = defaultdict(list)
        unspaced = list(anywhere)
        for phrase in phrases:
            for opening in openings(phrase):
                by_opening[opening].append(phrase)
        if "" in by_opening:
            raise ValueError(f"among `anywhere` belongs {by_opening['']}")
        self._by_opening = {opening: _either(those) for opening, those in by_opening.items()}
        signs = [phrase for phrase in unspaced if phrase.isascii()]
        others = [phrase for phrase in unspaced if not phrase.isascii()]
        self._signs = re.compile("|".join(signs), re.I) if signs else None
        self._unspaced = re.compile("|".join(others), re.I) if others else None

    def places(self, text: str, openings: Openings) -> Iterator[tuple[int, int]]:
        """Where a phrase stands. `openings` are the first letters of the words of the text."""
        shared = self._by_opening.keys() & openings.keys()
        for start, opening in sorted((start, o) for o in shared for start in openings[o]):
            found = self._by_opening[opening].match(text, start)
            if found:
                yield found.span()
        if self._signs is not None:
            yield from (found.span() for found in self._signs.finditer(text))
        if self._unspaced is not None and not text.isascii():
            yield from (found.span() for found in self._unspaced.finditer(text))


def openings(phrase: str) -> set[str]:
    """The first letters with which a match can begin; one empty text when they are not known.

    >>> sorted(openings("(highly |strongly )?recommend(ed)? (him|her)"))
    ['hig', 'rec', 'str']
    >>> openings(r"\\d+ ?% off"), openings("[ab]c")
    ({'0'}, {''})
    """
    zero_width = _ZERO_WIDTH.match(phrase)
    if zero_width:
        return openings(phrase[zero_width.end() :])
    if phrase.startswith("("):
        return _openings_of_group(phrase)
    if phrase.startswith(r"\d"):
        return {_DIGIT}
    letters = re.match(rf"[^\W_]{{0,{N_FIRST}}}", phrase)
    opening = letters[0] if letters else ""
    if re.match(r"[?*{(\[]" if len(opening) < N_FIRST else r"[?*{]", phrase[len(opening) :]):
        return {""}  # letters that need not be there: which ones a word has is not known
    return {_DIGIT if opening[:1].isdigit() else opening.lower()}


def _openings_of_group(phrase: str) -> set[str]:
    inner, rest = _parted(phrase)
    if re.match(r"\?(?:<?[=!])", inner):
        return openings(rest)  # it looks around and takes nothing
    inner = re.sub(r"^\?[a-z-]*:", "", inner)
    optional = rest[:1] in ("?", "*")
    behind = rest[1:] if rest[:1] in ("?", "*", "+") else rest
    found: set[str] = set()
    for alternative in _alternatives(inner):
        found |= openings(alternative) if _takes_a_letter(alternative) else openings(behind)
    return found | openings(behind) if optional else found


def _takes_a_letter(phrase: str) -> bool:
    while phrase:
        zero_width = _ZERO_WIDTH.match(phrase)
        if zero_width:
            phrase = phrase[zero_width.end() :]
        elif re.match(r"\(\?<?[=!]", phrase):
            phrase = _parted(phrase)[1]
        else:
            return True
    return False


def _parted(phrase: str) -> tuple[str, str]:
    """What stands in the brackets with which a phrase begins, and what stands behind them."""
    depth = 0
    for i, letter in _outside_classes(phrase):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return phrase[1:i], phrase[i + 1 :]
    raise ValueError(f"a bracket is not closed in {phrase!r}")


def _alternatives(inner: str) -> list[str]:
    depth, start, parts = 0, 0, []
    for i, letter in _outside_classes(inner):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            parts.append(inner[start:i])
            start = i + 1
    return [*parts, inner[start:]]


def _outside_classes(phrase: str) -> Iterator[tuple[int, str]]:
    """The letters of an expression that are neither escaped nor within square brackets."""
    for found in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(.)", phrase, re.DOTALL):
        if found[1]:
            yield found.start(), found[1]


def _either(phrases: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p}){_BORDER}" for p in phrases), re.IGNORECASE)

"""A comment as it reads, without disguise: full-width digits, hidden letters, s p a c e d words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property

from deqi.society.comments.phrases import Openings, first_letters
from deqi.society.comments.tables import read_toml

# Bounds keep the time for a hostile text in proportion to its length.
_MIXED_WORD = re.compile(
    r"(?<![^\W\d_])(?=[^\W\d_]{0,40}[A-Za-z])"
    r"(?=[^\W\d_]{0,40}[\u0370-\u04ff\u0500-\u052f\u1d00-\u1d2b])[^\W\d_]{3,}"
)
_SPELT_OUT = re.compile(r"(?<![^\W_])[^\W\d_](?:([ .*_-])[^\W\d_](?![^\W_])){2,}")
_AS_LETTERS = str.maketrans("013@$", "oieas")
_IN_A_WORD = re.compile(r"(?<=[A-Za-z])[013@$](?=[a-z])")
_TOKEN = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s")
_MANY_SPACES = re.compile(r"(?<=\s)\s+")


@dataclass(frozen=True)
class Plain:
    """A text without disguise that still knows where each letter stood.

    Attributes
    ----------
    text : as it reads; case is kept.
    original : as it was written.
    starts : for each letter of `text` its place in `original`.
    is_disguised : whether letters of another script stood in for Latin ones.

    Examples
    --------
    >>> plain = undisguise("tel. \N{FULLWIDTH DIGIT TWO}0 seven, c a l l us")
    >>> plain.text
    'tel. 20 seven, call us'
    >>> plain.piece(15, 19)
    'c a l l'
    """

    text: str
    original: str
    starts: range | tuple[int, ...]
    is_disguised: bool = False

    def piece(self, start: int, end: int) -> str:
        """What was written where `text[start:end]` is read."""
        return self.original[self.starts[start] : self.starts[end - 1] + 1]

    @cached_property
    def words(self) -> str:
        """The text with digits that stand for letters read as such, and lines put together.

        >>> undisguise("C0ntact Dr. B3n").words
        'Contact Dr. Ben'
        """
        one_line = _SPACE.sub(" ", self.text)
        return _IN_A_WORD.sub(lambda found: found[0].translate(_AS_LETTERS), one_line)

    @cached_property
    def tokens(self) -> list[tuple[str, int]]:
        """Each word in small letters, and where it begins.

        >>> undisguise("Nice clinic!").tokens
        [('nice', 0), ('clinic', 5)]
        """
        return [(found[0].lower(), found.start()) for found in _TOKEN.finditer(self.words)]

    @cached_property
    def openings(self) -> Openings:
        """The first letters of each word and where it begins, for the tables of phrases."""
        found: Openings = {}
        for word, start in self.tokens:
            found.setdefault(first_letters(word), []).append(start)
        return found


def undisguise(text: str) -> Plain:
    """The text as a reader takes it in. The original is kept for what is shown."""
    original = unicodedata.normalize("NFC", text)
    if original.isascii():
        return _joined(original, original, range(len(original)), False)
    letters = [(folded, i) for i, c in enumerate(original) for folded in _fold(c)]
    folded = "".join(letter for letter, _ in letters)
    latin = _MIXED_WORD.sub(lambda word: word[0].translate(_lookalikes()), folded)
    return _joined(latin, original, tuple(i for _, i in letters), latin != folded)


@cache
def _fold(letter: str) -> str:
    """One letter in its plain form; empty for what cannot be seen."""
    if letter.isascii():
        return letter
    if unicodedata.category(letter) in ("Cf", "Me", "Cc") or letter in "\ufe0e\ufe0f":
        return ""
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    plain = unicodedata.normalize("NFKC", letter)
    return _signs().get(letter) or _signs().get(plain) or plain


@cache
def _signs() -> dict[str, str]:
    return {
        sign: plain for plain, signs in read_toml("letters.toml")["signs"].items() for sign in signs
    }


@cache
def _lookalikes() -> dict[int, str]:
    table = read_toml("letters.toml")["lookalikes"]
    return {ord(letter): latin for latin, letters in table.items() for letter in letters}


def _joined(text: str, original: str, starts: range | tuple[int, ...], is_disguised: bool) -> Plain:
    """Words that were spelt out letter by letter are put together, and so are many spaces."""
    gaps = {
        *(i for word in _SPELT_OUT.finditer(text) for i in range(word.start() + 1, word.end(), 2)),
        *(i for space in _MANY_SPACES.finditer(text) for i in range(*space.span())),
    }
    if gaps:
        kept = [i for i in range(len(text)) if i not in gaps]
        text, starts = "".join(text[i] for i in kept), tuple(starts[i] for i in kept)
    return Plain(text, original, starts, is_disguised)

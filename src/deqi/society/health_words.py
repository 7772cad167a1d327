"""Words by which a text says something of health; the table beside this file is there to be read.

A sponsor may not say such things without a claim that was weighed. The table would rather name too
many words than too few: whoever is told of one uses another, or names the claim.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from deqi.society.words import fold


def health_words_in(text: str) -> tuple[str, ...]:
    """The words of a text that speak of health, each once, as they are looked for.

    >>> health_words_in("Needles that relieve back pain. Pain-free in a week!")
    ('relieve', 'pain')
    >>> health_words_in("Single-use needles, paper and couches.")
    ()
    """
    exact, beginnings = _table()
    words = dict.fromkeys(fold(text).split())
    return tuple(word for word in words if word in exact or word.startswith(beginnings))


@cache
def _table() -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole words, and beginnings of words: those with a star."""
    text = (files("deqi.society") / "health_words.csv").read_text("utf-8")
    words = [row["word"] for row in csv.DictReader(text.splitlines())]
    exact = frozenset(word for word in words if not word.endswith("*"))
    return exact, tuple(word.removesuffix("*") for word in words if word.endswith("*"))

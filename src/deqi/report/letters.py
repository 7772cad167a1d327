"""Letters of a sentence: its capital, and what stays on one line. Loads nothing else."""

from __future__ import annotations

NO_BREAK = "\u00a0"


def capital(words: str) -> str:
    """The first letter as a capital, the rest as it is.

    >>> capital("the NRS")
    'The NRS'
    """
    return words[:1].upper() + words[1:]


def bound(words: str) -> str:
    """A number stays on the line of its per cent sign."""
    return words.replace(" %", NO_BREAK + "%")

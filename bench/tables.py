"""Tables and figures of the page, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

MISS = " **(outside its bar)**"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table.

    >>> print(table(["a", "b"], [["1", "2"]]))
    | a | b |
    |---|---|
    | 1 | 2 |
    """
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def share(p: float, n: int) -> str:
    """A share in percent with its standard error.

    >>> share(0.8, 2000)
    '80.0 ± 0.9 %'
    """
    return f"{100 * p:.1f} ± {100 * np.sqrt(max(p * (1 - p), 1 / n) / n):.1f} %"


def marked(text: str, holds: bool) -> str:
    """A figure outside its bar says so."""
    return text if holds else text + MISS

"""Where in a comment stands what it was held for, so that a moderator sees it at once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from deqi.society.comments.judging import BETWEEN_PIECES

CUT = "…"


def mark(text: str, found: Iterable[str]) -> list[tuple[bool, str]]:
    """The text in pieces, each with whether it was found by a reason.

    >>> mark("Call 555-0187 now", ["555-0187"])
    [(False, 'Call '), (True, '555-0187'), (False, ' now')]
    """
    pieces = {piece.rstrip(CUT) for words in found for piece in words.split(BETWEEN_PIECES)}
    known = sorted((piece for piece in pieces if piece), key=len, reverse=True)
    if not known:
        return [(False, text)] if text else []
    parts = re.split(f"({'|'.join(map(re.escape, known))})", text)
    return [(k % 2 == 1, part) for k, part in enumerate(parts) if part]

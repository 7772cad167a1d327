"""The code that `deqi serve` prints, so that nobody on the network takes a new instance first."""

from __future__ import annotations

import hmac


def is_setup_code(given: str, expected: str) -> bool:
    """Whether the code is the one that was printed; capitals and dashes do not matter.

    >>> is_setup_code("7f3a91c2", "7F3A-91C2"), is_setup_code("", "")
    (True, False)
    """
    tidy = [text.replace("-", "").replace(" ", "").upper().encode() for text in (given, expected)]
    return bool(tidy[1]) and hmac.compare_digest(*tidy)

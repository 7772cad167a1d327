"""Tokens of links: random, told once, and kept as their digest only."""

from __future__ import annotations

import secrets
from hashlib import sha256

TOKEN_BYTES = 32  # 256 bits: nobody guesses one


def new_token() -> tuple[str, str]:
    """A token for the address of a link, and the digest that the database keeps.

    Examples
    --------
    >>> token, digest = new_token()
    >>> len(token), digest == token_digest(token)
    (43, True)
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, token_digest(token)


def token_digest(token: str) -> str:
    """What the database knows a token by."""
    return sha256(token.encode()).hexdigest()

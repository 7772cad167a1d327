"""Yes, or no with the reason and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why somebody may not."""

    ALLOWED = "allowed"
    LOG_IN = "log_in"
    UNKNOWN = "unknown"  # to this person it does not exist
    ROLE = "role"
    SECOND_FACTOR = "second_factor"
    LICENCE_MISSING = "licence_missing"
    LICENCE_ENDED = "licence_ended"


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one request.

    Attributes
    ----------
    why : `ALLOWED`, or the reason against it.
    sentence : the reason and what to do, for a person; empty when allowed.
    """

    why: Why
    sentence: str = ""

    @property
    def allowed(self) -> bool:
        """Whether it may be done."""
        return self.why is Why.ALLOWED

    def __bool__(self) -> bool:
        return self.allowed

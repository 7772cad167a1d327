"""What a check says: all is well, look at it, or it is at fault, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a line of `deqi verify` begins."""

    GOOD = "ok"
    LOOK = "look"
    FAULT = "FAULT"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line; a fault makes the command end with 1."""

    mark: Mark
    sentence: str


def good(sentence: str) -> Finding:
    """All is well."""
    return Finding(Mark.GOOD, sentence)


def look(sentence: str) -> Finding:
    """Somebody should look at it; it goes on meanwhile."""
    return Finding(Mark.LOOK, sentence)


def fault(sentence: str) -> Finding:
    """It does not hold."""
    return Finding(Mark.FAULT, sentence)

"""An answer to a yes-or-no question."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """An answer to a yes-or-no question. Not asked is not "no"."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not asked"

"""What changed between two versions of a text, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MANY_LINES = 2000  # of both texts together
AROUND = 3  # unchanged lines shown before and after a change


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    ADDED = "added"
    TAKEN_OUT = "taken_out"
    LEFT_OUT = "left_out"  # stands for unchanged lines that are not shown


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and what became of it."""

    change: Change
    text: str


def differences(before: str, after: str) -> Iterator[Line]:
    """The changed lines with some around them.

    >>> [(line.change.value, line.text) for line in differences("a\\nb", "a\\nc")]
    [('same', 'a'), ('taken_out', 'b'), ('added', 'c')]
    """
    if before == after:
        return
    old, new = before.splitlines(), after.splitlines()
    # In a long text lines that stand there hundreds of times are no landmarks: each would be held
    # against each, for minutes.
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > MANY_LINES)
    shown = 0
    for group in matcher.get_grouped_opcodes(AROUND):
        if group[0][1] > shown:
            yield Line(Change.LEFT_OUT, "")
        for kind, from_old, to_old, from_new, to_new in group:
            if kind == "equal":
                yield from (Line(Change.SAME, text) for text in old[from_old:to_old])
                continue
            yield from (Line(Change.TAKEN_OUT, text) for text in old[from_old:to_old])
            yield from (Line(Change.ADDED, text) for text in new[from_new:to_new])
        shown = group[-1][2]
    if 0 < shown < len(old):
        yield Line(Change.LEFT_OUT, "")

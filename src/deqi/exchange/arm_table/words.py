"""Words that stand in a table of trials, and what they mean. Refuses, never guesses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from deqi.evidence import ArmType, Direction, Stat, Verified
from deqi.exchange.cells import number, whole_number
from deqi.exchange.findings import CellError
from deqi.exchange.headings import normalized

T = TypeVar("T", bound=StrEnum)

ARM_TYPES: Mapping[ArmType, str] = {
    ArmType.ACUPUNCTURE: """acupuncture, verum, verum acupuncture, real, real acupuncture, true,
        true acupuncture, manual acupuncture, electroacupuncture, treatment, treated, intervention,
        experimental""",
    ArmType.SHAM: "sham, sham acupuncture, placebo, placebo acupuncture, simulated acupuncture",
    ArmType.SHAM_PENETRATING: "sham penetrating, penetrating sham, minimal acupuncture",
    ArmType.SHAM_NONPENETRATING: "sham nonpenetrating, non penetrating sham, nonpenetrating sham",
    ArmType.SHAM_TENS: "sham tens, mock tens, placebo tens",
    ArmType.USUAL_CARE: """usual care, routine care, standard care, conventional care,
        conventional therapy, treatment as usual, usual""",
    ArmType.NO_TREATMENT: """no treatment, none, no acupuncture, waiting list, wait list, waitlist,
        waiting""",
    ArmType.ACTIVE: "active, active control, other treatment, other active treatment",
    ArmType.CONTROL: "control, controls, comparator, comparison",
    ArmType.POOLED: "pooled, all arms",
    ArmType.ACUPUNCTURE_UNCONTROLLED: "acupuncture uncontrolled, uncontrolled, cohort",
}
DIRECTIONS: Mapping[Direction, str] = {
    Direction.LOWER_BETTER: "lower better, lower is better, lower, low",
    Direction.HIGHER_BETTER: "higher better, higher is better, higher, high",
}
STATS: Mapping[Stat, str] = {
    Stat.BASELINE: "baseline, before",
    Stat.POST: "post, final, final score, follow up, followup, after, end",
    Stat.POST_ADJUSTED: "post adjusted, adjusted, adjusted mean, ancova",
    Stat.CHANGE: "change, change score, change from baseline, mean change",
    Stat.PROPORTION: "proportion, share, events, responders",
    Stat.TIME_TO_EVENT: "time to event, survival",
    Stat.N_ONLY: "n only",
}
STANDINGS: Mapping[Verified, str] = {
    Verified.YES: "yes, verified, y",
    Verified.DERIVED: "derived",
    Verified.PARTLY: "partly",
    Verified.NOT_STATED: "not stated",
    Verified.MEMORY: "memory, from memory",
    Verified.MEMORY_LOW: "memory low",
}


def words_of(listed: str) -> tuple[str, ...]:
    """The words in a list."""
    return tuple(" ".join(word.split()) for word in listed.split(","))


def one_of(meanings: Mapping[T, str], to_do: str) -> Callable[[str], T]:
    """A reader of words that mean one of these."""
    known = {
        normalized(word): value for value, listed in meanings.items() for word in words_of(listed)
    }

    def read(text: str) -> T:
        if normalized(text) not in known:
            raise CellError(f"one of {', '.join(meanings)}", to_do)
        return known[normalized(text)]

    return read


arm_type = one_of(ARM_TYPES, "Say what the arm is in a column arm_type.")
direction = one_of(DIRECTIONS, "Say which way the scale runs, or leave the whole column out.")
stat = one_of(STATS, "Say whether it is a change or a final score.")
standing = one_of(STANDINGS, "Say how the figure came here, or leave the column out.")


def figure(text: str) -> float:
    """A number that may be negative, with a hyphen or a true minus sign.

    >>> figure("\\N{MINUS SIGN}5,1")
    -5.1
    """
    return number(text.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-"))


def share_or_figure(text: str) -> float:
    """The same; a number with a per cent sign is a share of 1.

    >>> share_or_figure("47.6 %")
    0.476
    """
    if text.endswith("%"):
        return round(figure(text[:-1].strip()) / 100, 12)
    return figure(text)


def count(text: str) -> int:
    """A whole number of people."""
    return whole_number(text)

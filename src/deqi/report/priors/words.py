"""What is said of where the priors come from, in the terminal and on the page alike."""

from __future__ import annotations

from deqi.evidence.pedigree import (
    Beside,
    Datum,
    Pedigree,
    PriorLine,
    differences_of,
    parts,
    shown,
)
from deqi.evidence.pedigree.lines import figures
from deqi.model import LogNormal
from deqi.report.page_tables import MINUS
from deqi.report.wording import count

SHIPPED_STAYS = (
    "The shipped set stays: changing it would change every report, and both sets share the times "
    "and the noise, so that one fit serves both. This shows what would move."
)
SCEPTICAL = (
    "`sceptical` is fixed by design and takes nothing from trials: it decides change, pattern and "
    "verdict of one person, and a prior that leaned towards relief would find it in every record. "
    "Its gains are centred on none, wide enough for any size seen in trials, and of either sign; "
    "its excess at the start is wide, so that what fades by itself is not booked as relief."
)


def headline(found: Pedigree) -> str:
    """How many numbers come from the tables, and how many would move."""
    n_told = sum(line.origin == "tables" for line in found.lines)
    memory = " Figures from memory are used." if found.with_memory else ""
    return (
        f"Of {count(len(found.lines), 'number')} of `informed`, {n_told} follow from rows of the "
        f"tables by a rule; {len(found.moved)} of them would move.{memory}"
    )


def moved_by(line: PriorLine) -> str:
    """By how much centre and spread would move; a ratio where the number is log-normal."""
    if not line.has_moved:
        return "the same"
    (old, old_spread), (new, new_spread) = parts(line.shipped), parts(line.rebuilt)
    centre = f"x {figures(new / old)}" if isinstance(line.rebuilt, LogNormal) else _by(new - old)
    told = [centre] if abs(new - old) > 1e-9 else []
    if abs(new_spread - old_spread) > 1e-9:
        told.append(f"spread {_by(new_spread - old_spread)}")
    return ", ".join(told)


def _by(change: float) -> str:
    return f"{'+' if change >= 0 else MINUS}{figures(abs(change))}"


def value(line: PriorLine, is_shipped: bool) -> str:
    """The value with its unit."""
    text = shown(line.shipped if is_shipped else line.rebuilt)
    return f"{text} {line.unit}".strip()


def figure(datum: Datum) -> str:
    """A figure with its interval and how it came into the table."""
    if datum.lo is not None and datum.hi is not None:
        interval = f" ({figures(datum.lo)} to {figures(datum.hi)})"
    elif datum.lo is not None:
        interval = f" (at least {figures(datum.lo)})"
    else:
        interval = ""
    unit = f" {datum.unit}" if datum.unit else ""
    return f"{figures(datum.value)}{interval}{unit}"


def label(datum: Datum) -> str:
    """What the figure is, with its standing, and why it is not used if it is not."""
    notes = [] if datum.verified == "yes" else [str(datum.verified).replace("_", " ")]
    if not datum.is_used:
        notes.insert(0, "not used")
    if datum.why:
        notes.append(datum.why)
    return datum.label + (f" ({'; '.join(notes)})" if notes else "")


def published(row: Beside) -> str:
    """A published figure, or the least and the most of several."""
    lo, hi = row.published
    return f"{lo:.2f}" if lo == hi else f"{lo:.2f} to {hi:.2f}"


def sceptical_values() -> list[tuple[str, str]]:
    """What `sceptical` believes of the numbers in which it differs: (name, value)."""
    return [
        (line.name, f"{shown(line.shipped)} {line.unit}") for line in differences_of("sceptical")
    ]

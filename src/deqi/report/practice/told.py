"""One line in words and as a small picture, for every list of many courses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deqi.report.practice.line import ANSWERED, Line, Numbers
from deqi.report.wording import (
    NO_CHANGE_BELOW,
    count,
    day,
    difference,
    difference_range,
    number,
)

WIDTH, HEIGHT, DAYS = 120, 36, 84  # of the small picture, in its own units


@dataclass(frozen=True, slots=True)
class Spark:
    """A small picture of the last twelve weeks: a path, and where the last score lies."""

    path: str
    x: float
    y: float


def facts_in_words(line: Line) -> list[str]:
    """Pain now, its change, visits, the last score: each a few words."""
    facts = []
    if line.level is not None:
        facts.append(f"now {_with_interval(line.level)}")
    if line.change is not None:
        facts.append(_since_start(line.change))
    if line.n_visits is not None:
        facts.append(count(line.n_visits, "visit"))
    if line.last_score_on is not None:
        facts.append(f"last score {day(date.fromisoformat(line.last_score_on))}")
    elif line.outcome == ANSWERED:
        facts.append("no score yet")
    return facts


def _since_start(change: Numbers) -> str:
    """What a report on this patient alone says; start and now of one moment are no finding."""
    lo, hi = change["lo80"], change["hi80"]
    if hi - lo < NO_CHANGE_BELOW:
        return "nothing to compare with yet"
    return f"{difference(change['median'])} since the start ({difference_range(lo, hi)})"


def _with_interval(level: Numbers) -> str:
    return f"{number(level['median'])} ({number(level['lo80'])} to {number(level['hi80'])})"


def spark(recent: str | None) -> Spark | None:
    """Scores of 0 to 10 from bottom to top; a gap of days is a gap in the line.

    >>> spark("0:10 1:5 3:0").path
    'M3 3h.01L4.4 18M7.1 33h.01'
    """
    if not recent:
        return None
    scores = [tuple(map(float, pair.split(":"))) for pair in recent.split()]
    path, before = [], -2.0
    for on, nrs in scores:
        x, y = _place(on, nrs)
        step = "L" if on - before <= 1 else "M"
        path.append(f"{step}{x:g} {y:g}")
        if step == "M":
            path.append("h.01")  # a lone score shows as a dot
        before = on
    x, y = _place(*scores[-1])
    return Spark("".join(path), x, y)


def _place(on: float, nrs: float) -> tuple[float, float]:
    margin = 3
    x = margin + on / (DAYS - 1) * (WIDTH - 2 * margin)
    y = HEIGHT - margin - nrs / 10 * (HEIGHT - 2 * margin)
    return round(x, 1), round(y, 1)

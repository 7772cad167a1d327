"""The page of the morning: who needs somebody first, and why; counts on top, no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from deqi.report.practice.line import ANSWERED, Line, Numbers
from deqi.report.practice.needs import Need, place_of
from deqi.report.shell import render_page
from deqi.report.wording import (
    NO_CHANGE_BELOW,
    count,
    day,
    difference,
    difference_range,
    number,
)

OPEN_UP_TO = 40  # a longer group of those whom nobody has to see today is folded
QUIET_GROUPS = frozenset((Need.GOING_ON, Need.PAST))
MAX_PROBLEMS = 3  # named of one patient; all of them are in the summary
WIDTH, HEIGHT, DAYS = 120, 36, 84  # of the small picture, in its own units


@dataclass(frozen=True, slots=True)
class Spark:
    """A small picture of the last twelve weeks: a path, and where the last score lies."""

    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Item:
    """One patient as the page shows them."""

    patient: str
    href: str | None
    kind: str
    facts: list[str]
    reasons: list[str]
    spark: Spark | None


@dataclass(frozen=True, slots=True)
class Group:
    """One section of the page."""

    id: str
    heading: str
    to_do: str
    items: list[Item]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class About:
    """What the page says of the whole run.

    Attributes
    ----------
    name : of the folder that was read.
    today : local date here, when it was run.
    notes : what to know about the files: rows that belong to nobody, encodings, columns not used.
    nobodys : how many rows belong to no patient.
    """

    name: str
    today: date
    notes: Sequence[str] = field(default_factory=tuple)
    nobodys: int = 0


def write_index(lines: Sequence[Line], hrefs: Mapping[str, str], about: About) -> str:
    """The index page of many courses.

    Parameters
    ----------
    lines : one for each patient, in any order.
    hrefs : patient to the file of the report, relative to the page; without one, no link.

    Examples
    --------
    >>> page = write_index([], {}, About("practice", date(2026, 5, 1)))
    >>> "0 patients" in page, "<script" in page
    (True, False)
    """
    groups = [_group(need, lines, hrefs) for need in Need]
    values = {
        "title": f"{about.name}: {count(len(lines), 'patient')}",
        "about": about,
        "day": day(about.today),
        "n_patients": count(len(lines), "patient"),
        "groups": [group for group in groups if group.items],
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render_page("practice/index.html.j2", values, ("practice/index.css",))


def _group(need: Need, lines: Sequence[Line], hrefs: Mapping[str, str]) -> Group:
    own = sorted((line for line in lines if line.need == need.value), key=place_of)
    items = [_item(line, hrefs.get(line.patient)) for line in own]
    is_folded = need in QUIET_GROUPS and len(items) > OPEN_UP_TO
    return Group(need.value, need.heading, need.to_do, items, is_folded)


def _item(line: Line, href: str | None) -> Item:
    if line.outcome != ANSWERED:
        problems = line.problems[:MAX_PROBLEMS]
        more = len(line.problems) - len(problems)
        if more > 0:
            problems.append(f"And {more} more; all are in summary.csv.")
        return Item(line.patient, None, line.outcome.replace("_", " "), [], problems, None)
    return Item(
        line.patient, href, line.kind or "", _facts(line), line.reasons, _spark(line.recent)
    )


def _facts(line: Line) -> list[str]:
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


def _spark(recent: str | None) -> Spark | None:
    """Scores of 0 to 10 from bottom to top; a gap of days is a gap in the line.

    >>> _spark("0:10 1:5 3:0").path
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

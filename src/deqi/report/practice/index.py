"""The page of the morning: who needs somebody first, and why; counts on top, no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from deqi.report.practice.line import ANSWERED, Line
from deqi.report.practice.needs import Need, place_of
from deqi.report.practice.told import HEIGHT, WIDTH, Spark, facts_in_words, spark
from deqi.report.shell import render_page
from deqi.report.wording import count, day

OPEN_UP_TO = 40  # a longer group of those whom nobody has to see today is folded
QUIET_GROUPS = frozenset((Need.GOING_ON, Need.PAST))
MAX_PROBLEMS = 3  # named of one patient; all of them are in the summary


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
        line.patient, href, line.kind or "", facts_in_words(line), line.reasons, spark(line.recent)
    )

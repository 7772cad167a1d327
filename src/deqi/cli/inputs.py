"""From the command line to a course. The only place that looks at the clock."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from deqi.cli.many import one_of_many
from deqi.exchange import ReadingOptions, read_course, read_course_csv
from deqi.exchange.reading import PAIN_FIELDS, Scale
from deqi.records import Course, DaySpan, OutsideMeaningError

if TYPE_CHECKING:
    from deqi.plan import Policy

_FILES = ("diary", "visits", "scores", "treatments", "block_list")


def course_from(arguments: Namespace) -> tuple[Course, date]:
    """The course that was asked for, and today's date in the patient's time zone.

    For a simulated example, today is its last day unless it is given: the same page every day.
    """
    if arguments.example:
        return _example(arguments)
    today = now_or_today(arguments)
    options = reading_options(arguments, today)
    if arguments.patient is not None:
        course = one_of_many(arguments, options, today)
    elif arguments.folder:
        course = read_course(arguments.folder, **options)
    else:
        files = {name: getattr(arguments, name) for name in _FILES}
        files["blocks"] = files.pop("block_list")
        course = read_course_csv(**files, **options)
    if isinstance(today, datetime):
        today = today.astimezone(ZoneInfo(course.time_zone)).date()
    check_as_of(arguments.as_of, today)
    return course, today


def policy_from(arguments: Namespace) -> Policy:
    """The practice's policy as it was asked for."""
    from deqi.exchange.policy_toml import read_policy, setting_from  # loads the numbers

    return read_policy(
        arguments.policy,
        closed=[DaySpan(*days) for days in arguments.closed],
        settings=dict(setting_from(*pair) for pair in arguments.setting),
    )


def with_days_away(course: Course, arguments: Namespace) -> Course:
    """The course with the days that were typed on which the person cannot come."""
    away = tuple(DaySpan(*days) for days in arguments.cannot_come)
    return replace(course, cannot_come=(*course.cannot_come, *away))


def now_or_today(arguments: Namespace) -> date | datetime:
    """The day that was given as today, or this moment: a date in whatever zone a patient lives."""
    return arguments.today or datetime.now().astimezone()


def untangle_table(arguments: Namespace) -> None:
    """`--json TABLE.csv` means JSON to the terminal for that table: nobody writes over a table."""
    given = arguments.json
    if arguments.table is None and given not in (None, "-") and Path(given).suffix == ".csv":
        arguments.table, arguments.json = Path(given), "-"


def input_paths(arguments: Namespace) -> list[Path]:
    """The files and folders that are read, so that no output replaces them."""
    paths = (getattr(arguments, name, None) for name in ("folder", "table", "mapping", *_FILES))
    own = getattr(arguments, "policy", "")
    policy = [Path(own)] if own.lower().endswith(".toml") else []
    return [path for path in paths if path is not None] + policy


def reading_options(arguments: Namespace, today: date) -> ReadingOptions:
    """The options of `read_course` as typed."""
    return ReadingOptions(
        mapping=once(arguments.map, "--map"),
        where=once(arguments.where, "--where"),
        scale=_scales(arguments.scale),
        fill_down=arguments.fill_down,
        date_order=arguments.date_order,
        leave_out_bad_rows=arguments.leave_out == "bad-rows",
        today=today,
        time_zone=arguments.time_zone,
        phase=arguments.phase,
        onset_on=arguments.onset,
        visits_recorded=False if arguments.visits_not_recorded else None,
    )


def _example(arguments: Namespace) -> tuple[Course, date]:
    from deqi.simulate import example_course

    course = example_course(arguments.example)
    days = [entry.on for entry in course.entries] + [visit.on for visit in course.visits]
    today = arguments.today or max(days)
    check_as_of(arguments.as_of, today)
    return course, today


def check_as_of(as_of: date | None, today: date) -> None:
    """Refuse a last day that has not come yet."""
    if as_of is not None and as_of > today:
        raise OutsideMeaningError(
            f"--as-of is {as_of}, after today, {today}. Give an earlier day, or --today."
        )


def once(pairs: Iterable[tuple[str, str]], option: str) -> dict[str, str]:
    """Pairs as a mapping; a left side that is given twice is refused."""
    found: dict[str, str] = {}
    for left, right in pairs:
        if left in found:
            raise OutsideMeaningError(f"{option} names '{left}' twice. Give it once.")
        found[left] = right
    return found


def _scales(given: Iterable[tuple[str | None, Scale]]) -> dict[str, Scale] | None:
    """One scale for all pain scores, then those of single fields."""
    scales: dict[str, Scale] = {}
    for name, scale in sorted(given, key=lambda pair: pair[0] is not None):
        scales |= dict.fromkeys(PAIN_FIELDS if name is None else (name,), scale)
    return scales or None

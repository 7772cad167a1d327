"""`deqi report FOLDER --all`: every course of a table folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from deqi.cli.arguments.papers import is_without_course

_ONE_COURSE = {
    **{name: f"--{name}" for name in ("diary", "visits", "scores", "treatments", "example")},
    **{"onset": "--onset", "block_list": "--block-list", "cannot_come": "--cannot-come"},
    **{"pdf": "--pdf", "reader": "--for", "patient": "--patient"},
    **{"csv": "--csv", "first_day": "--first-day"},
}


def add_all_options(parser: argparse.ArgumentParser) -> None:
    """What only the report on many courses has."""
    group = parser.add_argument_group("many courses (FOLDER holds tables with a column patient)")
    group.add_argument(
        "--all", action="store_true", help="a report on each patient, a summary and an index page"
    )
    group.add_argument("-o", "--out", type=Path, metavar="DIR", help="where they are written")
    group.add_argument(
        "--jobs", type=_count, metavar="N", help="processes at once (default: one for each core)"
    )
    group.add_argument(
        "--cluster", metavar="ADDRESS", help="a Dask scheduler to send the work to: tcp://host:8786"
    )


def all_problem(arguments: argparse.Namespace) -> str | None:
    """What does not go together, in a sentence."""
    only_all = ("out", "jobs", "cluster")
    if not arguments.all:
        given = [name for name in only_all if getattr(arguments, name) is not None]
        return f"--{given[0]} is for many courses: add --all" if given else None
    given = [option for name, option in _ONE_COURSE.items() if getattr(arguments, name)]
    if given:
        return f"{given[0]} is for one course; --all reads a folder of tables"
    if is_without_course(arguments):
        return "--before and --blank-diary are about no course; leave out --all"
    if arguments.kinds:
        return f"--{arguments.kinds[0]} goes with --before; a course has --phase"
    if arguments.folder is None:
        return "say which folder of tables to read: deqi report FOLDER --all -o DIR"
    if arguments.out is None:
        return "say where the reports go: -o DIR"
    if arguments.jobs is not None and arguments.cluster is not None:
        return "--jobs is for this machine, --cluster for others; give one of them"
    if any(getattr(arguments, name) not in (None, "-") for name in ("html", "json")):
        return "with --all the files go to -o DIR: give --json or --html without a file"
    return None


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1024):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 to 1024")
    return int(text)

"""The options of every command that reads one course: what to read, and how."""

from __future__ import annotations

import argparse
from pathlib import Path

from deqi.cli.arguments.all_courses import all_problem
from deqi.cli.arguments.common import day, listed, pair, scale
from deqi.cli.arguments.exports import add_export_options, export_problem
from deqi.cli.arguments.papers import is_without_course, paper_problem, same_place


def add_input_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what to read: a folder, files, or an example")
    group.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="a course folder (see deqi new)"
    )
    for name in ("diary", "visits", "scores", "treatments"):
        group.add_argument(f"--{name}", type=Path, metavar="FILE", help=f"{name} as a CSV file")
    group.add_argument(
        "--block-list", type=Path, metavar="FILE", help="planned blocks as a CSV file"
    )
    group.add_argument(
        "--example",
        metavar="NAME",
        help="a made-up course: at-once, builds-up, acute-heals, on-and-off, drawn-start",
    )
    add_export_options(group)
    group.add_argument("--as-of", type=day, metavar="DAY", help="last day that counts")
    group.add_argument("--today", type=day, metavar="DAY", help="today's date (default: the clock)")


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how to read it")
    group.add_argument(
        "--map", action="append", default=[], type=pair, metavar="FIELD=HEADING",
        help="which column is meant, such as pain='NRS today'",
    )  # fmt: skip
    group.add_argument(
        "--where", action="append", default=[], type=pair, metavar="HEADING=VALUE",
        help="only rows with this value",
    )  # fmt: skip
    group.add_argument(
        "--scale", action="append", default=[], type=scale, metavar="LO-HI",
        help="scale of all pain scores if not 0-10, or of one: leg=0-100",
    )  # fmt: skip
    group.add_argument(
        "--fill-down", type=listed, default=(), metavar="HEADINGS",
        help="columns, parted by commas, where empty means 'as above'",
    )  # fmt: skip
    group.add_argument(
        "--date-order", choices=("day-first", "month-first"), help="of dates such as 03/04/2026"
    )
    group.add_argument(
        "--leave-out", choices=("bad-rows",), help="go on without rows that cannot be read"
    )
    group.add_argument(
        "--phase", choices=("acute", "subacute", "chronic"), help="how long the pain has lasted"
    )
    group.add_argument("--onset", type=day, metavar="DAY", help="when the present pain began")
    group.add_argument("--time-zone", metavar="NAME", help="such as Europe/Vienna (default UTC)")
    group.add_argument(
        "--visits-not-recorded", action="store_true",
        help="needling took place, but its dates are not in the files",
    )  # fmt: skip


def untangle_folder(arguments: argparse.Namespace) -> None:
    """`--json FOLDER` means JSON to the terminal for that folder: nobody writes a file over one."""
    for name in ("json", "html"):
        place = getattr(arguments, name, None)
        is_a_file_or_asked_for = place in (None, "-") or bool(_inputs(arguments))
        if not is_a_file_or_asked_for and Path(str(place)).is_dir():
            arguments.folder = Path(str(place))
            setattr(arguments, name, "-")


def _inputs(arguments: argparse.Namespace) -> list[str]:
    files = ("diary", "visits", "scores", "treatments", "block_list")
    kinds = {
        "a folder": arguments.folder,
        "files": next((f for f in files if getattr(arguments, f)), None),
        "--example": arguments.example,
    }
    return [kind for kind, given in kinds.items() if given]


def input_problem(arguments: argparse.Namespace) -> str | None:
    if hasattr(arguments, "all"):
        problem = all_problem(arguments)
        if problem or arguments.all:
            return problem or export_problem(arguments)
    inputs = _inputs(arguments)
    problem = paper_problem(arguments, inputs) or same_place(arguments)
    if problem or is_without_course(arguments):
        return problem
    if not inputs:
        return "say what to read: a FOLDER, --diary FILE (or --visits FILE), or --example NAME"
    if len(inputs) > 1:
        return f"{' and '.join(inputs)} were given; give one of them"
    if inputs == ["files"] and not (arguments.diary or arguments.visits):
        return "scores, treatments and blocks alone hold no pain: add --diary FILE or --visits FILE"
    return export_problem(arguments)

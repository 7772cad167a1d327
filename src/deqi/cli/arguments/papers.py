"""Papers of `deqi report`: the doctor's page, before the first visit, the blank diary."""

from __future__ import annotations

import argparse

from deqi.cli.arguments.common import day, page_file

BEFORE, BLANK_DIARY = "report_before", "report_blank_diary"  # modules that make these papers
ASKED_BY = {BEFORE: "--before", BLANK_DIARY: "--blank-diary"}
KINDS = {
    "acute": "pain that began under 6 weeks ago",
    "chronic": "pain of 12 weeks or more",
    "sciatica": "back pain with pain down a leg from a nerve",
}


_OF_A_COURSE = (
    *("mapping", "patient", "as_of", "map", "where", "scale", "fill_down", "date_order"),
    *("leave_out", "phase", "onset", "visits_not_recorded"),
    *("policy", "closed", "cannot_come", "setting"),
)  # what a paper without a course would pass over in silence


def add_paper_options(parser: argparse.ArgumentParser) -> None:
    """What else the command can print, for the doctor and before there is any record."""
    group = parser.add_argument_group("papers")
    group.add_argument(
        "--pdf",
        type=page_file,
        metavar="FILE",
        help="the doctor's page of this course: one tagged sheet of A4",
    )
    group.add_argument(
        "--for", dest="reader", choices=("doctor",), help="with --html: the doctor's page instead"
    )
    alone = group.add_mutually_exclusive_group()
    alone.add_argument(
        "--before", dest="handler", action="store_const", const=BEFORE,
        help="before the first visit, without a course: what usually happens, harms, questions",
    )  # fmt: skip
    alone.add_argument(
        "--blank-diary", dest="handler", action="store_const", const=BLANK_DIARY,
        help="an empty paper diary of four weeks, without a course",
    )  # fmt: skip
    for kind, meaning in KINDS.items():
        group.add_argument(
            f"--{kind}", dest="kinds", action="append_const", const=kind, default=[],
            help=f"with --before: {meaning}",
        )  # fmt: skip
    group.add_argument(
        "--csv", metavar="FILE", help="with --blank-diary: the same diary as an empty CSV file"
    )
    group.add_argument(
        "--first-day", type=day, metavar="DAY", help="with --blank-diary: print the dates from here"
    )


def is_without_course(arguments: argparse.Namespace) -> bool:
    """Whether a paper was asked for that speaks of nobody's course."""
    return arguments.handler in ASKED_BY


def paper_problem(arguments: argparse.Namespace, inputs: list[str]) -> str | None:
    """What contradicts itself in the wishes for papers, as a sentence."""
    if arguments.command != "report":
        return None
    is_before, is_diary = (arguments.handler == paper for paper in ASKED_BY)
    inputs = inputs or _options_of_a_course(arguments)
    checks = (
        (inputs and (is_before or is_diary), f"{_asked(arguments)} is about no course; leave out "
         f"{' and '.join(inputs)}, or leave out {_asked(arguments)}"),
        (arguments.kinds and not is_before,
         f"--{''.join(arguments.kinds[:1])} goes with --before; a course has --phase"),
        (arguments.reader and (is_before or is_diary), f"--for goes with a course; leave it out "
         f"beside {_asked(arguments)}"),
        ((arguments.csv or arguments.first_day) and not is_diary,
         "--csv and --first-day go with --blank-diary"),
        (arguments.json and is_diary, "a blank diary has no JSON; --csv FILE writes it as a table"),
        (arguments.reader and not (arguments.html or arguments.pdf),
         "the doctor's page is a page: add --html FILE or --pdf FILE"),
        (arguments.reader and arguments.json,
         "--json holds the whole answer for every reader; leave out --for"),
    )  # fmt: skip
    return next((sentence for holds, sentence in checks if holds), None)


def _options_of_a_course(arguments: argparse.Namespace) -> list[str]:
    default = arguments.parser.get_default
    given = [name for name in _OF_A_COURSE if getattr(arguments, name) != default(name)]
    return [f"--{name.replace('_', '-')}" for name in given]


def _asked(arguments: argparse.Namespace) -> str:
    return ASKED_BY.get(arguments.handler, "")


def same_place(arguments: argparse.Namespace) -> str | None:
    """Two outputs for one place, as a sentence."""
    places: dict[str, str] = {}
    for name in ("html", "json", "pdf", "csv"):
        place = getattr(arguments, name, None)
        if place is not None and place in places:
            return f"--{places[place]} and --{name} go to the same place; give one of them a file"
        if place is not None:
            places[place] = name
    return None

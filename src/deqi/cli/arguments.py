"""What may be typed after `deqi`. Every subcommand that reads a course takes the same options."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from deqi import __version__

_EPILOG = """\
deqi informs a licensed person who can check every reason. It does not diagnose.
Exit status: 0 done, 2 wrong command line, 3 bad input, 4 to 6 other errors,
70 a fault in deqi.
"""
_SCALE = re.compile(r"(?:(?P<field>\w+)=)?(?P<lo>-?\d+(?:\.\d+)?)-(?P<hi>-?\d+(?:\.\d+)?)")


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in 80 columns, whatever the terminal: the same page everywhere."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=80)


def parse_arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line as values; a wrong one ends the program with status 2 and a sentence.

    >>> parse_arguments(["report", "anna", "--scale", "0-100"]).scale
    [(None, (0.0, 100.0))]
    """
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if hasattr(arguments, "folder") and hasattr(arguments, "diary"):
        _untangle_folder(arguments)
        problem = _input_problem(arguments)
        if problem:
            arguments.parser.error(problem)
    return arguments


def build_parser() -> argparse.ArgumentParser:
    """The parser of `deqi` with all its subcommands."""
    parser = argparse.ArgumentParser(
        prog="deqi",
        description="Measured acupuncture care for low back pain: from a diary and visits\n"
        "to 'is pain changing, and what next?'",
        epilog=_EPILOG,
        formatter_class=Formatter,
    )
    parser.add_argument("--version", action="version", version=f"deqi {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_readers(commands)
    _add_simulate(commands)
    _add_new(commands)
    _add_evidence(commands)
    return parser


_READERS = {
    "report": "the whole answer: verdict, picture, numbers, plan, data quality",
    "screen": "may this person be needled now, or is a doctor to be asked first?",
    "track": "what the diary and the questionnaires say, cleanly",
    "infer": "what is believed of the course, and how surely",
    "plan": "the verdict, and proposed next visits with reasons",
}


def _add_readers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, purpose in _READERS.items():
        parser = _command(commands, name, purpose)
        _add_input_options(parser)
        _add_reading_options(parser)
        if name in ("infer", "plan", "report"):
            parser.add_argument(
                "--seed", type=_seed, default=0, metavar="N", help="fixes every number (default 0)"
            )
        if name == "report":
            parser.add_argument(
                "--html", metavar="FILE", help="write the page to a file; - for the terminal"
            )
        _add_json(parser)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, purpose: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=purpose,
        description=purpose[0].upper() + purpose[1:],
        formatter_class=Formatter,
        allow_abbrev=False,
    )
    parser.set_defaults(parser=parser)
    return parser


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", nargs="?", const="-", metavar="FILE", help="JSON, to the terminal or a file"
    )


def _add_input_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what to read: a folder, files, or an example")
    group.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="a course folder (see deqi new)"
    )
    for name in ("diary", "visits", "scores", "treatments"):
        group.add_argument(f"--{name}", type=Path, metavar="FILE", help=f"{name} as a CSV file")
    group.add_argument(
        "--example", metavar="NAME", help="a simulated course: at-once, builds-up, acute-heals"
    )
    group.add_argument("--as-of", type=_day, metavar="DAY", help="last day that counts")
    group.add_argument(
        "--today", type=_day, metavar="DAY", help="today's date (default: the clock)"
    )


def _add_reading_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how to read it")
    group.add_argument(
        "--map", action="append", default=[], type=_pair, metavar="FIELD=HEADING",
        help="which column is meant, such as pain='NRS today'",
    )  # fmt: skip
    group.add_argument(
        "--where", action="append", default=[], type=_pair, metavar="HEADING=VALUE",
        help="only rows with this value",
    )  # fmt: skip
    group.add_argument(
        "--scale", action="append", default=[], type=_scale, metavar="LO-HI",
        help="scale of all pain scores if not 0-10, or of one: leg=0-100",
    )  # fmt: skip
    group.add_argument(
        "--fill-down", type=_listed, default=(), metavar="HEADINGS",
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
    group.add_argument("--onset", type=_day, metavar="DAY", help="when the present pain began")
    group.add_argument("--time-zone", metavar="NAME", help="such as Europe/Vienna (default UTC)")


def _add_simulate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "simulate", "write a made-up course as a folder to try things on")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder")
    parser.add_argument(
        "--example", default="builds-up", metavar="NAME", help="at-once, builds-up, acute-heals"
    )
    parser.add_argument(
        "--seed",
        type=_seed,
        metavar="N",
        help="another person of the same kind (default: as shown)",
    )
    _add_json(parser)


def _add_new(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "new", "make a course folder to start from, with every key explained"
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder")


def _add_evidence(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "evidence", "what the reports rest on")
    parser.add_argument("what", choices=("sources",), help="list every source with its key")
    _add_json(parser)


def _untangle_folder(arguments: argparse.Namespace) -> None:
    """`--json FOLDER` means JSON to the terminal for that folder: nobody writes a file over one."""
    is_a_file_or_asked_for = arguments.json in (None, "-") or bool(_inputs(arguments))
    if not is_a_file_or_asked_for and Path(arguments.json).is_dir():
        arguments.folder, arguments.json = Path(arguments.json), "-"


def _inputs(arguments: argparse.Namespace) -> list[str]:
    files = ("diary", "visits", "scores", "treatments")
    kinds = {
        "a folder": arguments.folder,
        "files": next((f for f in files if getattr(arguments, f)), None),
        "--example": arguments.example,
    }
    return [kind for kind, given in kinds.items() if given]


def _input_problem(arguments: argparse.Namespace) -> str | None:
    inputs = _inputs(arguments)
    if not inputs:
        return "say what to read: a FOLDER, --diary FILE (or --visits FILE), or --example NAME"
    if len(inputs) > 1:
        return f"{' and '.join(inputs)} were given; give one of them"
    if inputs == ["files"] and not (arguments.diary or arguments.visits):
        return "scores and treatments alone hold no pain: add --diary FILE or --visits FILE"
    html, json = getattr(arguments, "html", None), arguments.json
    if html is not None and html == json:
        return "--html and --json go to the same place; give one of them a file"
    return None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day; write it as 2026-03-31") from None


def _seed(text: str) -> int:
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0")
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    left, equals, right = text.partition("=")
    if not (left.strip() and equals and right.strip()):
        raise argparse.ArgumentTypeError(f"'{text}' has no two sides; write it as left=right")
    return left.strip(), right.strip()


def _scale(text: str) -> tuple[str | None, tuple[float, float]]:
    match = _SCALE.fullmatch(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(f"'{text}' is no scale; write it as 0-100 or leg=0-100")
    return match["field"], (float(match["lo"]), float(match["hi"]))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())

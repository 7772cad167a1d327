"""What may be typed after `deqi`. Each command has its file; loading them costs no library."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from deqi import __version__
from deqi.cli.arguments.blocks import block_problem, untangle_blocks
from deqi.cli.arguments.clinic import add_clinic
from deqi.cli.arguments.common import Formatter, Parser
from deqi.cli.arguments.course_inputs import input_problem, untangle_folder
from deqi.cli.arguments.evidence import add_evidence
from deqi.cli.arguments.new import add_new
from deqi.cli.arguments.papers import same_place
from deqi.cli.arguments.readers import add_readers
from deqi.cli.arguments.simulate import add_simulate, spell_out_example
from deqi.cli.arguments.society import add_society

_EPILOG = """\
deqi informs a licensed person who can check every reason. It does not diagnose.
Exit status: 0 done, 2 wrong command line, 3 bad input, 4 to 49 other errors,
70 a fault in deqi.
"""


def parse_arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line as values; a wrong one ends the program with status 2 and a sentence.

    >>> parse_arguments(["report", "anna", "--scale", "0-100"]).scale
    [(None, (0.0, 100.0))]
    """
    parser = build_parser()
    words = spell_out_example(sys.argv[1:] if argv is None else argv, parser)
    arguments = parser.parse_args(words)
    if hasattr(arguments, "folder") and hasattr(arguments, "diary"):
        untangle_blocks(arguments)
        untangle_folder(arguments)
        problem = input_problem(arguments) or block_problem(arguments)
    else:
        problem = same_place(arguments)
    if problem:
        arguments.parser.error(problem)
    return arguments


def build_parser() -> argparse.ArgumentParser:
    """The parser of `deqi` with all its subcommands."""
    parser: argparse.ArgumentParser = Parser(
        prog="deqi",
        description="Measured acupuncture care for low back pain: from a diary and visits\n"
        "to 'is pain changing, and what next?'",
        epilog=_EPILOG,
        formatter_class=Formatter,
    )
    parser.add_argument("--version", action="version", version=f"deqi {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    add_readers(commands)
    add_simulate(commands)
    add_new(commands)
    add_evidence(commands)
    add_clinic(commands)
    add_society(commands)
    return parser

"""`deqi society`: what members of a society's site write."""

from __future__ import annotations

import argparse

from deqi.cli.arguments.common import Commands, add_command


def add_society(commands: Commands[argparse.ArgumentParser]) -> None:
    """What members write, and what may be shown."""
    parser = add_command(commands, "society", "what members of a society write under its posts")
    within = parser.add_subparsers(dest="subcommand", metavar="COMMAND", required=True)
    judge = add_command(
        within,
        "judge",
        "which comments may be shown at once, and which a moderator sees first",
        handler="society_judge",
    )
    judge.add_argument(
        "comments",
        metavar="COMMENTS.jsonl",
        help="a JSON object a line: id, post_title, text, and what is known of the author; "
        "'-' reads from standard input",
    )
    judge.add_argument(
        "--own-host",
        metavar="HOST",
        action="append",
        default=[],
        help="a site of the society itself, such as society.example.org: its links and mail "
        "addresses are nobody's contact details; can be given again",
    )

"""`deqi society judge`: one line of JSON for each comment, in the order they came."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from deqi.exchange.comments import read_comments, write_judgement
from deqi.records import BadInputError, InputProblem
from deqi.society.comments import judge

STANDARD_INPUT = "-"


def run(arguments: Namespace) -> None:
    """Read every comment before the first is judged: a bad line stops it all."""
    for comment in read_comments(_lines(arguments.comments), Path(arguments.comments).name):
        sys.stdout.write(write_judgement(judge(comment, arguments.own_host)) + "\n")


def _lines(place: str) -> list[bytes]:
    if place == STANDARD_INPUT:
        return sys.stdin.buffer.readlines()
    try:
        return Path(place).read_bytes().splitlines()
    except OSError as error:
        problem = InputProblem(
            Path(place).name,
            None,
            None,
            error.strerror or "a file that cannot be read",
            "a file of comments, one JSON object a line",
            "Check the name, or give '-' to read from standard input.",
        )
        raise BadInputError((problem,)) from error

"""`deqi evidence priors`."""

from __future__ import annotations

import argparse
from pathlib import Path

from deqi.cli.arguments.common import Commands, add_command, add_html, add_json


def add_priors(commands: Commands[argparse.ArgumentParser]) -> None:
    """The informed prior set rebuilt from the tables."""
    parser = add_command(
        commands,
        "priors",
        "what the tables give for the prior set `informed`, and what would move",
        handler="evidence.priors",
    )
    parser.add_argument(
        "--with-memory", action="store_true", help="use figures that are from memory only, marked"
    )
    parser.add_argument(
        "--write",
        type=Path,
        metavar="FOLDER",
        help="write the rebuilt set as FOLDER/informed.toml; the shipped one is not touched",
    )
    add_html(parser)
    add_json(parser)

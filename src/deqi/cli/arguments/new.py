"""`deqi new`."""

from __future__ import annotations

import argparse
from pathlib import Path

from deqi.cli.arguments.common import Commands, add_command


def add_new(commands: Commands[argparse.ArgumentParser]) -> None:
    """A folder to start from."""
    parser = add_command(
        commands, "new", "make a course folder to start from, with every key explained"
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder")

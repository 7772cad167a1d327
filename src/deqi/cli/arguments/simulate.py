"""`deqi simulate`."""

from __future__ import annotations

import argparse
from pathlib import Path

from deqi.cli.arguments.common import Commands, add_command, add_json, seed


def add_simulate(commands: Commands[argparse.ArgumentParser]) -> None:
    """Made-up courses."""
    parser = add_command(
        commands, "simulate", "write a made-up course as a folder to try things on"
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder")
    parser.add_argument(
        "--example", default="builds-up", metavar="NAME", help="at-once, builds-up, acute-heals"
    )
    parser.add_argument(
        "--seed",
        type=seed,
        metavar="N",
        help="another person of the same kind (default: as shown)",
    )
    add_json(parser)

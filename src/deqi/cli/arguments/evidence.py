"""`deqi evidence`."""

from __future__ import annotations

import argparse

from deqi.cli.arguments.common import Commands, add_command, add_json


def add_evidence(commands: Commands[argparse.ArgumentParser]) -> None:
    """What the reports rest on."""
    parser = add_command(commands, "evidence", "what the reports rest on")
    parser.add_argument("what", choices=("sources",), help="list every source with its key")
    add_json(parser)

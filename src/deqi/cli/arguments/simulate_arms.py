"""`deqi simulate arms`."""

from __future__ import annotations

import argparse

from deqi.cli.arguments.common import Commands, add_command, add_json, seed


def add_arms(kinds: Commands[argparse.ArgumentParser]) -> None:
    """The arms of trials, foretold from trials that they are not part of."""
    parser = add_command(
        kinds,
        "arms",
        "foretell mean pain in the arms of a trial from other trials",
        "simulate_arms",
    )
    parser.add_argument(
        "--leave-out",
        action="append",
        default=[],
        metavar="TRIAL",
        help="foretell only this trial, such as brinkhaus2006; again for each",
    )
    parser.add_argument(
        "--with-memory", action="store_true", help="use figures that are from memory only, marked"
    )
    parser.add_argument("--seed", type=seed, default=1, metavar="N", help="chance (default: 1)")
    parser.add_argument(
        "--html", metavar="FILE", help="write the page to a file; - for the terminal"
    )
    add_json(parser)

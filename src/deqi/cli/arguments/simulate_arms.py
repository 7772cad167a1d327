"""`deqi simulate arms`."""

from __future__ import annotations

import argparse
from pathlib import Path

from deqi.cli.arguments.common import Commands, add_command, add_html, add_json, pair, seed


def add_arms(kinds: Commands[argparse.ArgumentParser]) -> None:
    """The arms of trials, foretold from trials that they are not part of."""
    parser = add_command(
        kinds,
        "arms",
        "foretell mean pain in the arms of a trial from other trials",
        "simulate_arms",
    )
    parser.add_argument(
        "table",
        nargs="?",
        type=Path,
        metavar="TABLE.csv",
        help="arms of trials, columns as for `deqi evidence pool`; a follow-up may have no "
        "mean yet; without it: each trial of the package's own tables",
    )
    parser.add_argument(
        "--leave-out",
        action="append",
        default=[],
        metavar="TRIAL",
        help="a trial of the package's tables, such as brinkhaus2006, that has no part in the "
        "bands; again for each; without TABLE.csv: foretell only these. bad-rows: go on "
        "without rows of the table that cannot be",
    )
    parser.add_argument(
        "--with-memory", action="store_true", help="use figures that are from memory only, marked"
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=pair,
        metavar="FIELD=HEADING",
        help="which column of the table is meant, such as n='Number analysed'",
    )
    parser.add_argument("--seed", type=seed, default=1, metavar="N", help="chance (default: 1)")
    add_html(parser)
    add_json(parser)

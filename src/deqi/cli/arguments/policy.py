"""The options of every command that plans: whose policy, and which days are closed."""

from __future__ import annotations

import argparse

from deqi.cli.arguments.common import days, pair

# What the options are for a command that plans nothing of its own.
NO_POLICY_OPTIONS = {"policy": "usual", "closed": (), "cannot_come": (), "setting": ()}


def add_policy_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how visits are planned")
    group.add_argument(
        "--policy", default="usual", metavar="NAME",
        help="usual, flare, us-medicare, or a TOML file",
    )  # fmt: skip
    group.add_argument(
        "--closed", action="append", default=[], type=days, metavar="DAY[..DAY]",
        help="the practice is closed",
    )  # fmt: skip
    group.add_argument(
        "--cannot-come", action="append", default=[], type=days, metavar="DAY[..DAY]",
        help="the person cannot come",
    )  # fmt: skip
    group.add_argument(
        "--setting", action="append", default=[], type=pair, metavar="NAME=VALUE",
        help="another setting of the policy, such as min_gap_d=4",
    )  # fmt: skip

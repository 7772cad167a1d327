"""`deqi evidence claims` and `deqi evidence mechanism`."""

from __future__ import annotations

import argparse

from deqi.cli.arguments.common import Commands, add_command, add_html, add_json


def add_mechanism(commands: Commands[argparse.ArgumentParser]) -> None:
    """How needling is thought to act, and for how long."""
    parser = add_command(
        commands,
        "mechanism",
        "how needling is thought to act, and for how long",
        handler="evidence.mechanism",
    )
    add_page(parser)
    add_json(parser)


def add_claims(commands: Commands[argparse.ArgumentParser]) -> None:
    """What practitioners say, weighed by trials."""
    parser = add_command(
        commands,
        "claims",
        "what practitioners say, each saying weighed by trials",
        handler="evidence.claims",
    )
    parser.add_argument(
        "claims",
        nargs="*",
        metavar="ID",
        help="claims to tell in full, such as 'work'; 'all' for every one; default: an overview",
    )
    add_page(parser)
    parser.add_argument(
        "--accept",
        metavar="ID",
        help="show the rows behind a claim, and the line that says a person has looked at them",
    )
    add_json(parser)


def add_page(parser: argparse.ArgumentParser) -> None:
    """The option for one HTML page."""
    add_html(parser)

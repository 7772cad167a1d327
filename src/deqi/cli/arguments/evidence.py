"""`deqi evidence`: a command of commands, each added by a function of its own."""

from __future__ import annotations

import argparse

from deqi.cli.arguments.common import Commands, add_command, add_json
from deqi.cli.arguments.evidence_claims import add_claims, add_mechanism
from deqi.cli.arguments.evidence_pool import add_pool, add_published
from deqi.cli.arguments.evidence_priors import add_priors


def add_evidence(commands: Commands[argparse.ArgumentParser]) -> None:
    """What the reports rest on, and what trials say."""
    parser = add_command(commands, "evidence", "what trials say, and what the reports rest on")
    within = parser.add_subparsers(dest="subcommand", metavar="COMMAND", required=True)
    add_pool(within)
    add_published(within)
    add_sources(within)
    add_claims(within)
    add_priors(within)
    add_mechanism(within)


def add_sources(commands: Commands[argparse.ArgumentParser]) -> None:
    """Every source, or what is still to be checked."""
    parser = add_command(
        commands, "sources", "list every source with its key", handler="evidence.sources"
    )
    parser.add_argument(
        "--unchecked",
        action="store_true",
        help="only sources whose identifier was not seen, and figures that nobody has checked",
    )
    add_json(parser)

"""The page of commands, made from the same parser that reads them."""

from __future__ import annotations

import argparse

from deqi.cli.arguments import build_parser


def describe_commands() -> str:
    """Every subcommand with its help, as Markdown; `docs/reference/commands.md` is this text.

    >>> "## `deqi report`" in describe_commands()
    True
    """
    parser = build_parser()
    parts = ["# Commands\n", _help("deqi", parser)]
    for name, command in _subcommands(parser).items():
        parts.append(_help(f"deqi {name}", command))
    return "\n".join(parts)


def _help(name: str, parser: argparse.ArgumentParser) -> str:
    return f"## `{name}`\n\n```text\n{parser.format_help().rstrip()}\n```\n"


def _subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:  # argparse offers no other way to its subcommands
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found

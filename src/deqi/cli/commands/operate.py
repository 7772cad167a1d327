"""`deqi backup`, `deqi restore`, `deqi verify`: in a process that loads the clinic."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.operations import become


def run(arguments: Namespace) -> None:
    """Become the operation of the command's own name."""
    become(arguments.command, file=getattr(arguments, "file", None))

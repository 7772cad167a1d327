"""`deqi let-in`: for somebody who lost the second factor, in a process that loads the clinic."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.operations import become


def run(arguments: Namespace) -> None:
    """Become the operation; an option that was not given is left out."""
    yes, link = ("yes" if given else None for given in (arguments.yes, arguments.link))
    become("let_in", email=arguments.email, yes=yes, link=link)

"""`deqi serve`: the clinic in the browser, in the place of this process."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.operations import become


def run(arguments: Namespace) -> None:
    """Become the server: signals and the exit status are its own from here on."""
    operation = "demo" if arguments.demo else "serve"
    become(operation, host=arguments.host, port=arguments.port, processes=arguments.processes)

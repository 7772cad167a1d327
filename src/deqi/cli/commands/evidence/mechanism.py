"""`deqi evidence mechanism`: the proposed pathway, for explanation only."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.outputs import WIDTH, as_json, put
from deqi.report.mechanism import mechanism_json, write_mechanism_html, write_mechanism_text


def run(arguments: Namespace) -> None:
    """Write the explanation to wherever it was asked for."""
    if arguments.html is not None:
        put(write_mechanism_html(), arguments.html, arguments)
    if arguments.json is not None:
        put(as_json(mechanism_json()), arguments.json, arguments)
    if arguments.html is None and arguments.json is None:
        put(write_mechanism_text(WIDTH), "-", arguments)

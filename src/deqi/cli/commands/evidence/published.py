"""`deqi evidence published`: published pools beside ours, and why they differ."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.outputs import WIDTH, as_json, put
from deqi.evidence import read_arms


def run(arguments: Namespace) -> None:
    """Pool our rows for the question of each published pool."""
    from deqi.evidence.pooling.published import beside_published
    from deqi.report.pool.published import published_json, write_published_text

    found = beside_published(read_arms(), arguments.with_memory)
    if arguments.json is None:
        put(write_published_text(found, WIDTH), "-", arguments)
    else:
        put(as_json(published_json(found, arguments.with_memory)), arguments.json, arguments)

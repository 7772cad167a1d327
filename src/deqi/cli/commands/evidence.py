"""`deqi evidence sources`: what the reports rest on."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.outputs import paragraph, put_answer
from deqi.evidence import describe_sources, read_sources


def run(arguments: Namespace) -> None:
    """List every source with its key."""
    sources = [
        {"key": key, "citation": source.citation, "address": source.address or None}
        for key, source in sorted(read_sources().items())
    ]
    lines = (_wrapped(line) for line in describe_sources())
    put_answer(arguments, lines, {"sources": sources})


def _wrapped(line: str) -> str:
    indent = " " * (len(line) - len(line.lstrip()))
    return paragraph(line.strip(), indent) if line.strip() else ""

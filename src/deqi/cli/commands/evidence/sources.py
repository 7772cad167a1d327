"""`deqi evidence sources`: what the reports rest on, and what of it is not checked."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from deqi.cli.outputs import paragraph, put_answer
from deqi.evidence import Source, describe_sources, read_sources
from deqi.evidence.unchecked import describe_unchecked, unchecked_figures, unchecked_sources


def run(arguments: Namespace) -> None:
    """List every source with its key, or what is still to be checked."""
    if arguments.unchecked:
        put_answer(arguments, map(_wrapped, describe_unchecked()), _unchecked())
        return
    sources = [_source(source) for _, source in sorted(read_sources().items())]
    put_answer(
        arguments,
        map(_wrapped, describe_sources()),
        {"schema": "deqi.sources/1", "sources": sources},
    )


def _unchecked() -> dict[str, Any]:
    return {
        "schema": "deqi.unchecked/1",
        "sources": [_source(source) for source in unchecked_sources()],
        "figures": [
            {
                "table": figure.table,
                "row": figure.row,
                "what": figure.what,
                "verified": figure.verified.value,
                "why": figure.why,
                "sources": list(figure.sources),
            }
            for figure in unchecked_figures()
        ],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "key": source.key,
        "citation": source.citation,
        "address": source.address or None,
    }


def _wrapped(line: str) -> str:
    indent = " " * (len(line) - len(line.lstrip()))
    return paragraph(line.strip(), indent) if line.strip() else ""

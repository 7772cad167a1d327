"""Where an answer goes: to the terminal, or whole into a file."""

from __future__ import annotations

import json
import sys
import textwrap
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from deqi.cli.inputs import input_paths
from deqi.exchange import OutputError, write_file

WIDTH = 80
NAME_WIDTH = 18


def put(text: str | bytes, place: str, arguments: Namespace) -> None:
    """Print a text if its place is `-`, or else write it to that file and say so."""
    if isinstance(text, str) and not text.endswith("\n"):
        text += "\n"
    if place == "-":
        _print(text)
        return
    write_file(Path(place), text, input_paths(arguments))
    print(f"Written: {place}", file=sys.stderr)


def _print(text: str | bytes) -> None:
    if isinstance(text, str):
        sys.stdout.write(text)
    elif sys.stdout.isatty():
        raise OutputError("A PDF is not for a terminal to show. Give it a file: --pdf FILE.")
    else:
        sys.stdout.buffer.write(text)


def put_answer(arguments: Namespace, lines: Iterable[str], plain: dict[str, Any]) -> None:
    """The answer of a subcommand: as text, or as JSON if that was asked for."""
    if arguments.json is None:
        put("\n".join(lines), "-", arguments)
    else:
        put(as_json(plain), arguments.json, arguments)


def as_json(plain: dict[str, Any]) -> str:
    """JSON as the reports write it: indented, letters as they are, no NaN."""
    return json.dumps(plain, indent=2, ensure_ascii=False, allow_nan=False)


def paragraph(text: str, mark: str = "") -> str:
    """A sentence or more, wrapped; `mark` stands before its first line.

    >>> print(paragraph("Nothing recorded speaks against needling.", "- "))
    - Nothing recorded speaks against needling.
    """
    filled = textwrap.fill(
        text.replace(" %", "\u00a0%"),  # no line begins with a per cent sign
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace("\u00a0", " ")


def fact(name: str, text: str) -> str:
    """A named value, wrapped beside its name.

    >>> fact("visits", "12, all with a score just before")
    '  visits            12, all with a score just before'
    """
    return paragraph(text, f"  {name:<{NAME_WIDTH}}")


def cited(sentence: str, sources: Iterable[str]) -> str:
    """A sentence with the keys of its sources; see `deqi evidence sources`."""
    return " ".join([sentence, *(f"[{key}]" for key in sources)])


def data_lines(left_out: Iterable[str], warnings: Iterable[str]) -> list[str]:
    """What was left out and what should be known about the data, if anything."""
    lines = []
    for title, sentences in (("Left out", left_out), ("About the data", warnings)):
        marked = [paragraph(sentence, "- ") for sentence in sentences]
        if marked:
            lines += ["", f"{title}:", *marked]
    return lines

"""`deqi simulate example`: a made-up course as a folder."""

from __future__ import annotations

import sys
from argparse import Namespace

from deqi.cli.outputs import as_json, put
from deqi.exchange import write_course


def run(arguments: Namespace) -> None:
    """Write an example, or another person of its kind, as a new course folder."""
    from deqi.simulate import example_course

    course = example_course(arguments.example, arguments.seed)
    write_course(course, arguments.folder)
    print(f"Written: {arguments.folder} ({course.id})", file=sys.stderr)
    if arguments.json is not None:
        plain = {
            "schema": "deqi.example/1",
            "course": course.id,
            "folder": str(arguments.folder),
            "entries": len(course.entries),
            "visits": len(course.visits),
        }
        put(as_json(plain), arguments.json, arguments)

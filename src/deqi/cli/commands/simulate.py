"""`deqi simulate`: a made-up course as a folder."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace

from deqi.cli.outputs import as_json, put
from deqi.exchange import write_course
from deqi.records import Course


def run(arguments: Namespace) -> None:
    """Write an example, or another person of its kind, as a new course folder."""
    course = _course(arguments.example, arguments.seed)
    write_course(course, arguments.folder)
    print(f"Written: {arguments.folder} ({course.id})", file=sys.stderr)
    if arguments.json is not None:
        plain = {
            "course": course.id,
            "folder": str(arguments.folder),
            "entries": len(course.entries),
            "visits": len(course.visits),
        }
        put(as_json(plain), arguments.json, arguments)


def _course(name: str, seed: int | None) -> Course:
    from deqi.simulate import EXAMPLES, example_course, simulate_course

    course = example_course(name)
    if seed is None:
        return course
    from numpy.random import default_rng

    other = simulate_course(EXAMPLES[name].scenario, default_rng(seed))
    return replace(
        course,
        id=f"like {name}, seed {seed} (simulated)",
        entries=other.entries,
        visits=other.visits,
    )

"""`deqi new`: a course folder to start from."""

from __future__ import annotations

import sys
from argparse import Namespace

from deqi.exchange import write_template


def run(arguments: Namespace) -> None:
    """Make the folder and say what to do with it."""
    write_template(arguments.folder)
    print(
        f"Written: {arguments.folder} with course.toml, diary.csv and visits.csv. Fill in what is "
        f"known, then: deqi report {arguments.folder}",
        file=sys.stderr,
    )

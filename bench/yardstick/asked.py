"""Which courses a slow yardstick is asked to run, and where its answers go."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.yardstick.courses import Case


def cases_asked_for(
    about: str, cases: Sequence[Case], stored: Path
) -> Iterator[tuple[Case, Path, int]]:
    """Read the command line; give each case to run with the file for its answer and the seed."""
    parser = argparse.ArgumentParser(description=about.partition("\n")[0])
    parser.add_argument("--only", nargs="*", help="names of courses; default: those not stored")
    parser.add_argument("--into", type=Path, default=stored, help="folder for the results")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    for case in cases:
        path = asked.into / f"{case.name}.json"
        if case.name in asked.only if asked.only else not path.exists():
            yield case, path, asked.seed

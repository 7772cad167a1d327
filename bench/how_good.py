"""How good is it? Measures, keeps the figures, and writes docs/explanation/how-good-is-it.md.

python -m bench.how_good                    writes the page from the kept figures
python -m bench.how_good --measure          measures everything at full size first (2 hours)
python -m bench.how_good --measure nulls --n 100
"""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import (
    believable,
    clinic_load,
    forecasts,
    found,
    n_of_1,
    nulls,
    policies,
    practice,
    ranks,
    silence,
    simulate_speed,
    society_judge,
    society_load,
    speed,
)
from bench.page import describe
from bench.yardstick import compare

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "how-good-is-it.md"

MEASURES: dict[str, tuple[Callable[[int], list[dict[str, Any]]], int]] = {
    "ranks": (ranks.measure, 2000),
    "nulls": (nulls.measure, 1000),
    "forecasts": (forecasts.measure, 1000),
    "found": (found.measure, 300),
    "silence": (silence.measure, 500),
    "policies": (policies.measure, 20_000),
    "believable": (believable.measure, 20_000),
    "n_of_1": (n_of_1.measure, 200),
    "speed": (speed.measure, 7),
    "simulate_speed": (simulate_speed.measure, 5),
    "practice": (practice.measure, 1000),
    "practice-ranks": (ranks.measure_practice, 2000),
    "clinic": (clinic_load.measure_sqlite, clinic_load.FULL_S),
    "clinic-postgresql": (clinic_load.measure_postgresql, clinic_load.FULL_S),
    "society": (society_judge.measure_judged, 0),
    "society-load": (society_load.measure_sqlite, society_load.FULL_S),
    "society-load-postgresql": (society_load.measure_postgresql, society_load.FULL_S),
    "nuts": (compare.nuts_rows, compare.N_REPEATS),
    "particles": (compare.particle_rows, 0),
}


def measure(name: str, n: int | None) -> None:
    """Measure one thing and keep its rows."""
    run, full_size = MEASURES[name]
    keep(name, run(full_size if n is None else n))


def keep(name: str, rows: list[dict[str, Any]]) -> None:
    """Keep the rows of one measure, in place of those before."""
    RESULTS.mkdir(exist_ok=True)
    kept = {"measure": name, "python": platform.python_version(), "rows": rows}
    text = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")


def read_rows(name: str) -> list[dict[str, Any]]:
    """The kept figures of one measure; empty if it was never run."""
    path = RESULTS / f"{name}.json"
    if not path.exists():
        return []
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return rows


def main() -> None:
    """Measure what is asked for, then write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", nargs="*", choices=list(MEASURES), default=None)
    parser.add_argument("--n", type=int, default=None, help="courses a cell; default: full size")
    asked = parser.parse_args()
    if asked.measure is not None:
        for name in asked.measure or MEASURES:
            measure(name, asked.n)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(describe(read_rows), encoding="utf-8")
    print(f"Written: {PAGE}")


if __name__ == "__main__":
    main()

"""Many seeded tasks on all cores, with progress, in a fixed order of results."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from deqi.compute import Failure, run_tasks

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


def run_all(task: Callable[[Any], Any], jobs: Sequence[Any], title: str) -> list[Any]:
    """Run `task` on every job, on the path of a practice; results come in the order of the jobs."""
    began = time.monotonic()
    numbered = ((str(k), job) for k, job in enumerate(jobs))
    results: dict[str, Any] = {}
    for key, result in run_tasks(task, numbered, os.cpu_count() or 1):
        if isinstance(result, Failure):
            raise RuntimeError(f"{title}, job {key}: {result.sentence}")
        results[key] = result
        done = len(results)
        if done % 20 == 0 or done == len(jobs):
            left = (time.monotonic() - began) / done * (len(jobs) - done)
            print(f"\r{title}: {done}/{len(jobs)}, {left:.0f} s left ", end="", file=sys.stderr)
    print(file=sys.stderr)
    return [results[str(k)] for k in range(len(jobs))]

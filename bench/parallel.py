"""Many seeded tasks on all cores, with progress, in a fixed order of results."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import Any

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


def run_all(task: Callable[[Any], Any], jobs: Sequence[Any], title: str) -> list[Any]:
    """Run `task` on every job; results come in the order of the jobs, whatever the cores do."""
    began = time.monotonic()
    results = []
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        for done, result in enumerate(pool.imap(task, jobs, chunksize=4), start=1):
            results.append(result)
            if done % 20 == 0 or done == len(jobs):
                left = (time.monotonic() - began) / done * (len(jobs) - done)
                print(f"\r{title}: {done}/{len(jobs)}, {left:.0f} s left ", end="", file=sys.stderr)
    print(file=sys.stderr)
    return results

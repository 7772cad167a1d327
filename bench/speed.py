"""How fast: seconds on this machine, and ratios to a fixed piece of numpy that any machine has."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

import bench.parallel  # noqa: F401  one numerical thread, before numpy is loaded
from deqi.infer import infer
from deqi.records import Course
from deqi.simulate import Scenario, simulate_course

COURSE = Scenario(n_days=84, writes=0.85)


def seconds(task: Callable[[], Any], repeats: int = 7) -> float:
    """Median seconds of a task, after one run to warm up."""
    task()
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        task()
        times.append(time.perf_counter() - began)
    return float(np.median(times))


def yardstick() -> float:
    """A fixed amount of the kind of arithmetic that the filter does: small batched arrays."""
    a = np.full((9, 9, 256), 0.5)
    b = np.full((9, 256), 0.25)
    total = 0.0
    for _ in range(300):
        total += float((a * b + b[:, None] * b[None]).sum())
    return total


def course_of(n_days: int) -> Course:
    """A chronic course with 12 visits and a diary of so many days."""
    return simulate_course(replace(COURSE, n_days=n_days), np.random.default_rng(5))


def inference_ratio(with_flares: bool = True) -> float:
    """Seconds of one inference of 84 days with 12 visits, over those of the yardstick."""
    course = course_of(84)
    return seconds(lambda: infer(course, with_flares=with_flares)) / seconds(yardstick)


def measure(_n: int = 0) -> list[dict[str, Any]]:
    """One row for each thing timed."""
    unit = seconds(yardstick)
    rows = []
    for name, task in _tasks().items():
        took = seconds(task)
        rows.append({"what": name, "ms": 1000 * took, "ratio": took / unit})
    for name, command in _commands().items():
        took = seconds(
            lambda command=command: subprocess.run(command, capture_output=True, check=True)
        )
        rows.append({"what": name, "ms": 1000 * took, "ratio": took / unit})
    return rows


def _tasks() -> dict[str, Callable[[], Any]]:
    season, year = course_of(84), course_of(336)
    return {
        "inference, 84 days, 12 visits, no flares": lambda: infer(season, with_flares=False),
        "inference, 84 days, 12 visits, flares": lambda: infer(season),
        "inference under both prior sets": lambda: infer(season).informed,
        "inference, 336 days, 12 visits, flares": lambda: infer(year),
    }


def _commands() -> dict[str, list[str]]:
    deqi = [sys.executable, "-m", "deqi"]
    report = [*deqi, "report", "--example", "builds-up"]
    return {
        "deqi --help": [*deqi, "--help"],
        "first report from a cold start": report,
        "first page from a cold start": [*report, "--html", "-"],
    }

"""One process, two processes, killed and taken up again: the same bytes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from deqi.exchange import write_table_folder
from deqi.records import Course
from deqi.simulate import Scenario, simulate_course

N_PATIENTS = 9
SHORT = Scenario(n_days=20, visit_days=(6, 9, 13), writes=0.8)
MIN_MOMENT_S = 0.05


def courses() -> Iterator[Course]:
    for k in range(N_PATIENTS):
        phase = ("chronic", "subacute", "acute")[k % 3]
        course = simulate_course(replace(SHORT, phase=phase), np.random.default_rng([31, k]))
        yield replace(course, id=f"P-{k}")


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small practice, and what one process makes of it in peace."""
    folder = tmp_path_factory.mktemp("practice")
    write_table_folder(courses(), folder / "tables")
    run_to_end(folder / "tables", folder / "whole", 1)
    return folder


def command(tables: Path, out: Path, n_jobs: int) -> list[str]:
    deqi = [sys.executable, "-m", "deqi", "report", str(tables), "--all", "-o", str(out)]
    return [*deqi, "--json", "--today", "2026-03-01", "--jobs", str(n_jobs)]


def run_to_end(tables: Path, out: Path, n_jobs: int) -> float:
    began = time.monotonic()
    subprocess.run(command(tables, out, n_jobs), check=True, capture_output=True)
    return time.monotonic() - began


def contents(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def test_two_processes_write_the_bytes_of_one(practice: Path) -> None:
    run_to_end(practice / "tables", practice / "two", 2)
    assert contents(practice / "two") == contents(practice / "whole")


def is_killed_within(practice: Path, out: Path, moment_s: float, n_jobs: int) -> bool:
    """Whether a run was still at work when it was killed."""
    run = subprocess.Popen(
        command(practice / "tables", out, n_jobs),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        run.wait(moment_s)
    except subprocess.TimeoutExpired:
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        return True
    return False


def kill_at_moments(practice: Path, n_moments: int, seed: int) -> None:
    """Kill runs at so many moments, up to three times in one folder, then let it end in peace."""
    rng = np.random.default_rng(seed)
    took = run_to_end(practice / "tables", practice / f"timed-{seed}", 1)
    n_hit = n_folders = 0
    while n_hit < n_moments:
        out = practice / f"killed-{seed}-{n_folders}"
        n_folders += 1
        for _ in range(min(3, n_moments - n_hit)):
            moment_s = rng.uniform(MIN_MOMENT_S, took)
            if not is_killed_within(practice, out, moment_s, int(rng.integers(1, 3))):
                took = moment_s  # the machine is less busy than it was
                break
            n_hit += 1
        run_to_end(practice / "tables", out, 1)
        assert contents(out) == contents(practice / "whole")


def test_killed_at_random_moments_and_taken_up_again_it_leaves_the_same(practice: Path) -> None:
    kill_at_moments(practice, n_moments=3, seed=1)


@pytest.mark.long
def test_killed_at_fifty_random_moments_it_leaves_the_same(practice: Path) -> None:
    kill_at_moments(practice, n_moments=50, seed=2)

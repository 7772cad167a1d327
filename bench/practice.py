"""A practice at once: seconds a course, memory, and where the time goes.

python -m bench.how_good --measure practice              1,000 courses, both prior sets
python -m bench.practice 1000 practice                   writes such a practice as a table folder
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import bench.parallel  # noqa: F401  one numerical thread, before numpy is loaded
from bench.speed import yardstick
from deqi.exchange import read_table_folder, write_table_folder
from deqi.exchange.out_folder import file_stems
from deqi.infer import fit_silence, infer
from deqi.infer.filter import filter_record
from deqi.plan import choose_verdict, plan
from deqi.records import Course
from deqi.report import assemble_report, write_html, write_json
from deqi.screen import screen
from deqi.simulate import Scenario, simulate_course

TODAY = date(2026, 4, 1)
SEASON = Scenario(n_days=84, writes=0.85)  # 12 visits
N_PROFILED = 12
REPEATS = 3
PICTURES = ("level over the record, for pictures", "page with its pictures")
N_JOBS = 2
POINTS = (64, 128, 256)


def courses(n: int, seed: int = 0) -> Iterator[Course]:
    """So many people: a third each chronic, subacute and acute; 84 days, 12 visits."""
    for k in range(n):
        phase = ("chronic", "subacute", "acute")[k % 3]
        rng = np.random.default_rng([41, seed, k])
        yield replace(simulate_course(replace(SEASON, phase=phase), rng), id=f"P-{k:05d}")


def measure(n: int) -> list[dict[str, Any]]:
    """Rows of three kinds: whole runs, stages of one course, and points a round."""
    unit = own_seconds(yardstick)
    return [*_runs(n, unit), *_stages(unit), *_points(unit)]


def own_seconds(task: Callable[[], Any], repeats: int = 11) -> float:
    """Least seconds of this process's own work, which others on the machine hardly lengthen."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        task()
        times.append(time.process_time() - began)
    return min(times)


def _runs(n: int, unit: float) -> Iterator[dict[str, Any]]:
    """Whole runs through the command line, of a quarter and of all, so that memory can grow."""
    for size in (max(n // 4, 1), n):
        with TemporaryDirectory() as name:
            tables = Path(name) / "tables"
            write_table_folder(courses(size), tables)
            command = [sys.executable, "-m", "deqi", "report", str(tables), "--all", "--json"]
            command += ["-o", str(Path(name) / "out"), "--today", str(TODAY)]
            took, cpu, peak_mb = _run([*command, "--jobs", str(N_JOBS)])
            again, _, _ = _run([*command, "--jobs", str(N_JOBS)])
        yield {
            "kind": "run",
            "n": size,
            "jobs": N_JOBS,
            "s": took,
            "cpu_s": cpu,
            "again_s": again,
            "peak_mb": peak_mb,
            "load": os.getloadavg()[0],
            "ratio_a_course": cpu / size / unit,
        }


def _run(command: list[str]) -> tuple[float, float, float]:
    """Seconds, seconds of all its processes' work, and the largest process in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, cpu, after.ru_maxrss / 1024


def _stages(unit: float) -> Iterator[dict[str, Any]]:
    """What one course costs, stage by stage, in one process: the least of some repeats of each."""
    some = list(courses(N_PROFILED, seed=1))
    assemble_report(some[0], today=TODAY)  # what is loaded once is loaded now
    with TemporaryDirectory() as name:
        write_table_folder(some, name)
        read = _read_all(Path(name))
        reading = own_seconds(lambda: _read_all(Path(name)), REPEATS)
    spent = {"reading its rows": reading}
    for course in read:
        repeats = [_one_course(course) for _ in range(REPEATS)]
        for stage in repeats[0]:
            spent[stage] = spent.get(stage, 0.0) + min(times[stage] for times in repeats)
    for stage, took in spent.items():
        each = took / len(read)
        yield {"kind": "stage", "what": stage, "ms": 1000 * each, "ratio": each / unit}


def _read_all(path: Path) -> list[Course]:
    folder = read_table_folder(path)
    file_stems(folder)
    return [folder.course(key) for key in folder]


def _one_course(course: Course) -> dict[str, float]:
    """Seconds of each stage on one course."""
    spent: dict[str, float] = {}

    def timed(name: str, task: Callable[[], Any]) -> Any:
        began = time.process_time()
        result = task()
        spent[name] = time.process_time() - began
        return result

    fit = timed("fit, sceptical", lambda: infer(course))
    timed("fit, informed", lambda: fit.informed)
    screened = screen(course, TODAY)
    silence = timed("refits of silent days", lambda: fit_silence(course, fit))
    verdict = timed("change and verdict", lambda: choose_verdict(fit, screened, course, silence))
    timed("plan: gain of one more visit", lambda: plan(fit, verdict, screened, today=TODAY))
    timed("forecast", lambda: fit.forecast(28))
    timed("flares, looking back", fit.flare_days)
    timed(PICTURES[0], fit.path)
    report = assemble_report(course, today=TODAY)
    timed("JSON", lambda: write_json(report))
    timed(PICTURES[1], lambda: write_html(report))
    return spent


def _points(unit: float) -> Iterator[dict[str, Any]]:
    """One pass of the filter with fewer and more points: what is arithmetic, what is calling."""
    fit = infer(next(courses(1)))
    theta = fit.components[0].theta
    for n in POINTS:
        some = {name: np.resize(value, n) for name, value in theta.items()}
        took = own_seconds(lambda some=some: filter_record(fit.schedule, some, fit.priors[0][0]))
        yield {"kind": "points", "n": n, "ms": 1000 * took, "ratio": took / unit}


if __name__ == "__main__":
    write_table_folder(courses(int(sys.argv[1])), sys.argv[2])

"""Tasks run here or in processes, give the same, and fail by name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from deqi.compute import Failure, run_tasks
from deqi.records import OutsideMeaningError

N_TASKS = 7


def divide(by: int) -> float:
    """A task that can fail in two ways."""
    if by < 0:
        raise OutsideMeaningError(f"{by} is below 0.")
    return 1 / by


def end_process(marks: tuple[str, int]) -> int:
    """A task that ends its own process, so many times."""
    folder, n_times = marks
    if n_times and len(list(Path(folder).iterdir())) < n_times:
        (Path(folder) / str(time.monotonic_ns())).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return n_times


def test_processes_give_what_one_gives():
    tasks = [(str(n), n) for n in range(-1, N_TASKS)]
    alone = dict(run_tasks(divide, tasks))
    together = dict(run_tasks(divide, tasks, 2))
    assert alone == together
    assert alone["3"] == 1 / 3


def test_a_failure_has_a_name_and_the_others_go_on():
    found = dict(run_tasks(divide, [("a", -1), ("b", 0), ("c", 1)]))
    assert found["a"] == Failure("outside_meaning", "-1 is below 0.")
    assert isinstance(found["b"], Failure)
    assert found["b"].code == "fault"
    assert "ZeroDivisionError at" in found["b"].sentence
    assert "division by zero" not in found["b"].sentence
    assert found["c"] == 1.0


def test_tasks_are_taken_when_a_process_is_free_for_them():
    taken = []

    def tasks():
        for n in range(50):
            taken.append(n)
            yield str(n), n + 1

    results = run_tasks(divide, tasks(), 2)
    next(results)
    assert len(taken) <= 6
    results.close()


def test_a_killed_process_costs_nothing_but_time(tmp_path: Path):
    once, never = tmp_path / "once", tmp_path / "never"
    once.mkdir()
    never.mkdir()
    tasks = [("bad", (str(once), 1)), *((str(n), (str(never), 0)) for n in range(N_TASKS))]
    found = dict(run_tasks(end_process, tasks, 2))
    assert len(found) == N_TASKS + 1
    assert not any(isinstance(result, Failure) for result in found.values())


def test_a_task_that_ends_every_process_is_named_and_the_others_go_on(tmp_path: Path):
    always, never = tmp_path / "always", tmp_path / "never"
    always.mkdir()
    never.mkdir()
    tasks = [("bad", (str(always), 1000)), *((str(n), (str(never), 0)) for n in range(N_TASKS))]
    found = dict(run_tasks(end_process, tasks, 2))
    assert found.pop("bad").code == "lost_worker"
    assert list(found.values()) == [0] * N_TASKS


PARENT = """
import sys, time
from deqi.compute import run_tasks
if __name__ == "__main__":
    for key, result in run_tasks(time.sleep, ((str(n), 0.05) for n in range(10**6)), 2):
        print(key, flush=True)
"""


def test_no_process_outlives_its_parent(tmp_path: Path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    parent.stdout.readline()
    children = children_of(parent.pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert len(children) >= 2
    deadline = time.monotonic() + 20
    while any(is_alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(is_alive(child) for child in children)


def children_of(pid: int) -> list[int]:
    """Processes whose parent this is."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs (and is no zombie)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

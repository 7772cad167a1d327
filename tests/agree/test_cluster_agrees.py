"""Through a cluster's workers, one of which is killed: the same bytes as here."""

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

from deqi.cli.main import main
from deqi.compute import ClusterError, Failure, run_on_cluster
from deqi.exchange import write_table_folder
from deqi.records import Course
from deqi.simulate import Scenario, simulate_course

pytest.importorskip("distributed", reason="the extra cluster is not installed")

N_PATIENTS = 16
START = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        pids = [worker.pid for worker in cluster.workers.values()]
        print(cluster.scheduler_address, *pids, flush=True)
        sys.stdin.read()
"""
Cluster = tuple[str, list[int]]


def courses() -> Iterator[Course]:
    scenario = Scenario(n_days=24, visit_days=(6, 9, 13), writes=0.8)
    for k in range(N_PATIENTS):
        course = simulate_course(scenario, np.random.default_rng([37, k]))
        yield replace(course, id=f"P-{k}")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers in processes of their own."""
    script = tmp_path_factory.mktemp("cluster") / "start.py"
    script.write_text(START)
    run = subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert run.stdin is not None
    assert run.stdout is not None
    address, *pids = run.stdout.readline().split()
    yield address, [int(pid) for pid in pids]
    run.stdin.close()
    run.stdout.close()
    run.wait(60)


def report_all(tables: Path, out: Path, *options: str) -> list[str]:
    deqi = [sys.executable, "-m", "deqi", "report", str(tables), "--all", "-o", str(out)]
    return [*deqi, "--json", "--today", "2026-03-01", *options]


def contents(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def test_a_cluster_gives_the_same_bytes_and_survives_a_killed_worker(
    cluster: Cluster, tmp_path: Path
) -> None:
    address, pids = cluster
    tables = tmp_path / "tables"
    write_table_folder(courses(), tables)
    subprocess.run(report_all(tables, tmp_path / "here", "--jobs", "1"), check=True)
    out = tmp_path / "there"
    run = subprocess.Popen(report_all(tables, out, "--cluster", address))
    while run.poll() is None and not list(out.glob("*.json")):
        time.sleep(0.05)
    n_before = len(list(out.glob("*.json")))
    os.kill(pids[0], signal.SIGKILL)
    assert run.wait() == 0
    assert 0 < n_before < N_PATIENTS, "the worker was killed too late to matter"
    assert contents(out) == contents(tmp_path / "here")


def test_a_failure_on_a_worker_has_a_name(cluster: Cluster) -> None:
    found = dict(run_on_cluster(abs, [("a", 1), ("b", "x")], cluster[0], sys.getdefaultencoding))
    assert found["a"] == 1
    assert isinstance(found["b"], Failure)
    assert found["b"].code == "fault"


def test_a_worker_that_differs_is_refused(cluster: Cluster) -> None:
    with pytest.raises(ClusterError, match="this machine has"):
        list(run_on_cluster(abs, [("a", 1)], cluster[0], os.getpid))


def test_nobody_at_the_address_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deqi.compute.cluster.CONNECT_S", 0.5)
    tables = tmp_path / "tables"
    write_table_folder(list(courses())[:1], tables)
    out = str(tmp_path / "out")
    assert main(["report", str(tables), "--all", "-o", out, "--cluster", "tcp://127.0.0.1:9"]) == 10
    assert "no scheduler answers" in capsys.readouterr().err


def test_without_the_library_it_is_said_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    tables = tmp_path / "tables"
    write_table_folder(list(courses())[:1], tables)
    out = str(tmp_path / "out")
    assert main(["report", str(tables), "--all", "-o", out, "--cluster", "tcp://127.0.0.1:9"]) == 7
    assert "pip install 'deqi[cluster]'" in capsys.readouterr().err

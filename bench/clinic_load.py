"""A clinic under load: a thousand active courses, people who write and people who look.

python -m bench.clinic_load SECONDS [PATIENTS]      measures and prints

On the database that DEQI_DATABASE_URL names; without it on SQLite.

Needs locust, from the extra `yardstick`. Every write waits for the disk on both databases. The
visitors run on the same machine and take their share of it.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.page_clinic import describe_clinic
from tests.operations.servers import Server, settings_in

ROOT = Path(__file__).parents[1]
N_VISITORS = 30  # 10 that write and 20 that look, see bench.clinic_visitors
FULL_S = 600
WARM_UP_S = 20  # not counted: a thousand patients do not come in the minute after a start


def measure_sqlite(seconds: int) -> list[dict[str, Any]]:
    """One row a kind of request, on SQLite."""
    return measure(seconds, None)


def measure_postgresql(seconds: int) -> list[dict[str, Any]]:
    """The same on a PostgreSQL server of its own that waits for the disk."""
    words = [str(ROOT / ".ci" / "with-postgresql"), sys.executable, "-m", "bench.clinic_load"]
    given = os.environ | {"DEQI_TEST_FSYNC": "on"}
    done = subprocess.run(
        [*words, str(seconds)], env=given, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def measure(seconds: int, url: str | None, n_patients: int = 1000) -> list[dict[str, Any]]:
    """One row a kind of request."""
    with tempfile.TemporaryDirectory(prefix="deqi-load-") as name:
        folder = Path(name)
        server = Server(folder, settings_in(folder, url))
        (folder / "home").mkdir(mode=0o700)
        cookies = folder / "cookies.json"
        _run(server, "-m", "bench.clinic_people", str(cookies), str(n_patients))
        os.sync()  # what was filled in is on the disk before anybody waits for it
        server.start()
        try:
            _visit(server, cookies, WARM_UP_S)
            _visit(server, cookies, seconds)
        finally:
            server.stop()
        verified = server.run("verify").returncode == 0
        vendor = "postgresql" if url else "sqlite"
        return [
            {"database": vendor, "seconds": seconds, "verified": verified, **row}
            for row in _rows(folder / "load_stats.csv")
        ]


def _visit(server: Server, cookies: Path, seconds: int) -> None:
    """Let them come. locust ends with 1 when a request failed; the rows tell how many did."""
    command = [os.environ.get("DEQI_LOCUST", "locust"), "-f", "bench/clinic_visitors.py"]
    command += ["--headless", "--only-summary", "--reset-stats", "--csv", "load"]
    command += ["-u", str(N_VISITORS), "-r", str(N_VISITORS), "-t", f"{seconds}s"]
    command += ["--host", f"http://localhost:{server.port}"]
    command[2] = str(ROOT / command[2])
    given = server.environment | {"DEQI_LOAD_COOKIES": str(cookies)}
    subprocess.run(command, cwd=server.folder, env=given, check=False, stdout=sys.stderr)


def _run(server: Server, *words: str) -> None:
    subprocess.run([sys.executable, *words], env=server.environment, check=True, cwd=ROOT)


def _rows(stats: Path) -> list[dict[str, Any]]:
    with stats.open(encoding="utf-8") as file:
        return [
            {
                "page": row["Name"],
                "n": int(row["Request Count"]),
                "failed": int(row["Failure Count"]),
                "per_s": float(row["Requests/s"]),
                "p50_ms": int(float(row["50%"])),
                "p95_ms": int(float(row["95%"])),
                "p99_ms": int(float(row["99%"])),
                "longest_ms": int(float(row["Max Response Time"])),
            }
            for row in csv.DictReader(file)
            if row["Name"] != "Aggregated" and row["50%"] != "N/A"
        ]


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]] or [FULL_S]
    found = measure(given[0], os.environ.get("DEQI_DATABASE_URL"), *given[1:])
    print(json.dumps(found, indent=1))
    print(describe_clinic(found), file=sys.stderr)

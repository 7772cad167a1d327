"""The section of the page of figures on a clinic under load, from the kept rows."""

from __future__ import annotations

from typing import Any

from bench.tables import marked, table

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
SAVE, SAVE_P95_MS, LOOK_P95_MS = "diary: save", 150, 400


def describe_clinic(rows: list[dict[str, Any]]) -> str:
    """The section as Markdown; empty if it was never measured."""
    if not rows:
        return ""
    minutes = rows[0]["seconds"] / 60
    text = (
        "## The clinic under load\n\n1,000 active courses of 84 days; patients save an "
        "entry and see the diary with it, 10 times a second, while 20 practitioners open a page "
        f"every 5 seconds, for {minutes:g} minutes after a warm-up, against gunicorn as "
        "`deqi serve` starts it (2 processes), each write on the disk before it is acknowledged. "
        "Visitors (locust), server and the background work share one machine with 2 cores; with "
        "the entries new answers fall due, one a course in 15 minutes, so about one a second is "
        "computed beside. Bars, 95 "
        f"of 100 requests: saving {SAVE_P95_MS} ms, pages {LOOK_P95_MS} ms. Afterwards the audit's "
        "chain was checked: " + ("it held." if all(r["verified"] for r in rows) else "IT BROKE.")
    )
    body = [
        [
            NAMES[row["database"]],
            row["page"],
            f"{row['n']:,}",
            marked(f"{row['failed']}", row["failed"] == 0),
            f"{row['per_s']:.1f}",
            f"{row['p50_ms']}",
            marked(f"{row['p95_ms']}", row["p95_ms"] < _bar(row["page"])),
            f"{row['p99_ms']}",
        ]
        for row in rows
    ]
    heads = ["database", "request", "n", "failed", "a second", "50 % ms", "95 % ms", "99 % ms"]
    return text + "\n\n" + table(heads, body)


def _bar(page: str) -> int:
    return SAVE_P95_MS if page == SAVE else LOOK_P95_MS

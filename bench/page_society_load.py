"""The section of the page of figures on the society's pages under load, from the kept rows."""

from __future__ import annotations

from typing import Any

from bench.page_clinic import NAMES
from bench.society_load import BAR_MS, EVERY_S, N_READERS
from bench.tables import marked, table

HEADS = ["database", "page", "n", "failed", "50 % ms", "95 % ms", "longest ms", "seconds", "commit"]


def describe_society_load(rows: list[dict[str, Any]]) -> str:
    """The section as Markdown; empty if it was never measured.

    >>> describe_society_load([])
    ''
    """
    if not rows:
        return ""
    text = (
        f"## The society under load\n\n{rows[0]['n_posts']:,} posts and {rows[0]['n_comments']:,} "
        f"comments, all made up; {N_READERS} readers without a log-in, each opening a page every "
        f"{EVERY_S:g} seconds (the newest posts, also of a tag or a kind; a search by frequent and "
        "rare words; a post with its comments, new and much discussed ones more often), against "
        "gunicorn as `deqi serve` starts it (2 processes). Each reader's view is counted. Readers "
        f"and server share one machine with 2 cores. Bar, 95 of 100 requests: {BAR_MS:g} ms."
    )
    return text + "\n\n" + table(HEADS, [_line(row) for row in rows])


def _line(row: dict[str, Any]) -> list[str]:
    return [
        NAMES[row["database"]],
        row["page"],
        f"{row['n']:,}",
        marked(f"{row['failed']}", row["failed"] == 0),
        f"{row['p50_ms']:.0f}",
        marked(f"{row['p95_ms']:.0f}", row["p95_ms"] < BAR_MS),
        f"{row['longest_ms']:.0f}",
        f"{row['seconds']:g}",
        f"`{row['commit']}`",
    ]

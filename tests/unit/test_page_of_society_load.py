"""The table of the society's pages under load tells what was measured, and marks what is slow."""

from __future__ import annotations

from bench.page_society_load import describe_society_load
from bench.tables import MISS


def _row(**other):
    row = {
        "database": "postgresql",
        "n_posts": 10_000,
        "n_comments": 200_000,
        "seconds": 300.0,
        "commit": "abc1234",
        "page": "post",
        "n": 999,
        "failed": 0,
        "p50_ms": 21.4,
        "p95_ms": 80.2,
        "longest_ms": 400.0,
    }
    return row | other


def test_each_page_has_its_line_with_its_database_and_commit():
    section = describe_society_load([_row()])
    assert "10,000 posts and 200,000 comments" in section
    assert "| PostgreSQL | post | 999 | 0 | 21 | 80 | 400 | 300 | `abc1234` |" in section
    assert MISS not in section


def test_slow_pages_and_failures_are_marked():
    assert f"| 300{MISS} |" in describe_society_load([_row(p95_ms=300.0)])
    assert f"| 1{MISS} |" in describe_society_load([_row(failed=1)])

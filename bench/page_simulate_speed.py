"""The section of the page of figures on the speed of simulation, from the kept rows."""

from __future__ import annotations

from typing import Any

from bench.tables import marked, table

LEAST_YEARS_PER_S = 60_000
MOST_CURVE_S = 20


def describe_simulate_speed(rows: list[dict[str, Any]]) -> str:
    """The section as Markdown; empty if it was never measured."""
    if not rows:
        return ""
    found = {row["what"]: row for row in rows}
    speed, took = found["all chance"]["years_per_s"], found["power curve"]["seconds"]
    text = (
        "## Made-up people are fast\n\nWith a daily diary, level walk, slow part, two-part noise, "
        "flares, rounding and 15 % gaps: "
        + marked(f"{speed:,.0f} patient-years a second", speed >= LEAST_YEARS_PER_S)
        + " on one core (bar: 60,000). The power curve of an ANCOVA (two arms of 50 to 400 people, "
        "98 days, 1,000 trials of each of five sizes), with its type I error and the true "
        "difference: "
        + marked(f"{took:.1f} s", took < MOST_CURVE_S)
        + " of one core (bar: 20 s). Processor time; other programs ran on the machine.\n\nThe "
        "same deterministic course (a year, 32 visits, pain every evening) by solvers of "
        "differential equations, all in one run, agreeing to 1e-5 points:"
    )
    body = [
        [r["what"], f"{r['years_per_s']:,.0f}", f"{r['ratio']:,.0f}", f"{r['apart']:.0e}"]
        for r in rows
        if "ratio" in r
    ]
    heads = ["computed by", "patient-years a second", "times slower", "points apart"]
    return text + "\n\n" + table(heads, body)

"""The section on many courses at once, from its kept rows."""

from __future__ import annotations

from typing import Any

from bench.tables import marked, share, table

Row = dict[str, Any]
BUSY = 3.0  # tasks that want the two cores at once, ours among them
BAR_S = 120  # of 1,000 courses on two cores


def describe_practice(rows: list[Row], ranks: list[Row]) -> str:
    """The section as Markdown; empty if it was never measured."""
    if not rows:
        return ""
    kinds: dict[str, list[Row]] = {"run": [], "stage": [], "points": []}
    for row in rows:
        kinds[row["kind"]].append(row)
    parts = [
        INTRODUCTION,
        _runs(kinds["run"]),
        *_busy(kinds["run"]),
        STAGES,
        _stages(kinds["stage"]),
        _sums(kinds["stage"]),
        _points(kinds["points"]),
    ]
    if ranks:
        parts += [RANKS, _ranks(ranks)]
    return "\n\n".join(parts)


INTRODUCTION = f"""## A practice at once

`deqi report FOLDER --all --json` on simulated people, a third each chronic, subacute and acute, 84
days, 12 visits, both prior sets; reading, verdicts with their refits, plans and writing included.
Bar: 1,000 courses in under {BAR_S} s on two cores. Work: seconds of all processes together, which
other tasks on the machine lengthen less than the time that passes; the ratio is one course's work
to a fixed piece of numpy in the same run. Again: the same command on the finished folder, which
reads and checks all and computes nothing. Memory: the largest process."""

STAGES = """Where the time of one course goes, in one process; to begin, a process takes as long as
a handful of courses. The filter's passes over the record are most of the fits, of the refits and of
looking back."""

RANKS = """The same people as under "Intervals hold", on the path of many courses: written to a
table folder, read back, fitted in processes of their own."""


def _runs(rows: list[Row]) -> str:
    body = [
        [
            f"{r['n']:,}",
            marked(f"{r['s']:.0f} s", r["s"] <= BAR_S * max(r["n"], 1) / 1000),
            f"{r['cpu_s']:.0f} s",
            f"{1000 * r['cpu_s'] / r['n']:.0f} ms",
            f"{r['ratio_a_course']:.1f}",
            f"{r['again_s']:.1f} s",
            f"{r['peak_mb']:.0f} MB",
        ]
        for r in rows
    ]
    heads = ["courses", "time, two processes", "work", "work a course", "ratio", "again", "memory"]
    return table(heads, body)


def _busy(runs: list[Row]) -> list[str]:
    load = max(r["load"] for r in runs)
    if load < BUSY:
        return []
    return [
        f"The machine was busy: {load:.0f} tasks shared its two cores, so the times say little. "
        "The stages below are each the least of three, and of this process's own work."
    ]


def _sums(stages: list[Row]) -> str:
    """What the stages add up to, for the bar."""
    report = sum(r["ms"] for r in stages if "picture" not in r["what"])
    fits = sum(r["ms"] for r in stages if r["what"].startswith("fit"))
    return (
        f"By these, 1,000 courses take two cores {marked(f'{fits / 2:.0f} s', fits / 2 <= BAR_S)} "
        "for inference under both prior sets, and "
        f"{marked(f'{report / 2:.0f} s', report / 2 <= BAR_S)} for whole reports without pictures: "
        "refits, verdict, plan and forecast cost more than the fits themselves."
    )


def _stages(rows: list[Row]) -> str:
    whole = sum(r["ms"] for r in rows)
    body = [
        [r["what"], f"{r['ms']:.0f}", f"{100 * r['ms'] / whole:.0f} %", f"{r['ratio']:.1f}"]
        for r in rows
    ]
    return table(["stage", "milliseconds", "share", "ratio"], body)


def _points(rows: list[Row]) -> str:
    by_n = {r["n"]: r["ms"] for r in rows}
    if not {128, 256} <= set(by_n):
        return ""
    arithmetic = 2 * (by_n[256] - by_n[128])
    calling = by_n[256] - arithmetic
    saved = 1 - by_n[128] / by_n[256]
    kernel = 100 * calling / by_n[256]
    return (
        f"One pass of the filter over such a record takes {by_n[256]:.0f} ms with 256 points a "
        f"round and {by_n[128]:.0f} ms with 128: half the points save {100 * saved:.0f} % and cost "
        "half of the effective draws, so there is no such setting. Of a pass, about "
        f"{arithmetic:.0f} ms grow with the points (much of it the normal distribution and its "
        f"exponential, which any program has to compute) and {calling:.0f} ms are the cost of "
        "calling numpy on small arrays. A compiled kernel would save most of the second part, at "
        f"best {kernel:.0f} % of a pass; inference under both prior sets is within the bar without "
        "it, so it does not pay for binaries on every system. Next would be to pass several "
        "records of one practice through the filter together, and to keep fits from one morning to "
        "the next, since only the plan depends on today."
    )


def _ranks(rows: list[Row]) -> str:
    body = [
        [
            r["quantity"],
            str(r["n"]),
            share(r["in80"], r["n"]),
            share(r["in95"], r["n"]),
            f"{r['mean_rank']:.3f}",
            f"{r['ks_p']:.2f}",
        ]
        for r in rows
    ]
    return table(["quantity", "courses", "in its 80 %", "in its 95 %", "mean rank", "KS p"], body)

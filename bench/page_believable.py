"""The section on published trials foretold, from its kept rows."""

from __future__ import annotations

from typing import Any

from bench.tables import table

Row = dict[str, Any]


def describe_believable(rows: list[Row]) -> str:
    """The section as Markdown; empty if it was never measured."""
    if not rows:
        return ""
    text = (
        "## Published trials foretold\n\nThe one section on real people. Each trial of the "
        "tables is left out, beliefs about groups are rebuilt without it, and mean pain of its "
        "arms (0-100) is foretold from start, week, visits and what was given "
        "([how](believable.md)). Arms of one trial go together: these are few trials, and a small "
        "difference in score may be chance. CRPS in points, smaller is better. A 95 % band wider "
        "than 40 points is uninformative; ~ a start that is not in the tables."
    )
    heads = ["figures", "forecast", "arms", "trials", "in its 50 %", "in its 95 %", "mean error",
             "CRPS", "mean width of 95 %"]  # fmt: skip
    scores = [_score(row, score) for row in rows for score in row["scores"]]
    arms = [_arm(arm) for row in rows if not row["with_memory"] for arm in row["arms"]]
    columns = ["arm", "week", "start", "seen", "median", "50 % band", "95 % band", "width"]
    return "\n\n".join((text, table(heads, scores), table(columns, arms)))


def _score(row: Row, score: Row) -> list[str]:
    width = score["mean_width_95"]
    return [
        "from memory too" if row["with_memory"] else "checked",
        score["name"],
        f"{score['n_arms']}",
        f"{score['n_trials']}",
        *(_share(score[key]) for key in ("inside_50", "inside_95")),
        f"{score['mean_absolute_error']:.1f}",
        f"{score['crps']:.1f}",
        "-" if width is None else f"{width:.0f}",
    ]


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.0f} %"


def _arm(arm: Row) -> list[str]:
    lo, hi = arm["week_from"], arm["week_to"]
    bands = (f"{ends[0]:.0f} to {ends[1]:.0f}" for ends in (arm["band_50"], arm["band_95"]))
    return [
        f"{arm['trial']}, {arm['arm']}",
        f"{lo:g}" if lo == hi else f"{lo:g}-{hi:g}",
        f"{'~' if arm['start_from'] == 'assumed' else ''}{arm['start']:.0f}",
        f"{arm['observed']:.0f}",
        f"{arm['median']:.0f}",
        *bands,
        f"{arm['width_95']:.0f}" + ("" if arm["is_informative"] else ", uninformative"),
    ]

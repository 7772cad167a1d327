"""The section on missing days that are not missing at random, from its kept rows."""

from __future__ import annotations

from typing import Any

from bench.tables import share, table

Row = dict[str, Any]


def describe_silence(rows: list[Row]) -> str:
    """The section as Markdown; empty if it was never measured."""
    if not rows:
        return ""
    text = (
        "## When silence is not by chance\n\nEvening diaries of 84 days, people drawn from "
        "`sceptical`, a third each chronic, subacute and acute; entries are taken out by a rule "
        "that looks at the pain that would have been written (well: 2 or less; agony: 7 or more). "
        "A usual evening is written with 90 %, one that the rule makes silent with 25 %; who stops "
        "for good does so with 10 % on each such evening. Scores at the 12 visits stay. Asked on "
        "the last day. All of the level of the model, which may lie beyond the ends of the scale. "
        "Bias: median minus truth, in points. Hull: from the lowest to the highest "
        "end of the 80 % intervals of three fits, as written and with the silent days at 0 and at "
        "the person's 90th centile; its width in widths of the plain interval (median). The hull "
        "is only there for a daily diary with silent days among the last 28."
    )
    heads = [
        "who writes when", "days silent", "quantity", "bias", "in its 80 %", "in its 95 %",
        "in the hull", "width of the hull",
    ]  # fmt: skip
    body = [
        [
            r["rule"],
            f"{100 * r['days silent']:.0f} %",
            q["quantity"],
            f"{q['bias']:+.2f} ± {q['bias_se']:.2f}",
            share(q["in 80"], r["n"]),
            share(q["in 95"], r["n"]),
            share(q["in hull"], r["n"]),
            f"{q['hull width']:.1f}",
        ]
        for r in rows
        for q in r["quantities"]
    ]
    credit = table(
        ["who writes when", "courses", "two answers given", "credited", "credited after them"],
        [
            [
                r["rule"],
                str(r["n"]),
                share(r["checked"], r["n"]),
                share(r["credited"], r["n"]),
                share(r["credited, checked"], r["n"]),
            ]
            for r in rows
        ],
    )
    return "\n\n".join(
        [text, table(heads, body), "The same people, with visits that do nothing:", credit]
    )

"""The section on blocks with and without visits."""

from __future__ import annotations

from typing import Any

from bench.tables import share, table

Row = dict[str, Any]
TEXT = """## Blocks with and without visits

People drawn from `informed`, chronic, a level of 4 or more, weekly visits in on blocks, an
evening diary on 90 % of days; every course with its own draw of the list and its own wash-out,
read off its own record. *Relief*: true mean relief over the on days; *fast* is gone within two
weeks, *slow* builds up and lasts for months. *Test*: the randomisation test gives p at or below 5
%, two-sided. *Model*: the pain model puts less pain at 95 % or more, from fewer courses. In the
lines without relief these are false alarms; a t-test that takes days as separate is beside them.
The intervals aim at the true difference of the days compared. A p-value cannot fall below the
smallest one of its design.

The test's intervals hold; the model's do not hold a truth that is fixed at 1 to 3 points, because
its sceptical prior is centred on no effect and one course moves it only part of the way: it sees
that there is less pain more often than the test, and tells too little of it. So a model's
interval is read as what a sceptic may still believe, and the test's as what the draw allows. No
line here shows relief that builds up to the test; only longer and more blocks or several patients
would."""


def describe_n_of_1(rows: list[Row]) -> str:
    """The section as Markdown; empty if it was never measured."""
    if not rows:
        return ""
    heads = ["relief", "test", "model", "in the test's 80 / 95 %", "in the model's 80 / 95 %",
             "wash-out"]  # fmt: skip
    parts = [TEXT]
    for design in dict.fromkeys(row["design"] for row in rows):
        own = [row for row in rows if row["design"] == design]
        first = own[0]
        parts.append(
            f"**{design[0].upper()}{design[1:]}** (smallest p {first['smallest_p']:.2g}; "
            f"{first['n']} courses a line, {first['n_fits']} read by the model; t-test without "
            f"relief: {share(first['t_test'], first['n'])})"
        )
        parts.append(table(heads, [_cells(row) for row in own]))
    return "\n\n".join(parts)


def _cells(row: Row) -> list[str]:
    return [
        "none" if row["relief"] is None else f"{row['effect_nrs']:g}, {row['relief']}",
        share(row["test"], row["n"]),
        share(row["model"], row["n_fits"]),
        f"{100 * row['test80']:.0f} / {100 * row['test95']:.0f} %",
        f"{100 * row['model80']:.0f} / {100 * row['model95']:.0f} %",
        f"{row['wash_out_d']:.0f} d",
    ]

"""`summary.csv`: one row a patient, every column with its meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deqi.report.practice.line import Line, Numbers

Cell = str | int | float | None
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it means, and where it comes from."""

    name: str
    meaning: str
    value: Callable[[Line], Cell]


def summary_row(line: Line, stem: str) -> list[Cell]:
    """The cells of one patient.

    Parameters
    ----------
    stem : name of the patient's files, without suffix.
    """
    cells = (column.value(line) for column in SUMMARY_COLUMNS[2:])
    plain = [round(c, DECIMALS) + 0.0 if isinstance(c, float) else c for c in cells]
    return [line.patient, stem if line.outcome == "answered" else None, *plain]


def describe_summary() -> str:
    """The page of the summary as Markdown; `docs/reference/summary-csv.md` is this text.

    >>> describe_summary().splitlines()[0]
    '# summary.csv: one row a patient'
    """
    return "\n".join(
        [
            "# summary.csv: one row a patient\n",
            "`deqi report FOLDER --all -o OUT` writes it beside the reports. An empty cell: not "
            "known, and the report says why. Changes are pain now minus pain at the start: "
            "negative is less pain. `_lo80` and `_hi80` are the ends of the 80 % interval. Words "
            "that a spreadsheet would run as a formula have an apostrophe in front. Whoever counts "
            "or averages this column by column reads before-after change, which flatters every "
            "treatment: use the parts.\n",
            "| column | meaning |",
            "|---|---|",
            *(f"| `{column.name}` | {column.meaning} |" for column in SUMMARY_COLUMNS),
            "",
        ]
    )


def _interval(name: str, meaning: str, of: Callable[[Line], Numbers | None]) -> tuple[Column, ...]:
    def cell(end: str) -> Callable[[Line], Cell]:
        return lambda line: None if (numbers := of(line)) is None else numbers[end]

    return (
        Column(name, meaning + ", median", cell("median")),
        Column(f"{name}_lo80", "its 80 % interval, lower end", cell("lo80")),
        Column(f"{name}_hi80", "its 80 % interval, upper end", cell("hi80")),
    )


SUMMARY_COLUMNS: tuple[Column, ...] = (
    Column("patient", "key of the patient", lambda line: line.patient),
    Column("file", "name of the patient's files, without `.json` or `.html`", lambda line: None),
    Column("outcome", "`answered`, or the code of what went wrong", lambda line: line.outcome),
    Column("problem", "what went wrong, in words", lambda line: " | ".join(line.problems) or None),
    Column("need", "group on the index page", lambda line: line.need),
    Column("why", "reasons for the group", lambda line: " | ".join(line.reasons) or None),
    Column("screen", "outcome of the screen", lambda line: line.screen),
    Column("verdict", "code of the verdict", lambda line: line.verdict),
    Column(
        "recommendation",
        "continue, stop or refer; empty when the screen failed",
        lambda line: line.recommendation,
    ),
    *_interval(
        "level_nrs", "pain now, without flares and reporting noise", lambda line: line.level
    ),
    *_interval("change_nrs", "change since the start", lambda line: line.change),
    *_interval("natural_nrs", "its part without visits", lambda line: line.natural),
    *_interval("visits_nrs", "its part because of visits", lambda line: line.visits),
    Column(
        "p_important",
        "probability of an important improvement",
        lambda line: line.p_important,
    ),
    Column("next_visit_on", "first proposed visit", lambda line: line.next_visit_on),
    *_interval(
        "next_visit_gain_nrs",
        "mean pain over the plan's horizon lower by, with one more visit; positive is better",
        lambda line: line.gain,
    ),
    Column(
        "visits_planned", "proposed before the record is read again", lambda line: line.n_planned
    ),
    Column("visits", "visits so far", lambda line: line.n_visits),
    Column("visits_in_90_d", "visits in the 90 days up to today", lambda line: line.n_visits_90_d),
    Column("first_on", "first day of the record", lambda line: line.first_on),
    Column("as_of", "last day of the record that counts", lambda line: line.as_of),
    Column("last_score_on", "day of the last score", lambda line: line.last_score_on),
    Column("days_since_score", "days from it to today", lambda line: line.days_since_score),
    Column("entries", "pain scores of the diary", lambda line: line.n_entries),
    Column("days_with_entry", "days with one", lambda line: line.days_with_entry),
    Column(
        "days_without_entry",
        "days without, between the first and the last",
        lambda line: line.days_without_entry,
    ),
    Column(
        "share_of_visits_with_before",
        "share of the visits with a score just before needling",
        lambda line: line.share_before,
    ),
    Column(
        "data_quality",
        "`complete` with an entry on at least 80 % of the days, `gaps` from 50 %, `sparse` below, "
        "`none` without a diary",
        lambda line: line.quality,
    ),
    Column("warnings", "how many warnings the report holds", lambda line: line.n_warnings),
    Column("left_out", "how many bad rows were left out", lambda line: line.n_left_out),
    Column("fit", "how the computation ended", lambda line: line.fit),
    Column("ess", "effective draws of the nonlinear parameters", lambda line: line.ess),
)

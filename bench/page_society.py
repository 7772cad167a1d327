"""The section on adverts among comments, from its kept rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.society_judge import exact_interval
from bench.tables import marked, table

Row = dict[str, Any]
KINDS = Path(__file__).parent / "society"
FEWEST_ADVERTS_HELD = 0.95
MOST_HONEST_HELD = 0.02
FRESH = "kinds"  # of the set that tests the rules as they stand


@dataclass(frozen=True, slots=True)
class Test:
    """A blind test of the past: when, by the rules of which commit, and where its kinds are."""

    name: str
    judged_on: str
    rules: str
    kinds: str


PAST = (
    Test("first", "28 November 2026", "f043dfb", "kinds_first"),
    Test("second", "28 November 2026", "894d6fc", "kinds_second"),
    Test("third", "29 November 2026", "37a437c", "kinds_third"),
    Test("fourth", "29 November 2026", "185aa8c", "kinds_fourth"),
)
_OPENING = """## Adverts among comments

No simulation: comments to posts of a society, made up and labelled one by one by somebody who \
had not seen the rules of `deqi society judge`, and frozen before they were first judged. Each \
test has another writer. They are no sample of any site: kinds of advert were sought out, so \
the share on a real site will differ. After each test the rules were mended by its misses, and \
the set became one of the examples in `tests/spec/society`, so how it fares with later rules \
says nothing and is not shown. Words of every miss are in `bench/results`. Intervals are exact, \
95 % (Clopper and Pearson). Bars, for the share found: at least 95 % of adverts held, at most 2 \
% of honest comments."""
_STAND = """The last line is of the rules as they stand. Its adverts and misses one by one:"""
_NO_FRESH = """The rules as they stand now, mended after the last test, have not been tested blind \
again: no figure is given for them. With a fresh set in `bench/society/judged.jsonl`, \
`python -m bench.society_judge` gives it. Adverts and misses of the last test:"""


def describe_society(past: Sequence[list[Row]], fresh: list[Row]) -> str:
    """The section as Markdown, each test by the rules of its day; empty if there was none.

    Parameters
    ----------
    past : the rows of each test of `PAST`.
    fresh : those of the test of the rules as they stand; empty if there was none.
    """
    if not past:
        return ""
    tests = [_line(test, rows) for test, rows in zip(PAST, past, strict=True)]
    if fresh:
        tests.append(_line(Test("last", "as they stand", "as they stand", FRESH), fresh))
    heads = ["test", "judged on", "rules", "adverts held", "95 %", "honest held", "95 %"]
    newest, kinds = (fresh, FRESH) if fresh else (past[-1], PAST[-1].kinds)
    parts = [_OPENING, table(heads, tests), _STAND if fresh else _NO_FRESH]
    return "\n\n".join([*parts, *_by_kind(newest, KINDS / f"{kinds}.json"), *_held(newest)])


def _line(test: Test, rows: list[Row]) -> list[str]:
    adverts, honest = (_row(rows, label) for label in ("advert", "honest"))
    return [
        test.name,
        test.judged_on,
        f"`{test.rules}`" if test.rules.isalnum() else test.rules,
        *_share_of(adverts, adverts["held"] >= FEWEST_ADVERTS_HELD * adverts["n"]),
        *_share_of(honest, honest["held"] <= MOST_HONEST_HELD * honest["n"]),
    ]


def _share_of(row: Row, holds: bool) -> list[str]:
    share = marked(f"{100 * row['held'] / row['n']:.1f} %", holds)
    interval = f"{100 * row['low']:.1f} to {100 * row['high']:.1f} %"
    return [f"{row['held']} of {row['n']}, {share}", interval]


def _row(rows: list[Row], label: str) -> Row:
    return next(row for row in rows if row["label"] == label)


def _by_kind(rows: list[Row], file: Path) -> list[str]:
    """How many adverts of each kind were held: a share over all hides what a mix is made of."""
    if not file.exists():
        return []
    kinds = json.loads(file.read_text(encoding="utf-8"))
    missed = {wrong["id"] for wrong in _row(rows, "advert")["wrong"]}
    body = [_kind_line(kind, ids, missed) for kind, ids in kinds.items()]
    text = "Adverts by kind (sorted when they were written, before they were judged):"
    return [text, table(["kind", "adverts", "held", "share", "95 % interval"], body)]


def _kind_line(kind: str, ids: Sequence[str], missed: set[str]) -> list[str]:
    n_held = len(set(ids) - missed)
    low, high = exact_interval(n_held, len(ids))
    share = f"{100 * n_held / len(ids):.1f} %"
    return [kind, str(len(ids)), str(n_held), share, f"{100 * low:.1f} to {100 * high:.1f} %"]


def _held(rows: list[Row]) -> list[str]:
    """The honest comments that would wait for a moderator, with what was found in them."""
    honest = _row(rows, "honest")
    if not honest["wrong"]:
        return []
    body = [[_cell(wrong["text"]), _cell("; ".join(wrong["reasons"]))] for wrong in honest["wrong"]]
    return ["Honest comments that were held:", table(["comment", "found in it"], body)]


def _cell(text: str) -> str:
    """Text that cannot break a table, nor be taken for markup or a link."""
    return "`" + text.replace("`", "'").replace("|", "/").replace("\n", " ") + "`"

"""The section on adverts among comments, from its kept rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.society_judge import exact_interval
from bench.tables import marked, table

Row = dict[str, Any]
MISSED = Path(__file__).parent / "society" / "missed_first.json"
KINDS = MISSED.with_name("kinds_second.json")
FEWEST_ADVERTS_HELD = 0.95
MOST_HONEST_HELD = 0.02
UNSORTED = "not yet sorted"

_OPENING = """## Adverts among comments

No simulation: comments to posts of a society, made up and labelled one by one by somebody who had \
not seen the rules of `deqi society judge`, and frozen before they were first judged. They are no \
sample of any site: kinds of advert were sought out, so the share on a real site will differ. \
Intervals are exact, 95 % (Clopper and Pearson). Bars, for the share found: at least 95 % of \
adverts held, at most 2 % of honest comments."""
_FIRST = """### First blind test, before the rules were mended

Judged on 28 November 2026 by the rules of commit `f043dfb`; words of every miss are in \
`bench/results/society_first.json`. The rules were then mended by these misses and frozen the same \
day. The set is now `tests/spec/society/judged.jsonl`, one of the examples that they are developed \
on: how it fares with the mended rules says nothing of other comments, so it is not shown."""
_SECOND = """### Second blind test, before the rules were mended again

Other comments, written while the rules were being mended by somebody who saw neither; judged on \
28 November 2026 by the rules as frozen in commit `894d6fc`. Words of every miss are in \
`bench/results/society_second.json`. The rules were mended by these misses too, and the set is now \
`tests/spec/society/judged2.jsonl`, an example like the first."""
_FRESH = """### Blind test of the rules as they stand

Other comments (`bench/society/judged3.jsonl`), written by somebody who had not seen the rules. \
Words of every miss are in `bench/results/society.json`."""
_NO_FRESH = """The rules as they stand now, mended after the second test, have not been tested \
blind again: no figure is given for them. With a fresh set in `bench/society/judged3.jsonl`, \
`python -m bench.society_judge` gives it."""


def describe_society(first: list[Row], second: list[Row], fresh: list[Row]) -> str:
    """The section as Markdown, each test by the rules of its day; empty if there was none."""
    if not first:
        return ""
    missed = json.loads(MISSED.read_text(encoding="utf-8"))
    parts = [_OPENING, _FIRST, *_test(first), *_shown(_row(first, "advert"), missed)]
    if second:
        parts += [_SECOND, *_test(second), *_by_kind(second)]
    parts += [_FRESH, *_test(fresh)] if fresh else [_NO_FRESH]
    return "\n\n".join(parts)


def _test(rows: list[Row]) -> list[str]:
    adverts, honest = (_row(rows, label) for label in ("advert", "honest"))
    heads = ["what a person says it is", "comments", "held", "share", "95 % interval"]
    body = [
        _line(adverts, _share(adverts) >= FEWEST_ADVERTS_HELD),
        _line(honest, _share(honest) <= MOST_HONEST_HELD),
    ]
    return [table(heads, body), *_held(honest)]


def _row(rows: list[Row], label: str) -> Row:
    return next(row for row in rows if row["label"] == label)


def _share(row: Row) -> float:
    return float(row["held"] / row["n"])


def _line(row: Row, holds: bool) -> list[str]:
    interval = f"{100 * row['low']:.1f} to {100 * row['high']:.1f} %"
    share = marked(f"{100 * _share(row):.1f} %", holds)
    return [row["label"], str(row["n"]), str(row["held"]), share, interval]


def _shown(adverts: Row, kinds: Mapping[str, Sequence[str]]) -> list[str]:
    """The adverts that would be shown, by kind; word by word they are in the kept figures."""
    counts = count_by_kind([wrong["id"] for wrong in adverts["wrong"]], kinds)
    if not counts:
        return []
    text = "Adverts that would have been shown at once, by kind (sorted by hand afterwards):"
    return [text, table(["kind", "shown"], [[kind, str(n)] for kind, n in counts.items()])]


def count_by_kind(missed: Sequence[str], kinds: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many of the missed are of each kind, most first; none is lost for want of a kind.

    >>> count_by_kind(["t-1", "t-2", "t-9"], {"goods": ["t-1", "t-2"], "courses": ["t-3"]})
    {'goods': 2, 'not yet sorted': 1}
    """
    kind_of = {one: kind for kind, ids in kinds.items() for one in ids}
    found = [kind_of.get(one, UNSORTED) for one in missed]
    ranked = sorted(set(found), key=lambda kind: (-found.count(kind), kind))
    return {kind: found.count(kind) for kind in ranked}


def _by_kind(rows: list[Row]) -> list[str]:
    """How many adverts of each kind were held: a share over all hides what a mix is made of."""
    kinds = json.loads(KINDS.read_text(encoding="utf-8"))
    missed = {wrong["id"] for wrong in _row(rows, "advert")["wrong"]}
    body = [_kind_line(kind, ids, missed) for kind, ids in kinds.items()]
    text = "Adverts by kind (sorted when they were written, before they were judged):"
    return [text, table(["kind", "adverts", "held", "share", "95 % interval"], body)]


def _kind_line(kind: str, ids: Sequence[str], missed: set[str]) -> list[str]:
    n_held = len(set(ids) - missed)
    low, high = exact_interval(n_held, len(ids))
    share = f"{100 * n_held / len(ids):.1f} %"
    return [kind, str(len(ids)), str(n_held), share, f"{100 * low:.1f} to {100 * high:.1f} %"]


def _held(honest: Row) -> list[str]:
    """The honest comments that would wait for a moderator, with what was found in them."""
    if not honest["wrong"]:
        return []
    body = [[_cell(wrong["text"]), _cell("; ".join(wrong["reasons"]))] for wrong in honest["wrong"]]
    return ["Honest comments that were held:", table(["comment", "found in it"], body)]


def _cell(text: str) -> str:
    """Text that cannot break a table, nor be taken for markup or a link."""
    return "`" + text.replace("`", "'").replace("|", "/").replace("\n", " ") + "`"

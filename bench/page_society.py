"""The section on adverts among comments, from its kept rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.tables import marked, table

Row = dict[str, Any]
MISSED = Path(__file__).parent / "society" / "missed.json"
FEWEST_ADVERTS_HELD = 0.95
MOST_HONEST_HELD = 0.02
UNSORTED = "not yet sorted"


def describe_society(rows: list[Row]) -> str:
    """The section as Markdown; empty if it was never measured."""
    if not rows:
        return ""
    adverts, honest = (_row(rows, label) for label in ("advert", "honest"))
    text = (
        "## Adverts among comments\n\nNo simulation: "
        f"{adverts['n'] + honest['n']:,} comments to posts of a society, made up and labelled one "
        "by one by somebody who had not seen the rules of `deqi society judge`, and frozen before "
        "they were first judged (`bench/society/judged.jsonl`). They are not a sample of any site: "
        "kinds of advert were sought out, so the share on a real site will differ. Intervals are "
        "exact, 95 % (Clopper and Pearson). Bars, for the share found: at least 95 % of adverts "
        "held, at most 2 % of honest comments. Once rules are mended by these misses, the set no "
        "longer tests them; a fresh one has to."
    )
    heads = ["what a person says it is", "comments", "held", "share", "95 % interval"]
    body = [
        _line(adverts, _share(adverts) >= FEWEST_ADVERTS_HELD),
        _line(honest, _share(honest) <= MOST_HONEST_HELD),
    ]
    return "\n\n".join([text, table(heads, body), *_shown(adverts), *_held(honest)])


def _row(rows: list[Row], label: str) -> Row:
    return next(row for row in rows if row["label"] == label)


def _share(row: Row) -> float:
    return float(row["held"] / row["n"])


def _line(row: Row, holds: bool) -> list[str]:
    interval = f"{100 * row['low']:.1f} to {100 * row['high']:.1f} %"
    share = marked(f"{100 * _share(row):.1f} %", holds)
    return [row["label"], str(row["n"]), str(row["held"]), share, interval]


def _shown(adverts: Row) -> list[str]:
    """The adverts that would be shown, by kind; word by word they are in the kept figures."""
    kinds = json.loads(MISSED.read_text(encoding="utf-8"))
    counts = count_by_kind([wrong["id"] for wrong in adverts["wrong"]], kinds)
    if not counts:
        return []
    text = (
        "Adverts that would be shown at once, by kind (sorted by hand afterwards; word by word in "
        "`bench/results/society.json`):"
    )
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


def _held(honest: Row) -> list[str]:
    """The honest comments that would wait for a moderator, with what was found in them."""
    if not honest["wrong"]:
        return []
    body = [[_cell(wrong["text"]), _cell("; ".join(wrong["reasons"]))] for wrong in honest["wrong"]]
    return ["Honest comments that would be held:", table(["comment", "found in it"], body)]


def _cell(text: str) -> str:
    """Text that cannot break a table, nor be taken for markup or a link."""
    return "`" + text.replace("`", "'").replace("|", "/").replace("\n", " ") + "`"

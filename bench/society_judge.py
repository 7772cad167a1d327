"""How many adverts are held, and how many honest comments: on comments that no rule has seen.

python -m bench.society_judge               reads bench/society/judged.jsonl, keeps the figures
python -m bench.society_judge OTHER.jsonl   only prints

A line holds what `deqi society judge` reads, and a `label`: `advert` or `honest`. A file tests the
rules once: written by somebody who has not read them, judged, then it goes to the examples by which
they are mended (`tests/spec/society`), its figures as first judged to `results/society_third.json`
and so on, and a line to `PAST` in bench/page_society.py. `society/kinds*.json` sort its adverts.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy.special import betaincinv

from deqi.exchange.comments import read_comments
from deqi.society.comments import Comment, Decision, judge

JUDGED = Path(__file__).parent / "society" / "judged.jsonl"
RESULT = Path(__file__).parent / "results" / "society.json"
LABELS = {"advert": Decision.HOLD, "honest": Decision.PUBLISH}
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Labelled:
    """A comment and what a person says it is."""

    comment: Comment
    label: str


def read_labelled(path: Path) -> list[Labelled]:
    """The comments of a file with their labels; a label that is none ends it."""
    lines = [line for line in path.read_bytes().splitlines() if line.strip()]
    labels = [json.loads(line)["label"] for line in lines]
    unknown = sorted(set(labels) - set(LABELS))
    if unknown:
        raise SystemExit(f"{path.name}: labels {unknown}; expected {sorted(LABELS)}")
    return [Labelled(*pair) for pair in zip(read_comments(lines, path.name), labels, strict=True)]


def exact_interval(n_held: int, n: int) -> tuple[float, float]:
    """The interval of Clopper and Pearson for a share.

    >>> [round(end, 4) for end in exact_interval(0, 10)]
    [0.0, 0.3085]
    """
    tail = (1 - LEVEL) / 2
    low = betaincinv(n_held, n - n_held + 1, tail) if n_held else 0.0
    high = betaincinv(n_held + 1, n - n_held, 1 - tail) if n_held < n else 1.0
    return float(low), float(high)


def measure(labelled: list[Labelled]) -> list[dict[str, Any]]:
    """For each label how many were held, the interval of the share, and what was judged wrongly."""
    rows = []
    for label, right in LABELS.items():
        judged = [(one.comment, judge(one.comment)) for one in labelled if one.label == label]
        n_held = sum(judgement.decision is Decision.HOLD for _, judgement in judged)
        low, high = exact_interval(n_held, len(judged)) if judged else (0.0, 1.0)
        wrong = [
            {
                "id": comment.id,
                "text": comment.text,
                "reasons": [f"{reason.code.value}: {reason.found}" for reason in judgement.reasons],
            }
            for comment, judgement in judged
            if judgement.decision is not right
        ]
        rows.append(
            {"label": label, "n": len(judged), "held": n_held, "low": low, "high": high}
            | {"wrong": wrong}
        )
    return rows


def measure_judged(_: int) -> list[dict[str, Any]]:
    """The judged set, whole: it has one size. No rows while there is none that is fresh."""
    return measure(read_labelled(JUDGED)) if JUDGED.exists() else []


def describe(rows: list[dict[str, Any]], seconds: float) -> str:
    """The rows as text."""
    lines = []
    for row in rows:
        share = f"{100 * row['held'] / max(row['n'], 1):.1f} %"
        interval = f"{100 * row['low']:.1f} to {100 * row['high']:.1f} %"
        lines.append(f"{row['label']}: held {row['held']} of {row['n']}, {share} ({interval})")
        for wrong in row["wrong"]:
            lines += [f"  {wrong['id']}: {wrong['text']}", *(f"    {r}" for r in wrong["reasons"])]
    n = sum(row["n"] for row in rows)
    return "\n".join([*lines, f"{n} comments in {seconds:.1f} s"])


def main() -> None:
    """Judge, print, and keep the figures of the judged set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=JUDGED)
    path = parser.parse_args().file
    if not path.exists():
        raise SystemExit(f"{path} is not there: expected comments with labels, one object a line")
    labelled = read_labelled(path)
    start = time.perf_counter()
    rows = measure(labelled)
    print(describe(rows, time.perf_counter() - start))
    if path == JUDGED:
        kept = {"measure": "society", "python": platform.python_version(), "rows": rows}
        RESULT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

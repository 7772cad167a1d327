"""Weighs the words of comments by the examples: how much each speaks for an advert.

python -m bench.society_words   writes src/deqi/society/comments/weighed_words.csv

A logistic regression with a ridge, on which words a comment holds. Its weights are points of the
judge: what doubles the odds of an advert gives 0.7. Only words of several comments are weighed, so
that no single one is learnt by heart.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deqi.society.comments.plain import undisguise
from deqi.society.comments.weighed_words import EVERY_COMMENT, words_with_places

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "tests" / "spec" / "society"
TABLE = ROOT / "src" / "deqi" / "society" / "comments" / "weighed_words.csv"
MIN_COMMENTS = 4
RIDGE = 1.0
SMALLEST = 0.1  # points; below it a word says nothing
N_STEPS = 12  # of Newton; it stands still after eight
OF_FILE = {"adverts.jsonl": "advert", "honest.jsonl": "honest"}  # these carry no labels

Numbers = NDArray[np.float64]


def read_examples(folder: Path = EXAMPLES) -> list[tuple[frozenset[str], bool]]:
    """The words of each example, and whether it is an advert."""
    rows = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            comment = json.loads(line)
            label = comment.get("label") or OF_FILE[path.name]
            words = words_with_places(undisguise(comment["text"]).words)
            rows.append((frozenset(word for word, _ in words), label == "advert"))
    return rows


def weigh(examples: list[tuple[frozenset[str], bool]]) -> dict[str, float]:
    """The points of each word that enough of the examples hold.

    >>> weights = weigh([(frozenset({"call"}), True), (frozenset({"mean"}), False)] * 8)
    >>> weights["call"] > 0 > weights["mean"]
    True
    """
    counts = Counter(word for words, _ in examples for word in words)
    known = sorted(word for word, n in counts.items() if n >= MIN_COMMENTS)
    holds = np.array([[word in words for word in known] for words, _ in examples], dtype=float)
    is_advert = np.array([advert for _, advert in examples], dtype=float)
    points = _fit(np.column_stack([holds, np.ones(len(examples))]), is_advert)
    weights = dict(zip([*known, EVERY_COMMENT], points.tolist(), strict=True))
    return {w: p for w, p in weights.items() if w == EVERY_COMMENT or abs(p) >= SMALLEST}


def _fit(holds: Numbers, is_advert: Numbers) -> Numbers:
    """Newton's steps to the most probable weights; the last, for every comment, has no ridge."""
    ridge = np.full(holds.shape[1], RIDGE)
    ridge[-1] = 1e-6
    points = np.zeros(holds.shape[1])
    for _ in range(N_STEPS):
        p = 1 / (1 + np.exp(-holds @ points))
        slope = holds.T @ (is_advert - p) - ridge * points
        bend = (holds * (p * (1 - p))[:, None]).T @ holds + np.diag(ridge)
        points = points + np.linalg.solve(bend, slope)
    return points


def main() -> None:
    """Write the table, the strongest sign of an advert first."""
    weights = weigh(read_examples())
    rows = sorted(weights.items(), key=lambda row: (-row[1], row[0]))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "points"])
        writer.writerows((word, f"{points:.2f}") for word, points in rows)
    print(f"{TABLE.name}: {len(rows)} words")


if __name__ == "__main__":
    main()

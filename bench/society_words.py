"""Weighs the words of comments by the examples: how much each speaks for an advert.

python -m bench.society_words           writes src/deqi/society/comments/weighed_words.csv
python -m bench.society_words --check   tells how the judge does on words of another writer

A logistic regression with a ridge, on which words and beginnings of words a comment holds, beside
the points that names and discussing give anyway. Its weights are points of the judge: what doubles
the odds of an advert gives 0.7. Only words of several comments are weighed, and none of addresses
and telephone numbers, so that no single example is learnt by heart.

The check leaves out each set of examples in turn: one set is of one writer, and words that only
this writer uses must not count for him. The phrases of the tables saw all sets, so it flatters.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from deqi.exchange.comments import read_comments
from deqi.society.comments import Code, judge
from deqi.society.comments.links import handle_places, link_places, mail_places
from deqi.society.comments.plain import Plain, undisguise
from deqi.society.comments.promotion import (
    POINTS_TO_HOLD,
    name_signs,
    points_for_discussing,
    signs_but_words,
)
from deqi.society.comments.telephone import telephone_places
from deqi.society.comments.weighed_words import EVERY_COMMENT, rows_of_text, within_bounds

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "tests" / "spec" / "society"
TABLE = ROOT / "src" / "deqi" / "society" / "comments" / "weighed_words.csv"
MIN_COMMENTS = 4
RIDGE = 6.0
SMALLEST = 0.05  # points; below it a word says nothing
OF_FILE = {"adverts.jsonl": "advert", "honest.jsonl": "honest"}  # these carry no labels
FIRST = "first"  # both are of the first writer

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A comment as the regression sees it: what its words are, what is known without them."""

    of_set: str
    is_advert: bool
    rows: frozenset[str]
    points_beside: float  # of names, less those for discussing
    points_but_words: float | None  # None when there is no sign at all
    is_held_anyway: bool  # for another reason than promotion


def read_examples(folder: Path = EXAMPLES) -> list[Example]:
    """Every example of the folder."""
    return [
        _example(path.name, line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def _example(file: str, line: str) -> Example:
    label = json.loads(line).get("label") or OF_FILE[file]
    comment = read_comments([line.encode()], file)[0]
    plain = undisguise(comment.text)
    signs, discussed = signs_but_words(plain, comment.post_title), points_for_discussing(plain)
    of_names = sum(sign.points for sign in name_signs(plain, comment.post_title))
    return Example(
        of_set=FIRST if file in OF_FILE else Path(file).stem,
        is_advert=label == "advert",
        rows=frozenset(rows_of_text(_without_addresses(plain), comment.post_title)),
        points_beside=of_names - discussed,
        points_but_words=sum(sign.points for sign in signs) - discussed if signs else None,
        is_held_anyway=any(r.code is not Code.PROMOTION for r in judge(comment).reasons),
    )


def _without_addresses(plain: Plain) -> str:
    letters = list(plain.words)
    for find in (link_places, mail_places, handle_places, telephone_places):
        for start, end in find(plain):
            letters[start:end] = " " * (end - start)
    return "".join(letters)


def weigh(examples: Sequence[Example]) -> dict[str, float]:
    """The points of each word or beginning that enough of the examples hold."""
    counts = Counter(row for example in examples for row in example.rows)
    known = sorted(row for row, n in counts.items() if n >= MIN_COMMENTS)
    weights = dict(zip(known, _fit(examples, known).tolist(), strict=True))
    return {w: p for w, p in weights.items() if w == EVERY_COMMENT or abs(p) >= SMALLEST}


def _fit(examples: Sequence[Example], known: list[str]) -> Numbers:
    """The most probable weights; that of every comment has no ridge."""
    holds = _matrix(examples, known)
    is_advert = np.array([example.is_advert for example in examples], dtype=float)
    beside = np.array([example.points_beside for example in examples])
    ridge = np.where(np.array(known) == EVERY_COMMENT, 1e-6, RIDGE)

    def loss_and_slope(points: Numbers) -> tuple[float, Numbers]:
        z = holds @ points + beside
        loss = np.sum(np.logaddexp(0, z) - is_advert * z) + np.sum(ridge * points**2) / 2
        return float(loss), holds.T @ (1 / (1 + np.exp(-z)) - is_advert) + ridge * points

    start = np.zeros(len(known))
    return np.asarray(minimize(loss_and_slope, start, jac=True, method="L-BFGS-B").x)


def _matrix(examples: Sequence[Example], known: list[str]) -> csr_array:
    column = {row: k for k, row in enumerate(known)}
    cells = [(i, column[row]) for i, e in enumerate(examples) for row in e.rows if row in column]
    at = np.array(cells).T
    return csr_array((np.ones(len(cells)), (at[0], at[1])), shape=(len(examples), len(known)))


def is_held(example: Example, weights: dict[str, float]) -> bool:
    """What the judge would decide with these weights of words."""
    if example.is_held_anyway or example.points_but_words is None:
        return example.is_held_anyway
    of_words = within_bounds(sum(weights.get(row, 0.0) for row in example.rows))
    return example.points_but_words + of_words >= POINTS_TO_HOLD


def check(examples: Sequence[Example]) -> Iterator[str]:
    """For each set what is held with words that were weighed without it."""
    for name in dict.fromkeys(example.of_set for example in examples):
        weights = weigh([example for example in examples if example.of_set != name])
        kinds = ((True, "adverts"), (False, "honest"))
        shares = []
        for is_advert, kind in kinds:
            those = [e for e in examples if e.of_set == name and e.is_advert is is_advert]
            n_held = sum(is_held(example, weights) for example in those)
            shares.append(f"{kind} held {n_held} of {len(those)} ({n_held / len(those):.1%})")
        yield f"{name}: {', '.join(shares)}"


def main() -> None:
    """Write the table, the strongest sign of an advert first; or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    if parser.parse_args().check:
        print(*check(read_examples()), sep="\n")
        return
    rows = sorted(weigh(read_examples()).items(), key=lambda row: (-row[1], row[0]))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "points"])
        writer.writerows((word, f"{points:.2f}") for word, points in rows)
    print(f"{TABLE.name}: {len(rows)} words")


if __name__ == "__main__":
    main()

"""The comparisons of our own tables as metafor reads them.

`python -m tests.golden.metafor.own_arms` writes them; fits.R reads what this writes;
a test says when the tables have changed since.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from deqi.evidence import read_arms
from deqi.evidence.pooling import PoolQuestion
from deqi.evidence.pooling.build import Pair, pairs_of
from deqi.evidence.pooling.select import select

HERE = Path(__file__).parent
FIELDS = ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i", "ai", "ci")
OWN = HERE / "own_arms.csv"
SHARED = HERE / "shared_arms.csv"  # made up: three arms of a trial, the first shared
QUESTIONS = {
    "own_pain_smd": PoolQuestion(outcome="pain", comparators=("sham",)),
    "own_pain_smd_with_memory": PoolQuestion(
        outcome="pain", comparators=("sham",), with_memory=True
    ),
    "own_function_smd_with_memory": PoolQuestion(
        outcome="function", comparators=("usual_care",), with_memory=True
    ),
    "own_responder_rd": PoolQuestion(measure="RD", outcome="responder", comparators=("sham",)),
    "own_responder_rr": PoolQuestion(measure="RR", outcome="responder", comparators=("sham",)),
    "own_responder_or": PoolQuestion(measure="OR", outcome="responder", comparators=("sham",)),
}


def own_arms() -> str:
    """The table as text."""
    text = io.StringIO()
    table = csv.DictWriter(text, ("pool", "measure", "trial", *FIELDS), lineterminator="\n")
    table.writeheader()
    for name, question in QUESTIONS.items():
        candidates, _ = select(read_arms(), question)
        for candidate, pairs in pairs_of(candidates, question):
            for pair in pairs:
                row = {"pool": name, "measure": question.measure.value, "trial": candidate.trial}
                table.writerow(row | _figures(pair))
    return text.getvalue()


def _figures(pair: Pair) -> dict[str, float]:
    left, right = pair.treated.side, pair.control.side
    return {
        "m1i": left.mean,
        "sd1i": left.sd,
        "n1i": left.n,
        "m2i": right.mean,
        "sd2i": right.sd,
        "n2i": right.n,
        "ai": left.events,
        "ci": right.events,
    }


if __name__ == "__main__":
    OWN.write_text(own_arms(), encoding="utf-8")

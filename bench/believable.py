"""Each trial of the tables foretold from the others: do the bands hold, is the model worth it?"""

from __future__ import annotations

from typing import Any

from deqi.report.arms import arms_json
from deqi.simulate.arms import foretell_own_trials

Row = dict[str, Any]


def measure(n: int) -> list[Row]:
    """Scores and bands, without and with figures from memory; `n` draws an arm."""
    rows: list[Row] = []
    for with_memory in (False, True):
        told = arms_json(foretell_own_trials(with_memory=with_memory, n_draws=n))
        kept = ("with_memory", "learned_from", "scores", "arms")
        rows.append({key: told[key] for key in kept})
    return rows

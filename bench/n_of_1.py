"""What blocks with and without visits show of people drawn from the prior: power and coverage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.stats

from bench.parallel import run_all
from deqi.cli.commands.block_power import design_words
from deqi.plan.blocks import BlockRequest, ListScheme
from deqi.simulate.course import FIRST_DAY
from deqi.simulate.n_of_1 import (
    Relief,
    Sampling,
    block_power,
    make_up,
    people_from_prior,
    usual_truths,
)

Row = dict[str, Any]
PAIRS = BlockRequest(ListScheme.PAIRS, FIRST_DAY)
DESIGNS = (
    replace(PAIRS, block_d=14, n_pairs=3),
    PAIRS,
    replace(PAIRS, block_d=14, n_pairs=6),
    BlockRequest(ListScheme.START, FIRST_DAY),
)
FITS_SHARE = 6  # one course in so many is read by the pain model
SEED = 20260105


@dataclass(frozen=True, slots=True)
class _Task:
    """One line: a design under one truth."""

    request: BlockRequest
    relief: Relief | None
    effect_nrs: float
    n: int


def measure(n: int) -> list[Row]:
    """Every design under every truth, `n` courses a line."""
    tasks = [
        _Task(request, relief, effect, n)
        for request in DESIGNS
        for relief, effect in usual_truths()
    ]
    return run_all(_line, tasks, "n-of-1")


def _line(task: _Task) -> Row:
    people = people_from_prior("informed", "chronic", SEED)
    sampling = Sampling(task.n, max(1, task.n // FITS_SHARE), SEED)
    cell = block_power(task.request, people, "chronic", task.relief, task.effect_nrs, sampling)
    return {
        "design": design_words(task.request),
        "smallest_p": task.request.smallest_p,
        "relief": None if task.relief is None else task.relief.value,
        "effect_nrs": task.effect_nrs,
        "n": cell.n,
        "n_fits": cell.n_fits,
        "test": cell.p_test,
        "model": cell.p_model,
        "test80": cell.test80,
        "test95": cell.test95,
        "model80": cell.model80,
        "model95": cell.model95,
        "wash_out_d": cell.wash_out_d,
        "t_test": _t_test(task) if task.relief is None else None,
    }


def _t_test(task: _Task) -> float:
    """False alarms of a t-test that takes days as separate, on the same kind of courses."""
    people = people_from_prior("informed", "chronic", SEED)
    alarms = 0
    for k in range(task.n):
        rng = np.random.default_rng((SEED, 2, k))
        made = make_up(task.request, next(people), "chronic", None, 0.0, rng)
        inside = (made.design.stratum >= 0) & ~np.isnan(made.daily_nrs)
        on, off = inside & made.design.observed, inside & ~made.design.observed
        if np.ptp(made.daily_nrs[inside]) == 0:
            continue
        test = scipy.stats.ttest_ind(made.daily_nrs[on], made.daily_nrs[off], equal_var=False)
        alarms += bool(test.pvalue <= 0.05)
    return alarms / task.n

"""Visits that do nothing: how often are they credited, or blamed, all the same?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bench.parallel import run_all
from deqi.infer import infer
from deqi.plan import VerdictCode, decide, facts_from
from deqi.records import Course
from deqi.simulate import Scenario, simulate_record

VISIT_DAYS = (0, 3, 7, 10, 14, 17, 21, 28, 35, 42, 49, 56)
COURSE_D = 84
NOTHING = (0.0, 0.0, 0.0)
HURTS_NRS = 6.0
BOTH_TAILS_95 = 0.975
WORLDS = {
    "chronic": Scenario(gains=NOTHING),
    "subacute, recovering": Scenario(phase="subacute", gains=NOTHING),
    "acute, recovering": Scenario(phase="acute", gains=NOTHING),
    "level drifts by 0.10": Scenario(walk=0.10, gains=NOTHING),
    "books when it hurts, scored before": Scenario(books_above_nrs=HURTS_NRS, gains=NOTHING),
    "books when it hurts, not scored before": Scenario(
        books_above_nrs=HURTS_NRS, gains=NOTHING, scores_at_visits="none"
    ),
}
RUN_INS = (0, 28)


@dataclass(frozen=True)
class Job:
    """One made-up person in one world."""

    world: str
    run_in: int
    seed: int


def scenario_of(job: Job) -> Scenario:
    """The world with its run-in: visits, or booking, begin after it."""
    return replace(
        WORLDS[job.world],
        n_days=COURSE_D + job.run_in,
        visit_days=tuple(day + job.run_in for day in VISIT_DAYS),
        books_from_day=job.run_in,
    )


def judge_one(job: Job) -> dict[str, float] | None:
    """Verdict and tails for one course; None if this person never booked a visit."""
    rng = np.random.default_rng([11, job.run_in, job.seed])
    course = simulate_record(scenario_of(job), rng).course
    if not course.visits:
        return None
    fit = infer(course, seed=job.seed)
    draws, visits = fit._draws, fit.change_draws()["visits"]
    return {
        "credited": decide(facts_from(fit, course)) is VerdictCode.IMPROVING_VISITS_PROBABLE,
        "credited without the score before": _credited_anyway(fit, course),
        "blamed": draws.chance(visits > 0) >= BOTH_TAILS_95,
        "naive": naive_improvement(course) >= 2.0,
        "ess": fit.ess,
    }


def _credited_anyway(fit: Any, course: Course) -> bool:
    """Would the visits be credited if a score before needling were not asked for?"""
    draws, visits = fit._draws, fit.change_draws()["visits"]
    facts = replace(
        facts_from(fit, course),
        share_of_visits_with_before=1.0,
        p_visits_below_0=draws.chance(visits < 0),
        p_visits_below_minus_1=draws.chance(visits < -1),
    )
    return decide(facts) is VerdictCode.IMPROVING_VISITS_PROBABLE


def naive_improvement(course: Course) -> float:
    """First entries' mean minus last entries' mean, a week of each: what a chart shows."""
    diary = [e.pain_nrs for e in course.entries if e.pain_nrs is not None]
    return float(np.mean(diary[:7]) - np.mean(diary[-7:])) if diary else 0.0


def measure(n: int) -> list[dict[str, Any]]:
    """Rates of credit and blame in every world, without and with a run-in."""
    rows = []
    for world in WORLDS:
        for run_in in RUN_INS:
            jobs = [Job(world, run_in, seed) for seed in range(n)]
            judged = [r for r in run_all(judge_one, jobs, f"visits do nothing: {world}") if r]
            rates = {k: float(np.mean([r[k] for r in judged])) for k in judged[0] if k != "ess"}
            lowest = min(r["ess"] for r in judged)
            rows.append(
                {"world": world, "run_in": run_in, "n": len(judged), "ess_min": lowest} | rates
            )
    return rows

"""A true effect of visits: how often is it found, beside a t-test on the same diary?

Both are judged at the cut-off that finds 5 % in the matching world where visits do nothing, so that
neither gains by being bold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.nulls import VISIT_DAYS
from bench.parallel import run_all
from deqi.infer import infer
from deqi.model import Doses, read_prior, relief_curves, spacing_weights
from deqi.plan import VerdictCode, VerdictRules, decide, facts_from
from deqi.simulate import Scenario, draw_person, simulate_record
from deqi.simulate.course import FIRST_DAY, VISIT_H

Array = NDArray[np.float64]
EFFECTS_NRS = (0.8, 1.7, 3.0)
FAST_SHARE = 0.4  # of the effect at the end, felt in addition just after each visit
FALSE_RATE = 0.05
BLOCK_D = 42
BLOCK_VISITS = (0, 3, 7, 10, 14, 17, 21, 24, 28, 31, 35, 38)
LAST_D = 28
BOLDER = VerdictRules(p_visits_below_0=0.8)  # what a threshold below the shipped 0.95 would do


@dataclass(frozen=True)
class Design:
    """When visits take place, and which days a t-test compares: `off` against `on`."""

    name: str
    n_days: int
    visit_days: tuple[int, ...]
    off: tuple[tuple[int, int], ...]
    on: tuple[tuple[int, int], ...]


def _run_in(days: int) -> Design:
    end = days + 84
    visits = tuple(day + days for day in VISIT_DAYS)
    return Design(f"run-in of {days} days", end, visits, ((0, days),), ((end - LAST_D, end),))


def _blocks() -> Design:
    ons = tuple((start, start + BLOCK_D) for start in (BLOCK_D, 3 * BLOCK_D))
    offs = tuple((start, start + BLOCK_D) for start in (0, 2 * BLOCK_D))
    visits = tuple(start + day for start, _ in ons for day in BLOCK_VISITS)
    return Design("2 x (42 off, 42 on)", 4 * BLOCK_D, visits, offs, ons)


DESIGNS = {d.name: d for d in (*map(_run_in, (0, 7, 14, 28)), _blocks())}


@dataclass(frozen=True)
class Job:
    """One made-up person under one design; `effect` is the relief at the end, in points."""

    design: str
    effect: float
    seed: int


def look_one(job: Job) -> dict[str, float]:
    """Our belief that visits lower pain, the t statistic, and the verdict."""
    design = DESIGNS[job.design]
    rng = np.random.default_rng([21, job.seed])
    prior = read_prior("informed", "chronic")
    person = draw_person(prior, rng)
    doses, now_d = _doses(design), np.array([design.n_days - 4.0])
    slow = relief_curves(now_d, doses, np.array([person.tau_f]), np.array([person.tau_s]))[0, 2, 0]
    person = person.with_gains(FAST_SHARE * job.effect, 0.0, job.effect / slow)
    scenario = Scenario(n_days=design.n_days, visit_days=design.visit_days, person=person)
    course = simulate_record(scenario, rng).course
    fit = infer(course, seed=job.seed)
    draws, visits = fit._draws, fit.change_draws()["visits"]
    mean = draws.weight @ visits
    sd = np.sqrt(draws.weight @ (visits - mean) ** 2)
    facts = facts_from(fit, course)
    diary = {(e.on - FIRST_DAY).days: float(e.pain_nrs or 0.0) for e in course.entries}
    return {
        "ours": float(-mean / sd),
        "t": t_statistic(_days(diary, design.off), _days(diary, design.on)),
        "credited": decide(facts) is VerdictCode.IMPROVING_VISITS_PROBABLE,
        "credited if bolder": decide(facts, BOLDER) is VerdictCode.IMPROVING_VISITS_PROBABLE,
    }


def _doses(design: Design) -> Doses:
    at_d = np.array(design.visit_days) + VISIT_H / 24
    slow = spacing_weights(at_d, read_prior("informed", "chronic").t_ref_slow_d)
    return Doses(at_d, np.zeros_like(slow), np.zeros_like(slow), slow)


def _days(diary: dict[int, float], spans: tuple[tuple[int, int], ...]) -> Array:
    return np.array([nrs for day, nrs in diary.items() if any(a <= day < b for a, b in spans)])


def t_statistic(off: Array, on: Array) -> float:
    """Welch's t for pain off treatment above pain on it; 0 where either side has under 2 days.

    >>> round(t_statistic(np.array([6.0, 7.0, 8.0]), np.array([4.0, 5.0, 6.0])), 3)
    2.449
    """
    if len(off) < 2 or len(on) < 2:
        return 0.0
    error = np.sqrt(off.var(ddof=1) / len(off) + on.var(ddof=1) / len(on))
    return float((off.mean() - on.mean()) / max(error, 1e-9))


def measure(n: int) -> list[dict[str, Any]]:
    """Share of true effects found, ours and the t-test's, for every design and effect."""
    rows = []
    for name in DESIGNS:
        title = f"found: {name}"
        null = run_all(look_one, [Job(name, 0.0, seed) for seed in range(n)], title)
        cut = {k: float(np.quantile([r[k] for r in null], 1 - FALSE_RATE)) for k in ("ours", "t")}
        false = {
            "false_verdict": float(np.mean([r["credited"] for r in null])),
            "false_if_bolder": float(np.mean([r["credited if bolder"] for r in null])),
        }
        for effect in EFFECTS_NRS:
            looked = run_all(look_one, [Job(name, effect, seed) for seed in range(n)], title)
            rows.append(_summary(name, effect, looked, cut) | false)
    return rows


def _summary(
    name: str, effect: float, looked: list[dict[str, float]], cut: dict[str, float]
) -> dict[str, Any]:
    ours = np.array([r["ours"] > cut["ours"] for r in looked], float)
    theirs = np.array([r["t"] > cut["t"] for r in looked], float)
    difference = ours - theirs
    has_t = any(r["t"] != 0.0 for r in looked)
    return {
        "design": name,
        "effect_nrs": effect,
        "n": len(looked),
        "ours": float(ours.mean()),
        "t_test": float(theirs.mean()) if has_t else None,
        "difference": float(difference.mean()) if has_t else None,
        "se": float(difference.std(ddof=1) / np.sqrt(len(looked))),
        "verdict": float(np.mean([r["credited"] for r in looked])),
        "verdict_if_bolder": float(np.mean([r["credited if bolder"] for r in looked])),
    }

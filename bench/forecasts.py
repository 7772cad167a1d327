"""Forecasts against four simple rules, on simulated courses and on their misspecified twins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.parallel import run_all
from deqi.infer import infer
from deqi.records import Course
from deqi.simulate import Scenario, simulate_record
from deqi.simulate.course import EVENING_H, FIRST_DAY

Array = NDArray[np.float64]
ORIGINS = (21, 42, 84)
HORIZONS = (1, 7, 28)
VISIT_DAYS = (7, 10, 14, 17, 21, 24, 28, 35, 42, 49, 56, 63)
RULES = ("last value", "7-day mean", "all days", "exponential average")
WORLDS = (("own", False, False), ("own, new flares", False, True), ("twin", True, False))
PHASES = ("chronic", "subacute", "acute")


@dataclass(frozen=True)
class Job:
    """One course at one origin."""

    seed: int
    origin: int
    is_twin: bool
    new_flares: bool


def crps(p_nrs: Array, answer: float) -> float:
    """Continuous ranked probability score on 0..10; lower is better.

    >>> crps(np.eye(11)[3], 5.0)
    2.0
    """
    below = np.cumsum(p_nrs)
    return float(((below - (np.arange(11) >= answer)) ** 2).sum())


def randomised_pit(p_nrs: Array, answer: float, u: float) -> float:
    """Where the answer fell in its forecast, spread evenly over a whole score's probability."""
    k = int(answer)
    return float(p_nrs[:k].sum() + u * p_nrs[k])


def diary_by_day(course: Course, n_days: int) -> Array:
    """Evening scores by day, NaN where nothing was written."""
    values = np.full(n_days, np.nan)
    for entry in course.entries:
        values[(entry.on - FIRST_DAY).days] = entry.pain_nrs
    return values


def rule_forecast(past: Array, horizon: int, rule: str) -> Array:
    """A simple rule's distribution: its point, spread by its own past errors at that horizon."""
    if rule == "all days":
        return _histogram(past[~np.isnan(past)])
    points = _points(past, rule)
    errors = np.array([])
    for h in range(horizon, 0, -1):
        errors = past[h:] - points[:-h]
        errors = errors[~np.isnan(errors)]
        if len(errors) >= 5:
            break
    return _histogram(points[-1] + (errors if len(errors) else np.zeros(1)))


def _points(past: Array, rule: str) -> Array:
    points = np.full(len(past), np.nan)
    average = np.nan
    for day in range(len(past)):
        seen = past[: day + 1]
        seen = seen[~np.isnan(seen)]
        if not len(seen):
            continue
        if not np.isnan(past[day]):
            average = past[day] if np.isnan(average) else 0.8 * average + 0.2 * past[day]
        week = past[max(0, day - 6) : day + 1]
        week = week[~np.isnan(week)]
        points[day] = {
            "last value": seen[-1],
            "7-day mean": week.mean() if len(week) else seen[-1],
            "exponential average": average,
        }[rule]
    return points


def _histogram(values: Array) -> Array:
    answers = np.clip(np.rint(values), 0, 10).astype(int)
    counts = np.bincount(answers, minlength=11).astype(float)
    return np.asarray(counts / counts.sum())


def score_one(job: Job) -> dict[str, Any] | None:
    """CRPS of ours and of every rule, and our PIT, at each horizon."""
    rng = np.random.default_rng([41, job.seed, job.origin, job.is_twin])
    scenario = Scenario(
        phase=PHASES[job.seed % 3],
        n_days=job.origin + max(HORIZONS) + 1,
        visit_days=tuple(d for d in VISIT_DAYS if d < job.origin),
        population="informed",
        flares_end_day=None if job.new_flares else job.origin,
        is_twin=job.is_twin,
    )
    simulated = simulate_record(scenario, rng)
    past = diary_by_day(simulated.course, scenario.n_days)[: job.origin + 1]
    if np.isnan(past).all():
        return None
    fit = infer(simulated.course, FIRST_DAY + timedelta(days=job.origin))
    ours = fit.forecast(max(HORIZONS)).p_nrs
    bare = fit.forecast(max(HORIZONS), with_habit=False).p_nrs
    row: dict[str, Any] = {"phase": scenario.phase}
    for h in HORIZONS:
        answer = simulated.truth.answer(job.origin + h, EVENING_H)
        row[f"ours {h}"] = crps(ours[h - 1], answer)
        row[f"bare {h}"] = crps(bare[h - 1], answer)
        row[f"pit {h}"] = randomised_pit(bare[h - 1], answer, rng.random())
        for rule in RULES:
            row[f"{rule} {h}"] = crps(rule_forecast(past, h, rule), answer)
    return row


def measure(n: int) -> list[dict[str, Any]]:
    """Ours against the best rule: one row for each world, origin and horizon."""
    rows = []
    for world, is_twin, new_flares in WORLDS:
        n_courses = n // 4 if new_flares else n  # printed beside the bars, not judged by them
        for origin in ORIGINS:
            jobs = [Job(seed, origin, is_twin, new_flares) for seed in range(n_courses)]
            scored = [r for r in run_all(score_one, jobs, f"forecasts {world} {origin}") if r]
            rows += [_summary(scored, h, world, origin) for h in HORIZONS]
    return rows


def _summary(scored: list[dict[str, Any]], h: int, world: str, origin: int) -> dict[str, Any]:
    means = {rule: float(np.mean([r[f"{rule} {h}"] for r in scored])) for rule in RULES}
    best = min(means, key=means.__getitem__)
    ours = np.array([r[f"ours {h}"] for r in scored])
    bare = float(np.mean([r[f"bare {h}"] for r in scored]))
    theirs = np.array([r[f"{best} {h}"] for r in scored])
    pit = np.array([r[f"pit {h}"] for r in scored])
    difference = ours - theirs
    error = difference.std(ddof=1) / np.sqrt(len(scored))
    return {
        "world": world,
        "origin": origin,
        "day": h,
        "n": len(scored),
        "ours": float(ours.mean()),
        "ours_without_habit": bare,
        "best_rule": best,
        "rule": means[best],
        "difference_percent": float(100 * difference.mean() / means[best]),
        "upper95_percent": float(100 * (difference.mean() + 1.645 * error) / means[best]),
        "central80_of_pit": float(np.mean(np.abs(pit - 0.5) < 0.4)),
    }

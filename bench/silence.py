"""People who stop writing when they are well, or in agony: what that does to the answer.

A full evening diary is made up, then entries are taken out by a rule that looks at the very pain
that would have been written: missing not at random. The scores at visits stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.parallel import run_all
from bench.ranks import true_change
from deqi.infer import Fit, fit_silence, infer
from deqi.plan import VerdictCode, decide, facts_from
from deqi.plan.rules import DEFAULT_RULES
from deqi.plan.silence import check_silence
from deqi.records import Course, Entry
from deqi.simulate import Scenario, simulate_record

Array = NDArray[np.float64]
WELL_NRS, AGONY_NRS = 2.0, 7.0
WRITES, WRITES_SELDOM = 0.9, 0.25  # a usual evening, and one that the rule makes a silent one
STOPS = 0.1  # chance, on each evening that fits the rule, that this entry was the last
QUANTITIES = ("now", "total", "natural", "visits")
NOTHING = (0.0, 0.0, 0.0)
PHASES = ("chronic", "subacute", "acute")


def _at_random(pain: Array, rng: np.random.Generator) -> NDArray[np.bool_]:
    return np.asarray(rng.random(len(pain)) < WRITES)


def _skips(applies: Callable[[Array], NDArray[np.bool_]]) -> Callable[..., NDArray[np.bool_]]:
    def kept(pain: Array, rng: np.random.Generator) -> NDArray[np.bool_]:
        return np.asarray(rng.random(len(pain)) < np.where(applies(pain), WRITES_SELDOM, WRITES))

    return kept


def _stops(applies: Callable[[Array], NDArray[np.bool_]]) -> Callable[..., NDArray[np.bool_]]:
    def kept(pain: Array, rng: np.random.Generator) -> NDArray[np.bool_]:
        last = np.flatnonzero(applies(pain) & (rng.random(len(pain)) < STOPS))[:1]
        goes_on = np.arange(len(pain)) <= (last[0] if len(last) else len(pain))
        return np.asarray(goes_on & _at_random(pain, rng))

    return kept


def _is_well(pain: Array) -> NDArray[np.bool_]:
    return np.asarray(pain <= WELL_NRS)


def _is_in_agony(pain: Array) -> NDArray[np.bool_]:
    return np.asarray(pain >= AGONY_NRS)


RULES: dict[str, Callable[[Array, np.random.Generator], NDArray[np.bool_]]] = {
    "at random": _at_random,
    "skips days when well": _skips(_is_well),
    "skips days in agony": _skips(_is_in_agony),
    "stops for good when well": _stops(_is_well),
    "stops for good in agony": _stops(_is_in_agony),
}


@dataclass(frozen=True)
class Job:
    """One made-up person who writes by one rule; visits as drawn, or visits that do nothing."""

    rule: str
    do_nothing: bool
    seed: int


def silent_course(job: Job) -> tuple[Course, Any]:
    """The course as it was written down, and the truth behind all of it."""
    scenario = Scenario(
        phase=PHASES[job.seed % 3],
        writes=1.0,
        population="sceptical",
        gains=NOTHING if job.do_nothing else None,
    )
    simulated = simulate_record(scenario, np.random.default_rng([21, job.seed]))
    entries = simulated.course.entries
    kept = RULES[job.rule](
        np.array([_pain(e) for e in entries]), np.random.default_rng([22, job.seed])
    )
    kept[0] = True  # the first evening is when care is asked for
    written = tuple(e for e, is_kept in zip(entries, kept, strict=True) if is_kept)
    return replace(simulated.course, entries=written), simulated


def _pain(entry: Entry) -> float:
    assert entry.pain_nrs is not None  # a made-up evening has an answer
    return entry.pain_nrs


def judge_one(job: Job) -> dict[str, float]:
    """How far off each quantity is, whether its interval holds it, and the verdict's two answers.

    `hull` is what the sensitivity answers add: from the lowest to the highest end of the 80 %
    intervals of three fits, as written, with the silent days at 0, and at the person's own high.
    """
    course, simulated = silent_course(job)
    last_on = max(e.on for e in simulated.course.entries)
    fit = infer(course, last_on, seed=job.seed)
    silence = fit_silence(course, fit)
    refits = (fit,) if silence is None else (fit, silence.at_zero, silence.at_high)
    truth = true_change(simulated, fit)
    facts = facts_from(fit, course)
    code = decide(facts)
    checked = code if silence is None else check_silence(facts, silence, DEFAULT_RULES).code
    good = VerdictCode.IMPROVING_VISITS_PROBABLE
    judged = {
        "days silent": 1 - len(course.entries) / len(simulated.course.entries),
        "checked": float(silence is not None),
        "credited": float(code is good),
        "credited, checked": float(checked is good),
        "ess": fit.ess,
    }
    for name in QUANTITIES:
        judged |= _held(name, float(truth[name]), refits)
    return judged


def _held(name: str, truth: float, fits: tuple[Fit, ...]) -> dict[str, float]:
    believed = [f.sceptical.linear(f.change_parts[name]).interval() for f in fits]
    own = believed[0]
    lo, hi = min(b.lo80 for b in believed), max(b.hi80 for b in believed)
    return {
        f"{name}: error": own.median - truth,
        f"{name}: in 80": float(own.lo80 <= truth <= own.hi80),
        f"{name}: in 95": float(own.lo95 <= truth <= own.hi95),
        f"{name}: in hull": float(lo <= truth <= hi),
        f"{name}: hull width": (hi - lo) / max(own.hi80 - own.lo80, 1e-9),
    }


def measure(n: int) -> list[dict[str, Any]]:
    """Bias and coverage by rule and quantity; credit where the visits do nothing."""
    rows = []
    for rule in RULES:
        drawn = run_all(judge_one, [Job(rule, False, s) for s in range(n)], f"silent: {rule}")
        nothing = run_all(judge_one, [Job(rule, True, s) for s in range(n)], f"no effect: {rule}")
        rows.append(
            {"rule": rule, "n": n, "ess_min": min(r["ess"] for r in drawn + nothing)}
            | {"days silent": _mean(drawn, "days silent"), "checked": _mean(drawn, "checked")}
            | {key: _mean(nothing, key) for key in ("credited", "credited, checked")}
            | {"quantities": [_summary(name, drawn) for name in QUANTITIES]}
        )
    return rows


def _mean(judged: list[dict[str, float]], key: str) -> float:
    return float(np.mean([r[key] for r in judged]))


def _summary(name: str, judged: list[dict[str, float]]) -> dict[str, Any]:
    errors = np.array([r[f"{name}: error"] for r in judged])
    return {
        "quantity": name,
        "bias": float(errors.mean()),
        "bias_se": float(errors.std(ddof=1) / np.sqrt(len(errors))),
        **{key: _mean(judged, f"{name}: {key}") for key in ("in 80", "in 95", "in hull")},
        "hull width": float(np.median([r[f"{name}: hull width"] for r in judged])),
    }

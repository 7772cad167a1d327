"""Is the truth inside the interval as often as claimed? Courses drawn from the prior, refitted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import kolmogorov

from bench.forecasts import randomised_pit
from bench.parallel import run_all
from deqi.exchange import read_table_folder, write_table_folder
from deqi.infer import Fit, infer
from deqi.infer.filter import GF, GL
from deqi.infer.fit import PATTERN_NRS
from deqi.model import read_prior, relief_curves
from deqi.records import Course
from deqi.simulate import Scenario, Simulated, simulate_record
from deqi.simulate.course import EVENING_H, FIRST_DAY, HOURS

Array = NDArray[np.float64]
PHASES = ("chronic", "subacute", "acute")
RECORDS = {
    "5 entries": Scenario(n_entries=5, scores_at_visits="before"),
    "20 entries": Scenario(n_entries=20, scores_at_visits="before"),
    "80 entries": Scenario(n_entries=80, scores_at_visits="before"),
    "54 % of days missing": Scenario(writes=0.46, scores_at_visits="before"),
}
PRACTICE_RECORD = "54 % of days missing"
AHEAD_D = 28
LAST_DAY = 83
PATH_LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
GAIN_DAY, GAIN_HOUR = 2, 10.0  # a visit two days after the record, at ten


@dataclass(frozen=True)
class Job:
    """One simulated person under one kind of record, written to a table folder and read or not."""

    record: str
    seed: int
    in_tables: bool = False


def rank_one(job: Job) -> dict[str, float]:
    """Rank of the truth in the posterior, 0 to 1, for every reported quantity."""
    phase = PHASES[job.seed % 3]
    ranks = _change_ranks(job, phase)
    if job.seed % 2 == 0:  # a second course and a second fit
        ranks.update(_outlook_ranks(job, phase))
    return ranks


def _simulate(job: Job, phase: str, population: str, extra_d: int) -> Simulated:
    scenario = replace(RECORDS[job.record], phase=phase, population=population)
    if extra_d:
        scenario = replace(scenario, n_days=scenario.n_days + extra_d, flares_end_day=84.0)
    simulated = simulate_record(scenario, np.random.default_rng([7, job.seed, extra_d]))
    if job.in_tables:
        return replace(simulated, course=through_tables(simulated.course))
    return simulated


def through_tables(course: Course) -> Course:
    """The course as a practice's folder of tables gives it back."""
    with TemporaryDirectory() as folder:
        write_table_folder([course], folder)
        return read_table_folder(folder).course(course.id)


def _change_ranks(job: Job, phase: str) -> dict[str, float]:
    """Everything that the sceptical prior decides; the person is drawn from it."""
    simulated = _simulate(job, phase, "sceptical", 0)
    fit = infer(simulated.course, seed=job.seed)
    truth = true_change(simulated, fit)
    draws, state = fit._draws, fit._draws.state
    person = simulated.truth.person
    believed = fit.change_draws()
    peak, slow = (fit.drawn(fit.relief_parts[part]) for part in ("fast", "slow"))
    true_peak, true_slow = _true_relief_parts(fit, simulated)
    believed |= {
        "peak": peak,
        "slow part": slow,
        "half-life": fit.sceptical.theta["tau_f"][draws.point],
    }
    truth |= {"peak": true_peak, "slow part": true_slow, "half-life": person.tau_f}
    ranks = {name: float(draws.weight @ (believed[name] < truth[name])) for name in believed}
    grown_w = fit.schedule.growth_w[-1]
    categories = _category(state[GF], slow, state[GL] * grown_w)
    own = _category(np.array(person.g_f), np.array(true_slow), np.array(person.g_l * grown_w))
    u = np.random.default_rng([8, job.seed]).random()
    ranks["pattern"] = float(
        draws.weight @ (categories < own) + u * (draws.weight @ (categories == own))
    )
    if job.seed % 4 == 0:  # the picture costs as much as the fit
        ranks["level on the way"] = _path_rank(simulated, fit, np.random.default_rng([6, job.seed]))
    ranks["ess"] = fit.ess
    return ranks


def true_change(simulated: Simulated, fit: Fit) -> dict[str, Any]:
    """The truth behind `Fit.change_draws`."""
    truth, schedule = simulated.truth, fit.schedule
    start = truth.at(schedule.origin_at + timedelta(days=schedule.start_d))
    now = [truth.at(schedule.origin_at + timedelta(days=float(t))) for t in schedule.now_d]
    untreated = truth.drift + truth.recovery
    change = {
        "start": untreated[start],
        "natural": untreated[now].mean() - untreated[start],
        "visits": -truth.relief[now].mean(),
    }
    change["total"] = change["natural"] + change["visits"]
    change["now"] = change["start"] + change["total"]
    return change


def _true_relief_parts(fit: Fit, simulated: Simulated) -> tuple[float, float]:
    person = simulated.truth.person
    curves = relief_curves(
        np.array([fit.schedule.last_visit_d]),
        fit.schedule.doses,
        np.array([person.tau_f]),
        np.array([person.tau_s]),
    )[0, :, 0]
    return float(person.g_f * curves[0] + person.g_l * curves[1]), float(person.g_s * curves[2])


def _category(g_f: Array, slow: Array, grown: Array) -> NDArray[np.int64]:
    at_once = g_f > PATTERN_NRS
    builds_up = (slow > PATTERN_NRS) | (grown >= PATTERN_NRS)
    return np.asarray(at_once.astype(int) + 2 * builds_up.astype(int))


def _path_rank(simulated: Simulated, fit: Fit, rng: np.random.Generator) -> float:
    """Rank of the level at a moment in the middle of the record, from the picture's quantiles.

    The picture ends where the scale ends, and so does the truth here; ties there are broken evenly.
    """
    path = fit.path()
    moments = [k for k, at in enumerate(path.at) if abs(_grid_gap(simulated, at)) < 1e-6]
    k = moments[len(moments) // 2]
    band = path.level[k]
    level = float(np.clip(simulated.truth.level[simulated.truth.at(path.at[k])], 0.0, 10.0))
    known = [band.lo95, band.lo80, band.lo50, band.median, band.hi50, band.hi80, band.hi95]
    if level == 0.0 and known[0] == 0.0:
        return float(
            rng.uniform(0.0, max(q for q, v in zip(PATH_LEVELS, known, strict=True) if v == 0.0))
        )
    if level == 10.0 and known[-1] == 10.0:
        return float(
            rng.uniform(min(q for q, v in zip(PATH_LEVELS, known, strict=True) if v == 10.0), 1.0)
        )
    return float(np.interp(level, known, PATH_LEVELS, 0.01, 0.99))


def _grid_gap(simulated: Simulated, at: Any) -> float:
    try:
        simulated.truth.at(at)
    except ValueError:
        return 1.0
    return 0.0


def _outlook_ranks(job: Job, phase: str) -> dict[str, float]:
    """Everything that the informed prior decides; the person is drawn from it, no new flares."""
    simulated = _simulate(job, phase, "informed", AHEAD_D + 1)
    truth, day = simulated.truth, LAST_DAY
    as_of = FIRST_DAY + timedelta(days=day)
    fit = infer(simulated.course, as_of, seed=job.seed)
    forecast = fit.forecast(AHEAD_D, with_habit=False)
    rng = np.random.default_rng([9, job.seed])
    ranks = {}
    for ahead in (1, 7, 28):
        answer = truth.answer(day + ahead, EVENING_H)
        pit = randomised_pit(forecast.p_nrs[ahead - 1], answer, rng.random())
        ranks[f"forecast day {ahead}"] = pit
    at = fit.timeline.at_usual_hour(as_of) + timedelta(days=GAIN_DAY, hours=GAIN_HOUR - EVENING_H)
    gain = fit._mean_pain_ahead((), AHEAD_D) - fit._mean_pain_ahead((at,), AHEAD_D)
    weight, true_gain = fit._informed_draws.weight, _true_gain(simulated, fit)
    tie = np.abs(gain - true_gain) < 1e-9  # pain at the end of the scale: no room for any gain
    ranks["gain of a visit"] = float(
        weight @ (gain < true_gain - 1e-9) + rng.random() * weight @ tie
    )
    return ranks


def _true_gain(simulated: Simulated, fit: Fit) -> float:
    """Expected fall of mean pain over the coming days through one more visit, truth known."""
    truth, person = simulated.truth, simulated.truth.person
    end = LAST_DAY * len(HOURS) + HOURS.index(EVENING_H)
    ahead = np.arange(1, AHEAD_D + 1)
    since_origin = (LAST_DAY + ahead + EVENING_H / 24) - fit_origin_d(fit)
    drift = truth.drift[end] - truth.slow[end] * (1 - np.exp(-ahead / person.tau_d))
    recovery = person.a * np.exp(-since_origin / person.tau_r)
    flare = truth.flare[end] * np.exp(-ahead / read_prior("informed", "chronic").flares.tau_d)
    visit_d = LAST_DAY + GAIN_DAY + GAIN_HOUR / 24 - fit_origin_d(fit)
    pains = []
    for more in (np.array([]), np.array([visit_d])):
        schedule = fit.schedule.with_visits(more, fit.priors[0][1])
        curves = relief_curves(
            since_origin, schedule.doses, np.array([person.tau_f]), np.array([person.tau_s])
        )[:, :, 0]
        relief = curves @ np.array([person.g_f, person.g_l, person.g_s])
        pains.append(np.clip(drift + recovery + flare - relief, 0, 10).mean())
    return float(pains[0] - pains[1])


def fit_origin_d(fit: Fit) -> float:
    """The record's origin, in days since the scenario's first midnight."""
    midnight = datetime.combine(FIRST_DAY, time.min, UTC)
    return (fit.schedule.origin_at - midnight).total_seconds() / 86400


def measure(n: int) -> list[dict[str, Any]]:
    """Coverage of every quantity under every kind of record."""
    return _measure(n, tuple(RECORDS), in_tables=False)


def measure_practice(n: int) -> list[dict[str, Any]]:
    """The same on the path of many courses: written to tables, read, fitted in processes."""
    return _measure(n, (PRACTICE_RECORD,), in_tables=True)


def _measure(n: int, records: tuple[str, ...], in_tables: bool) -> list[dict[str, Any]]:
    rows = []
    for record in records:
        jobs = [Job(record, seed, in_tables) for seed in range(n)]
        ranked = run_all(rank_one, jobs, f"ranks {record}")
        rows += [_summary(record, name, ranked) for name in ranked[0] if name != "ess"]
        rows[-1]["ess_min"] = min(r["ess"] for r in ranked)
    return rows


def _summary(record: str, name: str, ranked: list[dict[str, float]]) -> dict[str, Any]:
    ranks = np.sort([r[name] for r in ranked if name in r])
    n = len(ranks)
    steps = np.arange(1, n + 1) / n
    distance = max(np.max(steps - ranks), np.max(ranks - steps + 1 / n))
    return {
        "record": record,
        "quantity": name,
        "n": n,
        "in50": float(np.mean(np.abs(ranks - 0.5) < 0.25)),
        "in80": float(np.mean(np.abs(ranks - 0.5) < 0.40)),
        "in95": float(np.mean(np.abs(ranks - 0.5) < 0.475)),
        "mean_rank": float(ranks.mean()),
        "ks_p": float(kolmogorov(np.sqrt(n) * distance)),
    }

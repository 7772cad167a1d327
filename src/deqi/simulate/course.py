"""Make up a course of treatment from the pain model, and remember the truth behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from deqi.model import Prior, read_prior
from deqi.records import Answer, Course, Entry, Needling, Phase, Visit
from deqi.simulate.person import Person, draw_person
from deqi.simulate.scenario import Scenario

Array = NDArray[np.float64]
FIRST_DAY = date(2026, 1, 5)  # a Monday
MORNING_H, VISIT_H, AFTER_H, PROMPT_H, EVENING_H = 8.0, 10.0, 10.5, 12.5, 20.0
HOURS = (MORNING_H, VISIT_H, AFTER_H, PROMPT_H, EVENING_H)
SATURATION_NRS = 2.5  # in a twin world relief cannot grow far above this
WEEKEND_NRS = 0.4
EVEN_SHARE = 0.3
MEAN_SILENCE_D = 3.0


@dataclass(frozen=True, slots=True)
class Truth:
    """What really happened, at every moment of the scenario's grid.

    Attributes
    ----------
    person : the numbers behind it.
    at_d : shape (n_times,), days since the first day at 0:00.
    drift, slow : c + d, and d alone, at those times.
    recovery : A exp(-t/tauR). relief : the visits' parts, positive is relief. flare : what flares
        add. Pain is drift + recovery + flare - relief.
    said : the answer the person would have given, written down or not.
    """

    person: Person
    at_d: Array
    drift: Array
    slow: Array
    recovery: Array
    relief: Array
    flare: Array
    said: Array

    def answer(self, day: int, hour: float) -> float:
        """The answer on a day at one of the grid's hours."""
        return float(self.said[day * len(HOURS) + HOURS.index(hour)])

    @property
    def level(self) -> Array:
        """Pain without flares and reporting noise."""
        return self.drift + self.recovery - self.relief

    def at(self, at: datetime) -> int:
        """The grid's place of a moment."""
        days = (at - _midnight(0)).total_seconds() / 86400
        place = int(np.argmin(np.abs(self.at_d - days)))
        if abs(self.at_d[place] - days) > 1e-6:
            raise ValueError(f"{at} is not on the scenario's grid of hours {HOURS}.")
        return place


@dataclass(frozen=True, slots=True)
class Simulated:
    """A made-up course and the truth behind it."""

    course: Course
    truth: Truth


def simulate_course(scenario: Scenario, rng: np.random.Generator) -> Course:
    """Make up one course of treatment.

    Parameters
    ----------
    scenario : who, when, and what is written down.
    rng : chance; the same generator state gives the same course.

    Examples
    --------
    >>> course = simulate_course(Scenario(n_days=28), np.random.default_rng(7))
    >>> len(course.visits), all(0 <= e.pain_nrs <= 10 for e in course.entries)
    (6, True)
    """
    return simulate_record(scenario, rng).course


def simulate_record(scenario: Scenario, rng: np.random.Generator) -> Simulated:
    """Make up one course and keep the truth."""
    prior = read_prior(scenario.population, scenario.phase)
    person = _person(scenario, prior, rng)
    at_d = np.array([day + hour / 24 for day in range(scenario.n_days) for hour in HOURS])
    evenings = _written_evenings(scenario, rng)
    origin_d = _first_record_d(scenario, evenings)
    natural = _natural_course(person, prior, at_d, origin_d, scenario.flares_end_day, rng)
    visit_days = _visit_days(scenario, natural, person, prior)
    relief = _relief(visit_days, at_d, person, prior, scenario.is_twin)
    pain = natural.drift + natural.recovery + natural.flare - relief
    said = _answers(scenario, person, prior, pain, at_d, rng)
    truth = Truth(
        person, at_d, natural.drift, natural.slow, natural.recovery, relief, natural.flare, said
    )
    visits = tuple(_visit(day, scenario, truth) for day in visit_days)
    entries = tuple(_entries(scenario, visit_days, evenings, truth))
    course = Course(
        id="simulated",
        entries=entries,
        visits=visits,
        time_zone="UTC",
        time_zone_given=True,
        declared_phase=Phase(scenario.phase),
        pregnancy=Answer.NOT_ASKED,
    )
    return Simulated(course, truth)


def _person(scenario: Scenario, prior: Prior, rng: np.random.Generator) -> Person:
    person = scenario.person or draw_person(prior, rng, scenario.with_flares)
    if scenario.gains is not None:
        person = person.with_gains(*scenario.gains)
    return person if scenario.walk is None else replace(person, walk=scenario.walk)


@dataclass(frozen=True, slots=True)
class _Natural:
    drift: Array
    slow: Array
    recovery: Array
    flare: Array


def _first_record_d(scenario: Scenario, evenings: NDArray[np.bool_]) -> float:
    """When the record begins: its first evening entry or visit. The model counts from there."""
    first = [float(day) + EVENING_H / 24 for day in np.flatnonzero(evenings)[:1]]
    if scenario.books_above_nrs is None:
        first += [day + VISIT_H / 24 for day in scenario.visit_days[:1]]
    return min(first, default=0.0)


def _natural_course(
    person: Person,
    prior: Prior,
    at_d: Array,
    origin_d: float,
    flares_end_d: float | None,
    rng: np.random.Generator,
) -> _Natural:
    """Level, slow part, recovery and flares, exact at each moment; at rest before the record."""
    n = len(at_d)
    since = np.maximum(at_d - origin_d, 0.0)
    gaps = np.diff(since, prepend=0.0)
    level = person.c + np.cumsum(person.walk * np.sqrt(gaps) * rng.standard_normal(n))
    slow = np.empty(n)
    shocks = rng.standard_normal(n)
    slow[0] = person.sd_d * (prior.d_start + shocks[0])
    for i in range(1, n):
        keep = math.exp(-gaps[i] / person.tau_d)
        slow[i] = keep * slow[i - 1] + person.sd_d * math.sqrt(1 - keep * keep) * shocks[i]
    until_d = since[-1] if flares_end_d is None else max(flares_end_d - origin_d, 0.0)
    recovery = person.a * np.exp(-since / person.tau_r)
    return _Natural(level + slow, slow, recovery, _flares(person, prior, since, until_d, rng))


def _flares(
    person: Person, prior: Prior, at_d: Array, until_d: float, rng: np.random.Generator
) -> Array:
    n_flares = rng.poisson(person.flares_per_d * until_d)
    begins = rng.uniform(0.0, until_d, n_flares)
    sizes = rng.normal(prior.flares.jump.mean, prior.flares.jump.sd, n_flares)
    since = at_d[:, None] - begins
    fading = np.exp(-np.maximum(since, 0) / prior.flares.tau_d) * (since >= 0)
    return np.asarray(fading @ sizes)


def _visit_days(
    scenario: Scenario, natural: _Natural, person: Person, prior: Prior
) -> tuple[int, ...]:
    if scenario.books_above_nrs is None:
        return tuple(day for day in scenario.visit_days if day < scenario.n_days)
    days: list[int] = []
    morning_d: Array = np.arange(scenario.n_days, dtype=np.float64) + MORNING_H / 24
    pain = (natural.drift + natural.recovery + natural.flare)[:: len(HOURS)]
    for day in range(scenario.books_from_day, scenario.n_days):
        if len(days) == scenario.books_at_most:
            break
        if days and day - days[-1] < scenario.books_gap_d:
            continue
        felt = _relief(tuple(days), morning_d[day : day + 1], person, prior, scenario.is_twin)[0]
        if pain[day] - felt >= scenario.books_above_nrs:
            days.append(day)
    return tuple(days)


def _relief(
    visit_days: tuple[int, ...], at_d: Array, person: Person, prior: Prior, saturates: bool
) -> Array:
    """Relief by a plain double sum over times and visits: slow, and independent of the filter's."""
    total = np.zeros(len(at_d))
    before = -math.inf
    for k, day in enumerate(visit_days):
        s = day + VISIT_H / 24
        fast_w = 1 - math.exp(-(s - before) / prior.t_ref_fast_d)
        slow_w = 1 - math.exp(-(s - before) / prior.t_ref_slow_d)
        fast = fast_w * (person.g_f + person.g_l * (1 - math.exp(-k / prior.growth_visits)))
        since = np.maximum(at_d - s, 0.0)
        pulse = fast * np.exp(-since / person.tau_f)
        pulse += slow_w * person.g_s * np.exp(-since / person.tau_s)
        total += pulse * (at_d > s + 1e-9)
        before = s
    return SATURATION_NRS * np.tanh(total / SATURATION_NRS) if saturates else total


def _answers(
    scenario: Scenario,
    person: Person,
    prior: Prior,
    pain: Array,
    at_d: Array,
    rng: np.random.Generator,
) -> Array:
    """What the person would say at each moment: noise, rounding, the ends of the scale."""
    n = len(pain)
    if scenario.is_twin:
        days = (FIRST_DAY + timedelta(days=int(t)) for t in at_d)
        weekend = np.array([day.weekday() >= 5 for day in days])
        noise = rng.standard_t(4, n) / math.sqrt(2)
        said = pain + WEEKEND_NRS * weekend + person.sd_e * noise
        rounded = np.where(rng.random(n) < EVEN_SHARE, 2 * np.rint(said / 2), np.rint(said))
    else:
        wide = np.where(rng.random(n) < prior.heavy_share, prior.heavy_factor, 1.0)
        rounded = np.rint(pain + person.sd_e * wide * rng.standard_normal(n))
    return np.clip(rounded, 0, 10) + 0.0  # no negative zero


def _midnight(day: int) -> datetime:
    return datetime.combine(FIRST_DAY, time.min, UTC) + timedelta(days=day)


def _visit(day: int, scenario: Scenario, truth: Truth) -> Visit:
    at = _midnight(day) + timedelta(hours=VISIT_H)
    scored = scenario.scores_at_visits
    return Visit(
        at=at,
        on=at.date(),
        has_time=True,
        pain_before_nrs=truth.answer(day, VISIT_H) if scored != "none" else None,
        pain_after_nrs=truth.answer(day, AFTER_H) if scored == "both" else None,
        needling=Needling(retention_min=30.0),
    )


def _entries(
    scenario: Scenario,
    visit_days: tuple[int, ...],
    evenings: NDArray[np.bool_],
    truth: Truth,
) -> Iterator[Entry]:
    for day in range(scenario.n_days):
        if scenario.with_prompts and day - 1 in visit_days:
            yield _entry(day, MORNING_H, truth)
        if scenario.with_prompts and day in visit_days:
            yield _entry(day, PROMPT_H, truth)
        if evenings[day]:
            yield _entry(day, EVENING_H, truth)


def _entry(day: int, hour: float, truth: Truth) -> Entry:
    at = _midnight(day) + timedelta(hours=hour)
    return Entry(at, at.date(), True, truth.answer(day, hour))


def _written_evenings(scenario: Scenario, rng: np.random.Generator) -> NDArray[np.bool_]:
    n = scenario.n_days
    if scenario.n_entries is not None:
        written = np.zeros(n, bool)
        written[rng.choice(n, min(scenario.n_entries, n), replace=False)] = True
        return written
    if not scenario.is_twin:
        return np.asarray(rng.random(n) < scenario.writes)
    return _in_runs(n, scenario.writes, rng)


def _in_runs(n: int, share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Missing days that cluster: silence lasts some days on average."""
    ends = 1 / MEAN_SILENCE_D
    begins = ends * (1 - share) / max(share, 1e-9)
    written = np.empty(n, bool)
    speaks = True
    for day in range(n):
        speaks = rng.random() >= begins if speaks else rng.random() < ends
        written[day] = speaks
    return written

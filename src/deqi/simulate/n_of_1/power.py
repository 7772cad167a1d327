"""Power, false alarms and coverage of both answers, for one design and one true effect.

Every made-up course has its own draw of the list, its own person, and its own wash-out read off its
own record: nothing is known that a practice would not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from deqi.infer import FitOutcome, infer
from deqi.infer.blocks import (
    Design,
    RandomisationTest,
    estimate_wash_out,
    randomisation_test,
    read_design,
)
from deqi.infer.blocks.answer import daily_means, model_answer
from deqi.infer.blocks.design import Scheme
from deqi.model import Doses, PhaseName, read_prior, relief_curves, spacing_weights
from deqi.plan.blocks import BlockRequest, draw_blocks, visit_days
from deqi.records import Course
from deqi.screen import screen
from deqi.simulate.course import EVENING_H, FIRST_DAY, HOURS, VISIT_H, simulate_record
from deqi.simulate.person import Person
from deqi.simulate.scenario import Scenario
from deqi.track import build_timeline

Array = NDArray[np.float64]
Progress = Callable[[], None]
LEVEL = 0.05  # of the test, two-sided
SURE = 0.95  # probability of less pain at which the model counts as having seen it
WRITES = 0.9  # share of evenings with an entry [design: real diaries were filled on 92 % of days]


class Relief(StrEnum):
    """How the true relief comes and goes."""

    FAST = "fast"
    SLOW = "slow"

    @property
    def sentence(self) -> str:
        """In words."""
        return (
            "gone within two weeks" if self is Relief.FAST else "built up over visits, for months"
        )


# Relief with the prior's median time of one day would have to begin with more than six points after
# each weekly visit to reach an average of one: no pain leaves room for that.
FAST_TAU_D = 5.0  # design: half is gone after three and a half days
USUAL_EFFECTS_NRS = (1.0, 2.0, 3.0)


def usual_truths() -> tuple[tuple[Relief | None, float], ...]:
    """No effect, then 1, 2 and 3 points of relief in each way."""
    some = tuple((relief, nrs) for relief in Relief for nrs in USUAL_EFFECTS_NRS)
    return ((None, 0.0), *some)


@dataclass(frozen=True, slots=True)
class Sampling:
    """How much is made up: `n` courses a cell, of which the pain model reads `n_fits`."""

    n: int = 400
    n_fits: int = 40
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One design under one true effect.

    Attributes
    ----------
    relief : how the effect comes and goes; None when there is none.
    effect_nrs : true relief, mean over the on days; positive is less pain.
    n, n_fits : courses, and those the pain model read.
    n_no_test : courses whose test could not be made.
    p_test : share of courses in which the randomisation test rejects at 5 %, two-sided.
    p_model : share of fits that put less pain at 95 % or more.
    test80, test95, model80, model95 : share of intervals that hold the truth they aim at.
    wash_out_d : median wash-out read off the records.
    smallest_p : below this the p-value cannot fall.
    """

    request: BlockRequest
    relief: Relief | None
    effect_nrs: float
    n: int
    n_fits: int
    n_no_test: int
    p_test: float
    p_model: float
    test80: float
    test95: float
    model80: float
    model95: float
    wash_out_d: float
    smallest_p: float

    def mc_error(self, share: float, *, of_fits: bool = False) -> float:
        """Monte Carlo standard error of a share, never less than that of one course in `n`."""
        n = self.n_fits if of_fits else self.n - self.n_no_test
        return sqrt(max(share * (1 - share), 1 / max(n, 1)) / max(n, 1))


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One made-up course with its design and the true relief on each day of the plan."""

    course: Course
    design: Design
    daily_nrs: Array
    relief_nrs: Array


@dataclass(frozen=True, slots=True)
class _Read:
    """What the model made of one course: wash-out, whether it saw less pain, whether it held."""

    wash_out_d: int
    saw: bool
    held80: bool
    held95: bool


def block_power(
    request: BlockRequest,
    people: Iterator[Person],
    phase: PhaseName,
    relief: Relief | None,
    effect_nrs: float,
    sampling: Sampling,
    progress: Progress = lambda: None,
) -> Cell:
    """Power (or, with no effect, the rate of false alarms) and coverage of one design.

    Parameters
    ----------
    request : the design; its `first_on` is replaced by a made-up Monday.
    people : endless; see `people_from_fit` and `people_from_prior`.
    phase : what the made-up records say of the duration.
    relief, effect_nrs : the truth: mean relief over the on days, and how it comes and goes.
    sampling : how many courses, and the seed.
    progress : called after each course.
    """
    # Made-up days are nobody's holidays.
    open_policy = replace(request.policy, closed=())
    request = replace(request, first_on=FIRST_DAY, policy=open_policy, cannot_come=())
    tests: list[RandomisationTest | None] = []
    held: list[tuple[bool, bool]] = []
    reads: list[_Read] = []
    for k in range(sampling.n):
        rng = np.random.default_rng((sampling.seed, 2, k))
        made = make_up(request, next(people), phase, relief, effect_nrs, rng)
        if k < sampling.n_fits:
            reads.append(_read(made, sampling.seed))
        wash_out_d = reads[k % len(reads)].wash_out_d if reads else 0
        if made.design.scheme is Scheme.START:
            wash_out_d = 0
        test = randomisation_test(made.design, made.daily_nrs, wash_out_d, sampling.seed)
        tests.append(test)
        if test is not None and test.region80 and test.region95:
            truth = -float(test.tested_weights @ made.relief_nrs)
            held.append((test.region80.holds(truth), test.region95.holds(truth)))
        progress()
    return _cell(request, relief, effect_nrs, tests, held, reads)


def make_up(
    request: BlockRequest,
    person: Person,
    phase: PhaseName,
    relief: Relief | None,
    effect_nrs: float,
    rng: np.random.Generator,
) -> MadeUp:
    """One course under a fresh draw of the list, with the truth on each day of the plan."""
    # The screen of an empty record never fails: nobody real is needled here.
    screens = {"made up": screen(Course("made up"), FIRST_DAY)}
    blocks = draw_blocks(request, screens, int(rng.integers(10**9))).blocks["made up"]
    design = read_design(blocks)
    days = tuple((on - FIRST_DAY).days for b in blocks for on in visit_days(b, request.calendar))
    person = with_effect(person, design, days, phase, relief, effect_nrs)
    scenario = Scenario(
        phase=phase, n_days=design.n_days, visit_days=days, writes=WRITES, person=person
    )
    made = simulate_record(scenario, rng)
    course = replace(made.course, blocks=blocks)
    return MadeUp(
        course,
        design,
        daily_means(build_timeline(course), design),
        made.truth.relief[HOURS.index(EVENING_H) :: len(HOURS)],
    )


def with_effect(
    person: Person,
    design: Design,
    days: tuple[int, ...],
    phase: PhaseName,
    relief: Relief | None,
    effect_nrs: float,
) -> Person:
    """The person with the gain that makes relief `effect_nrs` on average over on evenings.

    Parameters
    ----------
    person : with her own time of fading of slow relief, `tau_s`; fast relief takes `FAST_TAU_D`.
    design : the plan. days : of its visits, from its first day.
    """
    if relief is None or not days:
        return person
    person = replace(person, tau_f=FAST_TAU_D)
    prior = read_prior("sceptical", phase)
    visit_d = np.array(days) + VISIT_H / 24
    fast = spacing_weights(visit_d, prior.t_ref_fast_d)
    slow = spacing_weights(visit_d, prior.t_ref_slow_d)
    doses = Doses(visit_d, fast, np.zeros(len(visit_d)), slow)
    evenings: Array = np.arange(design.n_days, dtype=np.float64) + EVENING_H / 24
    curves = relief_curves(evenings, doses, np.array([person.tau_f]), np.array([person.tau_s]))
    inside = design.observed & (design.stratum >= 0)
    unit = curves[inside, 0 if relief is Relief.FAST else 2, 0].mean()
    gain = effect_nrs / unit
    gains = (gain, 0.0, 0.0) if relief is Relief.FAST else (0.0, 0.0, gain)
    return person.with_gains(*gains)


def _read(made: MadeUp, seed: int) -> _Read:
    """The pain model on one course, as `deqi infer --blocks` would have it."""
    fit = infer(made.course, seed=seed)
    if fit.outcome is FitOutcome.NOT_CONVERGED:
        return _Read(0, False, False, False)
    wash_out = estimate_wash_out(fit, made.design.shortest_block_d)
    used = 0 if made.design.scheme is Scheme.START else wash_out.days
    test = randomisation_test(made.design, made.daily_nrs, used, seed)
    if test is None:
        return _Read(used, False, False, False)
    answer = model_answer(fit, made.design, test.weights)
    interval, truth = answer.on_minus_off_nrs, -float(test.weights @ made.relief_nrs)
    return _Read(
        wash_out.days,
        answer.p_less_pain >= SURE,
        interval.lo80 <= truth <= interval.hi80,
        interval.lo95 <= truth <= interval.hi95,
    )


def _cell(
    request: BlockRequest,
    relief: Relief | None,
    effect_nrs: float,
    tests: list[RandomisationTest | None],
    held: list[tuple[bool, bool]],
    reads: list[_Read],
) -> Cell:
    made = [test for test in tests if test is not None]
    n_fits = max(len(reads), 1)
    holds = np.array(held or [(False, False)]).mean(axis=0)
    return Cell(
        request=request,
        relief=relief,
        effect_nrs=effect_nrs,
        n=len(tests),
        n_fits=len(reads),
        n_no_test=len(tests) - len(made),
        p_test=sum((t.p or 0.0) <= LEVEL + 1e-12 for t in made) / max(len(made), 1),
        p_model=sum(read.saw for read in reads) / n_fits,
        test80=float(holds[0]),
        test95=float(holds[1]),
        model80=sum(read.held80 for read in reads) / n_fits,
        model95=sum(read.held95 for read in reads) / n_fits,
        wash_out_d=float(np.median([read.wash_out_d for read in reads])) if reads else 0.0,
        smallest_p=request.smallest_p,
    )

"""How fast made-up people are: patient-years a second, and ratios to solvers of equations.

python -m bench.simulate_speed        prints the figures; all ratios from one run on one core

The same deterministic course is computed by the recursion of `deqi.simulate.cohort` and by three
solvers, and must agree to 1e-5 points: a year, 32 visits, pain every evening.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

import bench.parallel  # noqa: F401  one numerical thread, before numpy is loaded
from bench.page_simulate_speed import describe_simulate_speed
from deqi.model import growth_weights, read_prior, spacing_weights
from deqi.simulate import Person
from deqi.simulate.cohort import (
    BLOCK,
    Missing,
    People,
    Protocol,
    Writing,
    block_rng,
    draw_people,
    follow_people,
    trace_pain,
)
from deqi.simulate.course import EVENING_H, VISIT_H
from deqi.simulate.study import read_study
from deqi.simulate.trial import run_trial

Array = NDArray[np.float64]
PRIOR = read_prior("informed", "chronic")
DAYS = tuple(range(7, 359, 11))
N_DAYS = 365
PERSON = Person(
    c=6.0, a=1.0, g_f=1.0, g_l=0.5, g_s=0.3, walk=0.0, sd_d=0.0, tau_d=20.0, sd_e=0.8,
    tau_f=1.2, tau_s=90.0, tau_r=25.0, flares_per_d=0.0,
)  # fmt: skip
AGREE_NRS = 1e-5
ORIGIN_D = EVENING_H / 24
EVENINGS_D = np.arange(N_DAYS) + EVENING_H / 24
VISITS_D = np.array(DAYS) + VISIT_H / 24
N_SOLVED = 64  # people that diffrax solves side by side
CLOCK = time.process_time  # other programs on the machine do not count


def doses() -> tuple[Array, Array]:
    """Fast and slow relief that each visit adds, in points."""
    fast = spacing_weights(VISITS_D, PRIOR.t_ref_fast_d)
    grown = growth_weights(len(DAYS), PRIOR.growth_visits)
    slow = spacing_weights(VISITS_D, PRIOR.t_ref_slow_d)
    return fast * (PERSON.g_f + grown * PERSON.g_l), slow * PERSON.g_s


def seconds(task: Callable[[], Any], repeats: int = 3) -> float:
    """Least processor seconds of a task."""
    times = []
    for _ in range(repeats):
        began = CLOCK()
        task()
        times.append(CLOCK() - began)
    return min(times)


def recursion(n: int) -> Array:
    """Pain every evening of `n` people alike, shape (n_days, n)."""
    people = People.alike(PERSON, n, PRIOR.d_start, np.random.default_rng(0))
    return np.asarray(
        trace_pain(people, PRIOR, Protocol(N_DAYS, DAYS), block_rng(0, 0, 0), np.float64)
    )


def with_solve_ivp(method: str) -> Array:
    """The same by scipy, from visit to visit, at tolerances that reach the agreement."""
    from scipy.integrate import solve_ivp

    rates = np.array([1 / PERSON.tau_r, 1 / PERSON.tau_f, 1 / PERSON.tau_s])
    state = np.array([PERSON.a, 0.0, 0.0])
    pain = np.empty(N_DAYS)
    begins = ORIGIN_D
    for end, *dose in zip([*VISITS_D, N_DAYS], *(np.append(d, 0) for d in doses()), strict=True):
        asked = (begins <= EVENINGS_D) & (end > EVENINGS_D)
        at = np.append(EVENINGS_D[asked], end)
        solved = solve_ivp(
            lambda _t, y: -rates * y, (begins, end), state, method, at, rtol=1e-7, atol=1e-8
        )
        pain[asked] = PERSON.c + solved.y[0, :-1] - solved.y[1, :-1] - solved.y[2, :-1]
        state, begins = solved.y[:, -1] + [0, *dose], end
    return pain


def with_diffrax() -> Callable[[], Array]:
    """The same by diffrax for many people side by side, compiled before it is timed."""
    import diffrax
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    bounds = np.concatenate([[ORIGIN_D], VISITS_D, [N_DAYS]])
    slots = max(int(((a <= EVENINGS_D) & (b > EVENINGS_D)).sum()) for a, b in pairwise(bounds))
    asked, places = _slots(bounds, slots)
    fast, slow = (jnp.asarray(np.append(d, 0.0)) for d in doses())
    term = diffrax.ODETerm(lambda _t, y, rates: -rates * y)
    control = diffrax.PIDController(rtol=1e-7, atol=1e-8)

    def segment(state: Any, part: Any) -> Any:
        begins, end, at, f, s, rates = part
        save = diffrax.SaveAt(subs=[diffrax.SubSaveAt(ts=at), diffrax.SubSaveAt(t1=True)])
        solved = diffrax.diffeqsolve(
            term, diffrax.Tsit5(), begins, end, 0.1, state, rates,
            saveat=save, stepsize_controller=control, max_steps=4096,
        )  # fmt: skip
        inside, last = solved.ys
        return last[0] + jnp.array([0.0, f, s]), inside

    def person(rates: Any) -> Any:
        parts = (
            jnp.asarray(bounds[:-1]), jnp.asarray(bounds[1:]), jnp.asarray(asked), fast, slow,
            jnp.broadcast_to(rates, (len(bounds) - 1, 3)),
        )  # fmt: skip
        _, inside = jax.lax.scan(segment, jnp.array([PERSON.a, 0.0, 0.0]), parts)
        return PERSON.c + inside[..., 0] - inside[..., 1] - inside[..., 2]

    solve = jax.jit(jax.vmap(person))
    rates = jnp.broadcast_to(
        jnp.array([1 / PERSON.tau_r, 1 / PERSON.tau_f, 1 / PERSON.tau_s]), (N_SOLVED, 3)
    )
    return lambda: np.asarray(solve(rates).block_until_ready())[:, *places]


def _slots(bounds: Array, slots: int) -> tuple[Array, tuple[Array, Array]]:
    """Evenings of each stretch between visits, the last repeated; and where each evening is."""
    asked = np.empty((len(bounds) - 1, slots))
    rows, columns = [], []
    for k, (a, b) in enumerate(pairwise(bounds)):
        inside = EVENINGS_D[(a <= EVENINGS_D) & (b > EVENINGS_D)]
        # Times must grow: what is left over lies between the last evening and the end.
        left = slots - len(inside)
        last = inside[-1] if len(inside) else a
        asked[k] = [*inside, *(last + (b - last) * np.arange(1, left + 1) / (left + 1))]
        rows += [k] * len(inside)
        columns += range(len(inside))
    return asked, (np.array(rows), np.array(columns))


def with_roadrunner() -> Callable[[], Array]:
    """The same by libRoadRunner, from a model in SBML with an event for each visit."""
    import roadrunner

    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_ERROR)
    solver = roadrunner.RoadRunner(_sbml())
    solver.getIntegrator().setValue("relative_tolerance", 1e-8)
    solver.getIntegrator().setValue("absolute_tolerance", 1e-10)
    solver.timeCourseSelections = ["time", "A", "F", "S"]
    times = EVENINGS_D - ORIGIN_D

    def solve() -> Array:
        solver.resetAll()
        _, a, f, s = np.array(solver.simulate(times=list(times))).T
        return np.asarray(PERSON.c + a - f - s)

    return solve


def _sbml() -> str:
    taus = {"A": PERSON.tau_r, "F": PERSON.tau_f, "S": PERSON.tau_s}
    start = {"A": PERSON.a, "F": 0.0, "S": 0.0}
    math = '<math xmlns="http://www.w3.org/1998/Math/MathML">'
    parameters = "".join(
        f'<parameter id="{x}" value="{start[x]!r}" constant="false"/>' for x in taus
    )
    rules = "".join(
        f'<rateRule variable="{x}">{math}<apply><times/><cn>{-1 / tau!r}</cn><ci>{x}</ci></apply>'
        "</math></rateRule>"
        for x, tau in taus.items()
    )
    events = "".join(_event(k, math) for k in range(len(DAYS)))
    return (
        '<?xml version="1.0"?><sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" '
        'level="3" version="1"><model id="course"><listOfParameters>'
        f"{parameters}</listOfParameters><listOfRules>{rules}</listOfRules>"
        f"<listOfEvents>{events}</listOfEvents></model></sbml>"
    )


def _event(k: int, math: str) -> str:
    clock = (
        '<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time">t</csymbol>'
    )
    given = "".join(
        f'<eventAssignment variable="{x}">{math}<apply><plus/><ci>{x}</ci><cn>{dose[k]!r}</cn>'
        "</apply></math></eventAssignment>"
        for x, dose in zip("FS", (d.tolist() for d in doses()), strict=True)
    )
    return (
        f'<event id="visit{k}" useValuesFromTriggerTime="true"><trigger initialValue="true" '
        f'persistent="true">{math}<apply><geq/>{clock}<cn>{float(VISITS_D[k] - ORIGIN_D)!r}</cn>'
        f"</apply></math></trigger><listOfEventAssignments>{given}</listOfEventAssignments></event>"
    )


def random_block(block: int = 0) -> None:
    """A block of people with everything: walk, slow part, flares, two-part noise, gaps."""
    rng = block_rng(1, 0, block)
    people = draw_people(PRIOR, BLOCK, rng)
    writing = Writing(Missing(at_random=0.15))
    follow_people(people, PRIOR, Protocol(N_DAYS, DAYS, writing=writing), rng)


def power_curve() -> None:
    """The power curve of the order: two arms of 50 to 400, 98 days, 1,000 trials of five sizes."""
    study = read_study("three-arms")
    sizes = (50, 100, 200, 300, 400)
    run_trial(replace(study, trial=replace(study.trial, n_per_arm=sizes, analyses=("ancova",))))


def measure(repeats: int = 3) -> list[dict[str, Any]]:
    """One row for each thing timed: patient-years a second, and how far solutions are apart."""
    made = seconds(random_block, repeats)
    own = seconds(lambda: recursion(BLOCK), repeats) / BLOCK
    truth = recursion(1)[:, 0]
    rows = [
        {"what": "all chance", "years_per_s": BLOCK / made},
        {"what": "recursion, no chance", "years_per_s": 1 / own, "apart": 0.0, "ratio": 1.0},
    ]
    for name, solve, n in _solvers():
        apart = float(np.abs(solve() - truth).max())
        if apart > AGREE_NRS:
            raise AssertionError(f"{name} is {apart:.1e} points apart.")
        took = seconds(solve, repeats) / n
        rows.append({"what": name, "years_per_s": 1 / took, "apart": apart, "ratio": took / own})
    began = time.perf_counter()
    took = seconds(power_curve, 1)
    wall = time.perf_counter() - began
    rows.append({"what": "power curve", "seconds": took, "wall": wall})
    return rows


def _solvers() -> list[tuple[str, Callable[[], Array], int]]:
    return [
        ("scipy solve_ivp, LSODA", lambda: with_solve_ivp("LSODA"), 1),
        ("scipy solve_ivp, RK45", lambda: with_solve_ivp("RK45"), 1),
        ("diffrax Tsit5", with_diffrax(), N_SOLVED),
        ("libRoadRunner CVODE", with_roadrunner(), 1),
    ]


def main() -> None:
    """Print the section."""
    print(describe_simulate_speed(measure()))


if __name__ == "__main__":
    main()

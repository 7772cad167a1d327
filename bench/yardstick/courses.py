"""The made-up courses on which fast and slow inference are compared: scenario and seed each."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bench.yardstick.record import Record
from deqi.simulate import Person, Scenario, simulate_course

USUAL = Person(
    c=5.5, a=0.6, g_f=0.6, g_l=0.2, g_s=0.12, walk=0.035, sd_d=0.6, tau_d=20.0, sd_e=0.9,
    tau_f=1.0, tau_s=120.0, tau_r=30.0, flares_per_d=0.0,
)  # fmt: skip
BASE = (0, 3, 7, 10, 14, 17, 21, 28, 35, 42, 49, 56)
NO_FLARES = Scenario(with_flares=False)
FLARES = Scenario(with_flares=True)


@dataclass(frozen=True)
class Case:
    """One course to be compared on."""

    name: str
    scenario: Scenario
    seed: int

    def record(self) -> Record:
        """Make the course up."""
        return Record.of(simulate_course(self.scenario, np.random.default_rng(self.seed)))


def _someone(scenario: Scenario = NO_FLARES, **changes: float) -> Scenario:
    return replace(scenario, person=replace(USUAL, **changes))


def _visits_from(first_day: int) -> tuple[int, ...]:
    return tuple(day + first_day for day in BASE)


# Without flares: drawn people first, then what is hard for a Gaussian approximation.
NUTS_COURSES = (
    Case("drawn-1", NO_FLARES, 101),
    Case("drawn-2", NO_FLARES, 102),
    Case("drawn-3", NO_FLARES, 103),
    Case("drawn-4", NO_FLARES, 104),
    Case("drawn-5-sceptical", replace(NO_FLARES, population="sceptical"), 105),
    Case("half-missing", replace(_someone(), writes=0.46), 106),
    Case("twenty-entries", replace(_someone(), n_entries=20), 107),
    Case("no-run-in", replace(_someone(), visit_days=_visits_from(0)), 108),
    Case("run-in-14", replace(_someone(), n_days=98, visit_days=_visits_from(14)), 109),
    Case("run-in-28", replace(_someone(), n_days=112, visit_days=_visits_from(28)), 110),
    Case("near-0", _someone(c=0.3, g_f=0.2, g_s=0.05), 111),
    Case("falls-to-0", _someone(c=3.0, g_s=0.3, sd_e=0.7), 112),
    Case("near-10", _someone(c=9.6, g_f=0.2, g_l=0.0, g_s=0.0), 113),
    Case("near-10-noisy", _someone(c=9.2, sd_e=1.6, g_s=0.05), 114),
    Case("noise-small", _someone(sd_e=0.35), 115),
    Case("noise-tiny-fast-large", _someone(sd_e=0.25, g_f=1.8), 116),
    Case("noise-large", _someone(sd_e=2.2, sd_d=1.0), 117),
    Case("40-days", replace(_someone(), n_days=40), 118),
    Case("40-days-half-missing", replace(_someone(g_f=1.2), n_days=40, writes=0.5), 119),
    Case("with-prompts", replace(_someone(g_f=1.6, g_l=0.8), with_prompts=True), 120),
)

# With flares: the parameters of the person are the fixed point at which evidence is compared.
PARTICLE_COURSES = tuple(
    Case(name, scenario, 200 + k)
    for k, (name, scenario) in enumerate(
        {
            "usual-1": _someone(FLARES, flares_per_d=0.025),
            "usual-2": _someone(FLARES, flares_per_d=0.025),
            "usual-3": _someone(FLARES, flares_per_d=0.025),
            "many-flares": _someone(FLARES, flares_per_d=0.06),
            "many-flares-2": _someone(FLARES, flares_per_d=0.06),
            "no-flare-happened": _someone(FLARES, flares_per_d=0.0),
            "noise-small": _someone(FLARES, flares_per_d=0.025, sd_e=0.4),
            "noise-large": _someone(FLARES, flares_per_d=0.025, sd_e=1.8),
            "near-0": _someone(FLARES, flares_per_d=0.025, c=1.2),
            "near-10": _someone(FLARES, flares_per_d=0.025, c=8.8),
            "half-missing": replace(_someone(FLARES, flares_per_d=0.025), writes=0.46),
            "40-days": replace(_someone(FLARES, flares_per_d=0.04), n_days=40),
        }.items()
    )
)

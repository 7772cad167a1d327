"""Made-up courses to try the program on. Simulated, and so named; nobody's record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from deqi.plan.blocks import visit_days
from deqi.records import (
    Answer,
    Began,
    Block,
    Course,
    Credential,
    Diagnosis,
    DoctorsAnswer,
    OutsideMeaningError,
    Practitioner,
    Score,
)
from deqi.screen import known_conditions, known_red_flags
from deqi.simulate.course import FIRST_DAY, simulate_course
from deqi.simulate.person import Person
from deqi.simulate.scenario import Scenario

N_WORK_DAYS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up course: its scenario, its seed, and what surrounds the scores."""

    title: str
    scenario: Scenario
    seed: int
    onset_on: date
    began: Began
    peg: tuple[tuple[int, tuple[float, float, float]], ...]
    blocks: tuple[Block, ...] = ()


def _person(**changes: float) -> Person:
    usual = Person(
        c=6.2, a=0.6, g_f=0.0, g_l=0.0, g_s=0.0, walk=0.012, sd_d=0.3, tau_d=20.0, sd_e=0.8,
        tau_f=1.0, tau_s=150.0, tau_r=30.0, flares_per_d=0.0,
    )  # fmt: skip
    return replace(usual, **changes)


def _block(first: int, n_days: int, is_on: bool, pair: int | None = None) -> Block:
    begins = FIRST_DAY + timedelta(days=first)
    return Block(begins, begins + timedelta(days=n_days - 1), is_on, pair, seed=EXAMPLE_SEED)


def _visits_of(blocks: tuple[Block, ...]) -> tuple[int, ...]:
    """Visits as the usual policy spaces them in on blocks, in days from the first."""
    return tuple((on - FIRST_DAY).days for block in blocks for on in visit_days(block))


EXAMPLE_SEED = 20260105
ON_AND_OFF = (
    _block(0, 14, is_on=False),
    _block(14, 42, is_on=False, pair=1),
    _block(56, 42, is_on=True, pair=1),
    _block(98, 42, is_on=True, pair=2),
    _block(140, 42, is_on=False, pair=2),
)
DRAWN_START = (
    _block(0, 45, is_on=False),
    replace(
        _block(45, 123, is_on=True),
        start_choices=tuple(
            FIRST_DAY + timedelta(days=k) for k in range(14, 70) if k % 7 < N_WORK_DAYS
        ),
    ),
)

EXAMPLES = {
    "at-once": Example(
        "responds at once and returns",
        Scenario(
            n_days=91,
            visit_days=(28, 32, 36, 42, 49, 56),
            writes=0.92,
            scores_at_visits="both",
            with_prompts=True,
            person=_person(g_f=2.4, tau_f=1.2),
        ),
        seed=5,
        onset_on=FIRST_DAY - timedelta(weeks=60),
        began=Began.LONG_DRIVING_OR_SITTING,
        peg=((0, (6, 6, 7)), (28, (6, 6, 6)), (84, (6, 5, 6))),
    ),
    "builds-up": Example(
        "builds up over visits",
        Scenario(
            n_days=98,
            visit_days=(28, 31, 35, 38, 42, 45, 49, 56, 63, 70, 77),
            writes=0.93,
            person=_person(g_f=0.1, g_l=0.2, g_s=0.5, c=6.9),
        ),
        seed=5,
        onset_on=FIRST_DAY - timedelta(weeks=40),
        began=Began.HOUSE_OR_GARDEN_WORK,
        peg=((0, (7, 6, 7)), (28, (7, 7, 6)), (90, (4, 3, 4))),
    ),
    "acute-heals": Example(
        "an acute flare that heals by itself",
        Scenario(
            phase="acute",
            n_days=56,
            visit_days=(2, 3, 6, 10, 15),
            writes=0.9,
            person=_person(c=0.6, a=6.4, tau_r=13.0, sd_d=0.4),
        ),
        seed=1,
        onset_on=FIRST_DAY - timedelta(days=4),
        began=Began.LIFTING,
        peg=((0, (8, 8, 7)), (28, (2, 1, 2)), (55, (1, 0, 1))),
    ),
    "on-and-off": Example(
        "two pairs of six weeks with and without visits, their order drawn",
        Scenario(
            n_days=182,
            visit_days=_visits_of(ON_AND_OFF),
            writes=0.93,
            person=_person(g_f=1.8, tau_f=2.5, g_s=0.15, tau_s=60.0),
        ),
        seed=5,
        onset_on=FIRST_DAY - timedelta(weeks=80),
        began=Began.NO_EVENT,
        peg=((0, (6, 6, 6)), (97, (5, 4, 5)), (181, (5, 5, 5))),
        blocks=ON_AND_OFF,
    ),
    "drawn-start": Example(
        "visits that begin on a day drawn from forty",
        Scenario(
            n_days=168,
            visit_days=_visits_of(DRAWN_START),
            writes=0.93,
            person=_person(g_f=3.2, tau_f=3.5),
        ),
        seed=4,
        onset_on=FIRST_DAY - timedelta(weeks=80),
        began=Began.NO_EVENT,
        peg=((0, (6, 6, 6)), (44, (6, 5, 6)), (167, (5, 4, 4))),
        blocks=DRAWN_START,
    ),
}


def example_course(name: str, seed: int | None = None) -> Course:
    """One of the made-up courses; two have blocks: `on-and-off`, `drawn-start`.

    Parameters
    ----------
    name : which one.
    seed : another person's chance under the same truth; None gives the course shown in the docs.

    Raises
    ------
    OutsideMeaningError
        If there is no example of that name.

    Examples
    --------
    >>> example_course("builds-up").id
    'example builds-up (simulated)'
    """
    if name not in EXAMPLES:
        raise OutsideMeaningError(
            f"There is no example '{name}'. Choose one of: {', '.join(EXAMPLES)}."
        )
    example = EXAMPLES[name]
    chance = np.random.default_rng(example.seed if seed is None else seed)
    course = simulate_course(example.scenario, chance)
    asked = FIRST_DAY + timedelta(days=1)
    return replace(
        course,
        id=f"example {name}{'' if seed is None else f', seed {seed}'} (simulated)",
        year_of_birth=1981,
        onset_on=example.onset_on,
        began=example.began,
        diagnosis=Diagnosis.STRAIN_OR_SPRAIN,
        radiating=Answer.NO,
        pregnancy=Answer.NO,
        red_flags=dict.fromkeys(sorted(known_red_flags()), Answer.NO),
        conditions=dict.fromkeys(sorted(known_conditions()), Answer.NO),
        medicines=(),
        expectation=6.0,
        practitioner=Practitioner(
            Credential("L-0000", "example board", "nowhere", date(2030, 12, 31)),
            Credential("C-0000", "example certification", "nowhere", date(2030, 12, 31)),
        ),
        doctor=DoctorsAnswer(Answer.YES, Answer.YES, asked),
        scores=tuple(
            Score(FIRST_DAY + timedelta(days=day), "PEG", answers) for day, answers in example.peg
        ),
        blocks=example.blocks,
    )

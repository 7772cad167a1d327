"""Made-up courses, moved to end today, with everything that was asked and done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

import numpy as np

from deqi.exchange.placed_points import least_needles
from deqi.records import (
    Answer,
    Diagnosis,
    Entry,
    Needling,
    Phase,
    PointNeedled,
    Score,
    Side,
    Visit,
)
from deqi.screen import known_conditions, known_red_flags
from deqi.simulate import simulate_course
from deqi.simulate.course import FIRST_DAY
from deqi.store.facts import CourseFacts
from deqi.store.records import Value
from deqi.web.demo.kinds import Kind

Placed = tuple[Value, datetime, date]
T = TypeVar("T", Entry, Visit)
POINTS = (
    ("BL23", "BL25", "BL40", "KI3", "GV3"),
    ("BL23", "BL26", "GB30", "BL60", "GV4"),
    ("BL24", "BL25", "BL54", "GB34", "SI3"),
)
DEPTH_MM = 20.0


def records_of(kind: Kind, now: datetime, rng: np.random.Generator) -> Iterator[Placed]:
    """Everything on record of one patient, each with its time and date."""
    made = simulate_course(kind.scenario, rng)
    last_on = now.date() - timedelta(days=kind.ends_d)
    moved = last_on - FIRST_DAY - timedelta(days=kind.scenario.n_days - 1)
    points = POINTS[int(rng.integers(len(POINTS)))]
    happened: list[Entry | Visit] = [_moved(one, moved) for one in made.entries]
    happened += [_needled(_moved(one, moved), points) for one in made.visits]
    first_on = FIRST_DAY + moved
    yield facts_of(kind, first_on, rng), _noon(first_on), first_on
    for one in happened:
        if one.at <= now:
            yield one, one.at, one.on
    for score in _scores(kind, first_on, rng):
        yield score, _noon(score.on), score.on


def facts_of(kind: Kind, first_on: date, rng: np.random.Generator) -> CourseFacts:
    """The answers of the screen."""
    is_acute = kind.scenario.phase == "acute"
    red_flags = dict.fromkeys(sorted(known_red_flags()), Answer.NO)
    if kind.red_flag is not None:
        red_flags[kind.red_flag] = Answer.YES
    return CourseFacts(
        onset_on=first_on - timedelta(days=4 if is_acute else int(rng.integers(100, 900))),
        declared_phase=Phase(kind.scenario.phase),
        diagnosis=Diagnosis.STRAIN_OR_SPRAIN,
        radiating=Answer.NO,
        pregnancy=Answer.NO,
        red_flags=red_flags,
        conditions=dict.fromkeys(sorted(known_conditions()), Answer.NO),
        medicines=(),
        expectation=float(rng.integers(3, 9)),
    )


def _moved(one: T, by: timedelta) -> T:
    return replace(one, at=one.at + by, on=one.on + by)


def _needled(visit: Visit, points: tuple[str, ...]) -> Visit:
    sides = tuple(Side.MIDLINE if name.startswith("GV") else Side.BOTH for name in points)
    needling = Needling(
        points=points,
        is_electrical=False,
        retention_min=30.0,
        reaction="none",
        sides=sides,
        depths_mm=(DEPTH_MM,),
        n_needles=least_needles(map(PointNeedled, points, sides)),
        de_qi=Answer.YES,
        needle_type="0.25 x 40 mm steel",
    )
    return replace(visit, needling=needling, anything_new=Answer.NO, also_given="none")


def _scores(kind: Kind, first_on: date, rng: np.random.Generator) -> Iterator[Score]:
    """PEG at the start: three answers near each other."""
    if kind.scenario.n_days > 7:
        middle = int(rng.integers(4, 8))
        answers = tuple(float(np.clip(middle + rng.integers(-1, 2), 0, 10)) for _ in range(3))
        yield Score(first_on, "PEG", answers)


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)

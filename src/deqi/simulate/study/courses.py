"""Courses of a scenario as records, one at a time, with the truth behind each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from deqi.records import Answer, Course, Entry, Needling, Phase, Treatment, Visit
from deqi.simulate.cohort import (
    BLOCK,
    Followed,
    People,
    Response,
    block_rng,
    enrol_people,
    follow_people,
    n_blocks,
)
from deqi.simulate.cohort.follow import Answers
from deqi.simulate.course import EVENING_H, FIRST_DAY, VISIT_H
from deqi.simulate.person import Person
from deqi.simulate.study.sections import Arm, Study

ALONE, ARMS = 0, 100  # streams of chance
RETENTION_MIN = 30.0


@dataclass(frozen=True, slots=True)
class MadeCourse:
    """A made-up course, its arm if the scenario has arms, and the truth behind it.

    In an arm the person's gains are those of the arm's visits: a sham has no needling part.
    """

    course: Course
    arm: str | None
    person: Person


def make_courses(
    study: Study, n: int, seed: int | None = None, response: Response | None = None
) -> Iterator[MadeCourse]:
    """The first `n` courses of a scenario; the arms take turns.

    Parameters
    ----------
    study : see `read_study`.
    n : how many. The first hundred of a thousand are the hundred.
    seed : instead of the scenario's own.
    response : how gains divide; None: as inference believes.

    Examples
    --------
    >>> from deqi.simulate.study import read_study
    >>> made = list(make_courses(read_study("messy-diaries"), 3))
    >>> [m.course.id for m in made]
    ['simulated-000001', 'simulated-000002', 'simulated-000003']
    """
    arms: tuple[Arm | None, ...] = study.arms or (None,)
    chance = study.seed if seed is None else seed
    groups = [_group(study, arm, k, n, chance, response) for k, arm in enumerate(arms)]
    for number in range(n):
        yield next(groups[number % len(arms)])


def _group(
    study: Study, arm: Arm | None, k: int, n: int, seed: int, response: Response | None
) -> Iterator[MadeCourse]:
    """The people of one arm; they have every `n_arms`-th number."""
    n_arms = max(len(study.arms), 1)
    stream = ALONE if arm is None else ARMS + k
    for block in range(n_blocks(-(-n // n_arms))):
        rng = block_rng(seed, stream, block)
        people = enrol_people(study.prior, BLOCK, rng, response or Response(), study.enrolment)
        followed = follow_people(people, study.prior, study.protocol(arm), rng)
        for i in range(BLOCK):
            number = (block * BLOCK + i) * n_arms + k + 1
            yield _made(study, arm, people, followed, i, number)


def _made(
    study: Study, arm: Arm | None, people: People, followed: Followed, i: int, number: int
) -> MadeCourse:
    context, needling = (1.0, 1.0) if arm is None else (arm.context, arm.needling)
    gains = people.gains(context, needling)[:, i]
    person = people.person(i).with_gains(*(float(g) for g in gains))
    phase = Phase(study.population.phase)
    course = Course(
        id=f"simulated-{number:06d}",
        entries=tuple(_entries(followed, i)),
        visits=tuple(_visits(followed, i)),
        treatments=tuple(_treatments(study, followed, i)),
        time_zone="UTC",
        time_zone_given=True,
        declared_phase=phase,
        pregnancy=Answer.NOT_ASKED,
    )
    return MadeCourse(course, None if arm is None else arm.name, person)


def _entries(followed: Followed, i: int) -> Iterator[Entry]:
    for day, nrs in enumerate(followed.evenings[:, i].tolist()):
        if nrs >= 0:
            yield Entry(_at(day, EVENING_H), _on(day), True, float(nrs))


def _visits(followed: Followed, i: int) -> Iterator[Visit]:
    for place, day in enumerate(followed.visit_on.tolist()):
        if followed.visited[place, i]:
            yield Visit(
                at=_at(day, VISIT_H),
                on=_on(day),
                has_time=True,
                pain_before_nrs=_score(followed.before, place, i),
                pain_after_nrs=_score(followed.after, place, i),
                needling=Needling(retention_min=RETENTION_MIN),
            )


def _score(scores: Answers, place: int, i: int) -> float | None:
    """What was told; nothing where none was asked."""
    if len(scores) == 0 or scores[place, i] < 0:
        return None
    return float(scores[place, i])


def _treatments(study: Study, followed: Followed, i: int) -> Iterator[Treatment]:
    other = study.other
    if other is not None and followed.had_other[i]:
        last = min(other.to_day, study.diary.n_days - 1)
        yield Treatment(other.what, _on(other.from_day), _on(last))


def _on(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)


def _at(day: int, hour: float) -> datetime:
    return datetime.combine(_on(day), time.min, UTC) + timedelta(hours=hour)

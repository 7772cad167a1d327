"""Courses of a scenario: as many and as silent as it says, the same for any number of them."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice

import numpy as np
import pytest

from deqi.infer import infer
from deqi.simulate.cohort import (
    BLOCK,
    Dropout,
    Enrolment,
    Followed,
    Missing,
    OtherTreatment,
    Protocol,
    Response,
    Trigger,
    Writing,
    block_rng,
    enrol_people,
    follow_people,
)
from deqi.simulate.study import follow_study, make_courses, read_study, study_from_text

STUDY = read_study("messy-diaries")
PRIOR = STUDY.prior


def followed(protocol: Protocol, rule: Enrolment | None = None, seed: int = 1):
    rng = block_rng(seed, 0, 0)
    people = enrol_people(PRIOR, BLOCK, rng, Response(), rule or Enrolment())
    return follow_people(people, PRIOR, protocol, rng)


def test_the_first_courses_do_not_depend_on_how_many_follow():
    few = [m.course for m in make_courses(STUDY, 3)]
    many = [m.course for m in islice(make_courses(STUDY, BLOCK + 2), 3)]
    assert few == many


def everything(pieces):
    kept = Followed.joined(list(pieces))
    return [kept.evenings, kept.visited, kept.before, kept.left_on, kept.had_other]


@pytest.mark.parametrize(("chunk", "n_jobs"), [(1000, 1), (BLOCK + 1, 2), (10**6, 1)])
def test_neither_chunks_nor_processes_change_anybody(chunk, n_jobs):
    n = 2 * BLOCK + 17
    plain = everything(follow_study(STUDY, n))
    other = everything(follow_study(STUDY, n, chunk, n_jobs=n_jobs))
    for one, two in zip(plain, other, strict=True):
        np.testing.assert_array_equal(one, two)


def test_those_in_chunks_are_those_of_the_courses():
    entries = next(make_courses(STUDY, 1, response=Response())).course.entries
    evenings = next(follow_study(STUDY, 1)).evenings[:, 0]
    assert [entry.pain_nrs for entry in entries] == evenings[evenings >= 0].tolist()


@pytest.mark.long
def test_a_million_people_need_less_than_two_gigabytes():
    """A fresh process, so that nothing else is counted."""
    code = """
import resource
from deqi.simulate.study import follow_study, read_study
study = read_study("messy-diaries")
n = sum(piece.n for piece in follow_study(study, 1_000_000))
assert n == 1_000_000
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(run.stdout) < 2e6  # kilobytes


def test_the_arms_take_turns():
    study = read_study("three-arms")
    made = list(make_courses(study, 6))
    assert [m.arm for m in made] == [arm.name for arm in study.arms] * 2
    assert [len(m.course.visits) > 0 for m in made] == [True, True, False] * 2
    assert len({m.course.id for m in made}) == 6


def test_a_made_up_course_is_one_that_inference_reads():
    course = next(make_courses(study_from_text(""), 1)).course
    assert infer(course).informed


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_missing_at_random_is_as_often_as_it_says(chance):
    silent = (followed(Protocol(30, writing=Writing(Missing(chance)))).evenings < 0).mean()
    error = np.sqrt(chance * (1 - chance) / (30 * BLOCK))
    assert silent == pytest.approx(chance, abs=4 * error + 1e-9)


def test_silence_when_well_and_in_agony_hides_just_those_evenings():
    rule = Missing(when_well=1.0, well_at_most=1, when_in_agony=1.0, agony_at_least=8)
    all_said = followed(Protocol(30)).evenings
    some = followed(Protocol(30, writing=Writing(rule))).evenings
    assert set(np.unique(some)) == {-1, 2, 3, 4, 5, 6, 7}
    hidden = ((all_said <= 1) | (all_said >= 8)).mean()
    assert (some < 0).mean() == pytest.approx(hidden, abs=0.02)  # another chance is drawn


def test_who_leaves_stays_away_and_has_no_visits():
    rule = Writing(dropout=Dropout(per_day=0.05, from_day=5))
    data = followed(Protocol(40, visit_days=tuple(range(0, 40, 4)), writing=rule))
    assert (data.left_on >= 5).all()
    left = data.left_on[None, :] <= np.arange(40)[:, None]
    assert (data.evenings[left] < 0).all()
    assert (data.evenings[~left] >= 0).all()
    came = data.visited & (data.left_on[None, :] <= data.visit_on[:, None] - 1)
    assert not came.any()
    expected = 1 - 0.95**35
    assert (data.left_on < 40).mean() == pytest.approx(
        expected, abs=4 * np.sqrt(expected * (1 - expected) / BLOCK)
    )


def test_round_numbers_are_preferred_as_often_as_it_says():
    plain, even = (
        followed(Protocol(30, writing=Writing(even_share=share))).evenings for share in (0.0, 1.0)
    )
    assert (plain % 2).any()
    assert not (even % 2).any()


def test_enrolment_takes_the_painful_and_they_fall_by_themselves():
    rng = block_rng(3, 0, 0)
    people = enrol_people(PRIOR, BLOCK, rng, Response(), Enrolment(at_least=6))
    evenings = follow_people(people, PRIOR, Protocol(60), rng).evenings.astype(float)
    fall = evenings[0] - evenings[50]
    assert fall.mean() > 5 * fall.std() / np.sqrt(BLOCK)


def test_another_treatment_relieves_those_who_have_it_while_they_have_it():
    other = OtherTreatment("exercise", 0.5, 3.0, 0.0, 20, 29)
    data = followed(Protocol(40, other=other))
    assert data.had_other.mean() == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(BLOCK))
    during = data.evenings[20:30].mean(axis=0) - data.evenings[10:20].mean(axis=0)
    assert during[data.had_other].mean() < -1.5
    assert abs(during[~data.had_other].mean()) < 0.2


def test_bookings_keep_their_gap_and_their_number():
    rule = Trigger(5.0, "diary", from_day=2, gap_d=2, at_most=4)
    data = followed(Protocol(40, trigger=rule, scores_at_visits="before"))
    assert data.visited.sum(axis=0).max() == 4
    for k in np.flatnonzero(data.visited.sum(axis=0) > 1)[:50]:
        days = data.visit_on[data.visited[:, k]]
        assert days[0] >= 2
        assert np.diff(days).min() >= 2
        assert (data.evenings[days - 1, k] >= 5).all()
    assert ((data.before >= 0) == data.visited).all()

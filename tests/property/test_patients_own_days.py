"""What a patient sees of the own diary: true for every diary."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.records import Course
from deqi.report.patient import observation, patient_chart, patient_table
from deqi.report.patient.words import LANGUAGES
from tests.unit.own_diary import TODAY, diary, entry

ADVICE_OR_CAUSE = re.compile(
    r"\b(should|must|try|need|because|due|since|better|worse|help\w*|improv\w*"
    r"|debe\w*|porque|mejor\w*|peor|ayud\w*|intent\w*)\b"
)
NRS = st.integers(0, 20).map(lambda halves: halves / 2)
ENTRIES = st.lists(st.tuples(st.integers(-3, 40), NRS | st.none(), st.integers(0, 23)), max_size=40)


def course_of(rows) -> Course:
    return Course(id="own", entries=tuple(entry(*row) for row in rows))


def said_numbers(sentence: str) -> list[float]:
    return [float(found.replace(",", ".")) for found in re.findall(r"\d+(?:[.,]\d+)?", sentence)]


@given(ENTRIES, st.sampled_from(list(LANGUAGES)))
def test_the_sentence_is_one_and_says_nothing_but_what_was_written(rows, language):
    sentence = observation(course_of(rows), TODAY, language)
    assert re.fullmatch(r"[^.!?]*(\d[.]\d[^.!?]*)*[.]", sentence)
    assert not ADVICE_OR_CAUSE.search(sentence)


@given(ENTRIES)
def test_its_numbers_are_those_of_the_week(rows):
    week = [(ago, nrs) for ago, nrs, _ in rows if nrs is not None and 0 <= ago < 7]
    if len({nrs for _, nrs in week}) < 2:
        return
    found = [nrs for _, nrs in week]
    told = said_numbers(observation(course_of(rows), TODAY))
    n_written = len({ago for ago, _ in week})
    assert told == [7, min(found), max(found), median(found), n_written, 7]


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    for show in (observation, patient_table, patient_chart):
        assert show(course_of(rows), TODAY) == show(course_of(shuffled), TODAY)


@given(st.sets(st.integers(0, 27)), st.sampled_from(list(LANGUAGES)))
def test_each_score_has_its_dot_and_a_gap_is_not_joined(days_ago, language):
    svg = patient_chart(diary(dict.fromkeys(days_ago, 4.0)), TODAY, language)
    n_neighbours = sum(ago + 1 in days_ago for ago in days_ago)
    assert svg.count("<circle") == len(days_ago)
    assert sum(path.count("L") for path in re.findall(r'd="(M[^"]*)" fill="none"', svg)) == (
        n_neighbours
    )


@given(ENTRIES)
def test_the_table_holds_every_score_of_four_weeks_and_no_other(rows):
    table = patient_table(course_of(rows), TODAY)
    cells = re.findall(r"<td>([^<]*)</td><td>", table)
    shown = Counter(score for cell in cells for score in cell.split(" / "))
    written = Counter(f"{nrs:g}" for ago, nrs, _ in rows if nrs is not None and 0 <= ago < 28)
    assert shown == written


@pytest.mark.parametrize("days_later", range(7))
def test_dates_stay_within_the_picture_on_every_day_of_the_week(days_later):
    svg = patient_chart(diary({0: 4}), TODAY + timedelta(days=days_later), "es")
    places = [float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*text-anchor="middle"', svg)]
    assert len(places) == 4
    assert all(22 <= x <= 358 - 22 for x in places)

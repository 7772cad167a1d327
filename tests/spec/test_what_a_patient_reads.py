"""One sentence on the patient's own week: what was written, never why, and never what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deqi.records import Course, OutsideMeaningError
from deqi.report.patient import observation
from tests.unit.own_diary import TODAY, diary, entry

SENTENCES = [
    # days ago -> score; None: an entry without a score
    (
        "nothing at all",
        {},
        "Nothing written yet.",
        "Todavía no hay nada escrito.",
    ),
    (
        "an entry without a score is no score",
        {1: None},
        "Nothing written yet.",
        "Todavía no hay nada escrito.",
    ),
    (
        "what lies ahead of today is not yet written",
        {-1: 4},
        "Nothing written yet.",
        "Todavía no hay nada escrito.",
    ),
    (
        "silent this week",
        {7: 4, 9: 5},
        "Nothing written in the last 7 days; you last wrote on 26 April 2026.",
        "No hay nada escrito en los últimos 7 días; lo último es del 26 de abril de 2026.",
    ),
    (
        "once, on the first of the seven days",
        {6: 4, 7: 9},
        "In the last 7 days you wrote your pain down once, and it was 4.",
        "En los últimos 7 días anotó su dolor una vez, y fue 4.",
    ),
    (
        "no pain at all, today",
        {0: 0},
        "In the last 7 days you wrote your pain down once, and it was 0.",
        "En los últimos 7 días anotó su dolor una vez, y fue 0.",
    ),
    (
        "always the same",
        {0: 3, 2: 3, 5: 3},
        "In the last 7 days your pain was 3 every time, written down on 3 of 7 days.",
        "En los últimos 7 días su dolor fue siempre 3, anotado en 3 de 7 días.",
    ),
    (
        "with a gap",
        {0: 3, 1: 4, 2: 6, 4: 4, 5: 3, 6: 5, 8: 10},
        "In the last 7 days your pain was between 3 and 6, with 4 in the middle, written down on "
        "6 of 7 days.",
        "En los últimos 7 días su dolor estuvo entre 3 y 6, con 4 en el medio, anotado en 6 de 7 "
        "días.",
    ),
    (
        "half points, and the middle between two scores",
        {0: 10, 1: 2.5},
        "In the last 7 days your pain was between 2.5 and 10, with 6.25 in the middle, written "
        "down on 2 of 7 days.",
        "En los últimos 7 días su dolor estuvo entre 2,5 y 10, con 6,25 en el medio, anotado en 2 "
        "de 7 días.",
    ),
]


@pytest.mark.parametrize(
    ("scores", "english", "spanish"),
    [row[1:] for row in SENTENCES],
    ids=[row[0] for row in SENTENCES],
)
def test_the_week_is_told_in_one_sentence(scores, english, spanish):
    assert observation(diary(scores), TODAY) == english
    assert observation(diary(scores), TODAY, "es") == spanish


def test_two_scores_of_one_day_are_two_scores_on_one_day():
    course = Course(id="own", entries=(entry(1, 6, hour=8), entry(1, 4, hour=20)))
    assert observation(course, TODAY) == (
        "In the last 7 days your pain was between 4 and 6, with 5 in the middle, written down on "
        "1 of 7 days."
    )


def test_scores_taken_at_visits_are_not_the_diary():
    assert observation(diary({}, visits=(1, 3)), TODAY) == "Nothing written yet."
    assert "and it was 4" in observation(diary({2: 4}, visits=(1, 3)), TODAY)


def test_the_week_moves_on_with_the_day():
    course = diary({0: 4})
    assert "once" in observation(course, TODAY + timedelta(days=6))
    assert "3 May 2026" in observation(course, TODAY + timedelta(days=7))


def test_another_language_is_refused_in_words():
    with pytest.raises(OutsideMeaningError, match=r"The language is 'fr'; .* en and es"):
        observation(diary({0: 4}), TODAY, "fr")

"""How fully a visit is recorded, by the items of STRICTA."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from deqi.records import Answer, Course, Needling, OutsideMeaningError, Side, Visit
from deqi.track import count_answered, stricta_items

EMPTY = Visit(datetime(2026, 3, 5, 10, tzinfo=UTC), date(2026, 3, 5), True)
FULL = replace(
    EMPTY,
    needling=Needling(
        points=("BL23", "GV3"),
        is_electrical=True,
        frequency_hz=2.0,
        retention_min=25.0,
        sides=(Side.BOTH, Side.MIDLINE),
        depths_mm=(20.0,),
        n_needles=3,
        de_qi=Answer.NO,
        needle_type="0.25 x 40 mm",
    ),
    also_given="none",
)
PRACTICE = {
    "1a": "Western medical",
    "1b": "points used in trials of low back pain",
    "4b": "outpatient clinic; information sheet",
    "5": "physician, 12 years",
}


def answered(visit: Visit, n_visits: int = 1, said: dict[str, str] | None = None) -> set[str]:
    course = Course("P-1", visits=(visit,) * n_visits)
    return {item.item for item in stricta_items(course, visit, said) if item.is_answered}


def test_a_visit_with_a_date_alone_answers_only_that_there_was_one() -> None:
    assert answered(EMPTY) == {"3a"}


def test_a_full_record_answers_all_that_a_practice_can() -> None:
    items = stricta_items(Course("P-1", visits=(FULL, FULL)), FULL, PRACTICE)
    assert [item.item for item in items if not item.is_answered] == ["6a", "6b"]
    assert {item.where for item in items if not item.is_answered} == {"trial"}
    assert count_answered(items) == "15 of 17 items"


@pytest.mark.parametrize(
    ("item", "less"),
    [
        ("2a", {"n_needles": None}),
        ("2b", {"sides": (Side.BOTH, None)}),
        ("2c", {"depths_mm": (20.0, None)}),
        ("2d", {"de_qi": Answer.NOT_ASKED}),
        ("2e", {"is_electrical": None}),
        ("2e", {"frequency_hz": None}),
        ("2f", {"retention_min": None}),
        ("2g", {"needle_type": None}),
    ],
)
def test_what_is_not_recorded_is_missing(item: str, less: dict[str, object]) -> None:
    assert item in answered(FULL)
    assert item not in answered(replace(FULL, needling=replace(FULL.needling, **less)))


def test_nothing_else_given_is_an_answer_and_silence_is_none() -> None:
    assert "4a" in answered(FULL)
    assert "4a" not in answered(replace(FULL, also_given=None))


def test_one_visit_shows_neither_how_often_nor_how_far_varied() -> None:
    assert not {"1c", "3b"} & answered(FULL)
    assert {"1c", "3b"} <= answered(FULL, n_visits=2)


def test_the_practice_may_say_once_which_needles_it_uses() -> None:
    without = replace(FULL, needling=replace(FULL.needling, needle_type=None))
    assert "2g" in answered(without, said={"2g": "0.25 x 40 mm steel"})
    assert "2g" not in answered(without, said={"2g": " "})


def test_an_item_that_the_list_does_not_have_is_refused() -> None:
    with pytest.raises(OutsideMeaningError, match="no item '7a'"):
        stricta_items(Course("P-1"), EMPTY, {"7a": "words"})

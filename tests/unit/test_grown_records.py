"""A fact that can be recorded since lately leaves the digest of every older record as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from deqi.infer import infer
from deqi.records import AdverseEvent, Answer, Course, Needling, OutsideMeaningError, Side, Visit

VISIT = Visit(datetime(2026, 3, 5, 10, tzinfo=UTC), date(2026, 3, 5), True, 6.0, 4.0)
WRITTEN_SINCE = {
    "sides": (Side.BOTH,),
    "depths_mm": (20.0,),
    "n_needles": 8,
    "de_qi": Answer.NO,
    "needle_type": "0.25 x 40 mm",
    "adverse": (AdverseEvent("bleeding"),),
}


def digest_of(visit: Visit) -> str:
    return infer(Course("P-1", visits=(visit,)), seed=0).data_sha256


def test_a_record_of_before_keeps_its_text() -> None:
    assert repr(replace(VISIT, at=VISIT.at)) == (
        "Visit(at=datetime.datetime(2026, 3, 5, 10, 0, tzinfo=datetime.timezone.utc), "
        "on=datetime.date(2026, 3, 5), has_time=True, pain_before_nrs=6.0, pain_after_nrs=4.0, "
        "needling=Needling(points=(), is_electrical=None, frequency_hz=None, retention_min=None, "
        "reaction=None), row=0)"
    )


@pytest.mark.parametrize("name", WRITTEN_SINCE)
def test_what_is_written_counts(name: str) -> None:
    done = Needling(("BL23",))
    assert repr(replace(done, **{name: WRITTEN_SINCE[name]})) != repr(done)


def test_the_digest_tells_a_question_that_was_asked_from_one_that_was_not() -> None:
    assert digest_of(replace(VISIT, anything_new=Answer.NO)) != digest_of(VISIT)


def test_two_sides_for_three_points_are_refused() -> None:
    with pytest.raises(OutsideMeaningError, match="2 sides are given for 3 points"):
        Needling(("BL23", "BL25", "GV3"), sides=(Side.LEFT, Side.BOTH))

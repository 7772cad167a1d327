"""What would sharpen the answer most: chosen from what the record lacks, most helpful first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from deqi.evidence import read_sources
from deqi.plan import AdviceCode, VerdictCode, choose_advice
from deqi.records import Course, Entry, Phase, Visit
from deqi.track import build_timeline

FIRST_ON = date(2026, 3, 2)
BEFORE, RUN_IN, AFTER, BLOCKS, DAILY, TIME = (
    AdviceCode.SCORE_BEFORE_NEEDLING,
    AdviceCode.RUN_IN,
    AdviceCode.ENTRIES_AFTER_VISITS,
    AdviceCode.BLOCKS,
    AdviceCode.DAILY_ENTRY,
    AdviceCode.TIME_OF_VISITS,
)


def moment(day: int, hour: float) -> datetime:
    start = datetime(FIRST_ON.year, FIRST_ON.month, FIRST_ON.day, tzinfo=UTC)
    return start + timedelta(days=day, hours=hour)


def diary(days: Iterable[int], hour: float = 19) -> tuple[Entry, ...]:
    return tuple(Entry(moment(d, hour), FIRST_ON + timedelta(days=d), True, 5.0) for d in days)


def visits(
    days: Iterable[int], before: float | None = 5.0, has_time: bool = True
) -> tuple[Visit, ...]:
    return tuple(Visit(moment(d, 10), FIRST_ON + timedelta(days=d), has_time, before) for d in days)


def prompts(days: Iterable[int]) -> tuple[Entry, ...]:
    """Two hours after each visit, and on the next morning."""
    days = tuple(days)
    return diary(days, 12) + diary((d + 1 for d in days), 8)


EVERY_DAY, VISITS_LATE, VISITS_SOON = range(60), (30, 35, 40, 45), (2, 7, 12, 17)

TABLE = [
    ("no record", (), (), Phase.CHRONIC, [RUN_IN, DAILY, BEFORE, AFTER]),
    (
        "a diary before the first visit",
        diary(EVERY_DAY),
        (),
        Phase.CHRONIC,
        [RUN_IN, BEFORE, AFTER],
    ),
    (
        "booked when it hurt, no score before",
        diary(EVERY_DAY),
        visits(VISITS_LATE, before=None),
        Phase.CHRONIC,
        [BEFORE, AFTER],
    ),
    ("a long run-in", diary(EVERY_DAY), visits(VISITS_LATE), Phase.CHRONIC, [AFTER]),
    (
        "everything there",
        diary(EVERY_DAY) + prompts(VISITS_LATE),
        visits(VISITS_LATE),
        Phase.CHRONIC,
        [],
    ),
    (
        "no run-in, lasting pain",
        diary(EVERY_DAY),
        visits(VISITS_SOON),
        Phase.CHRONIC,
        [BLOCKS, AFTER],
    ),
    ("a first visit days ago", diary(range(6)), visits((2,)), Phase.CHRONIC, [DAILY, AFTER]),
    ("no run-in, new pain", diary(EVERY_DAY), visits(VISITS_SOON), Phase.ACUTE, [AFTER]),
    ("gaps", diary(range(0, 60, 3)), visits(VISITS_LATE), Phase.CHRONIC, [DAILY, AFTER]),
    (
        "visits without a time",
        diary(EVERY_DAY),
        visits(VISITS_LATE, has_time=False),
        Phase.CHRONIC,
        [TIME, AFTER],
    ),
    (
        "only scores at visits",
        (),
        visits(VISITS_SOON, has_time=False),
        Phase.CHRONIC,
        [BLOCKS, DAILY, TIME, AFTER],
    ),
]


@pytest.mark.parametrize(
    ("entries", "visits_", "phase", "expected"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_advice_follows_from_what_the_record_lacks(
    entries: tuple[Entry, ...],
    visits_: tuple[Visit, ...],
    phase: Phase,
    expected: list[AdviceCode],
) -> None:
    course = Course(id="a", entries=entries, visits=visits_, declared_phase=phase)
    timeline = build_timeline(course, None if entries or visits_ else FIRST_ON)
    assert [advice.code for advice in choose_advice(timeline)] == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (VerdictCode.NO_CLEAR_CHANGE, [BLOCKS, AFTER]),
        (VerdictCode.WORSE, [AFTER]),
        (VerdictCode.RECOVERED, [AFTER]),
        (VerdictCode.STOP_AND_REFER, []),
    ],
)
def test_nobody_is_advised_to_be_needled_who_should_not_be(
    code: VerdictCode, expected: list[AdviceCode]
) -> None:
    course = Course(
        id="a",
        entries=diary(EVERY_DAY),
        visits=visits(VISITS_SOON),
        declared_phase=Phase.CHRONIC,
    )
    advice = choose_advice(build_timeline(course), code)
    assert [piece.code for piece in advice] == expected


def test_each_piece_of_advice_says_why_with_a_source_that_resolves() -> None:
    for advice in choose_advice(build_timeline(Course(id="a"), FIRST_ON)):
        assert len(advice.why) > 40
        assert advice.sources
        assert set(advice.sources) <= set(read_sources())

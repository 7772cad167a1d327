"""How questionnaires are scored, what a missing answer does, and what counts as important."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from deqi.records import Course, Entry, OutsideMeaningError, Score
from deqi.track import describe_function, find_instrument, read_instruments, score_instrument

START = date(2026, 3, 2)
LATER = date(2026, 4, 6)
ALL_TICKED = (1.0,) * 24


def form(
    name: str,
    answers: tuple[float | None, ...] | None = None,
    total: float | None = None,
    on: date = START,
) -> Score:
    return Score(on, name, answers, total)


@pytest.mark.parametrize(
    ("name", "answers", "total"),
    [
        ("NRS", (7,), 7),
        ("PEG", (6, 5, 7), 6),
        ("PEG", (0, 0, 1), 1 / 3),
        ("RMDQ-24", (0,) * 24, 0),
        ("RMDQ-24", ALL_TICKED, 24),
        ("RMDQ-24", (1, 0, 1) * 8, 16),
    ],
)
def test_complete_answers_add_up(name: str, answers: tuple[float, ...], total: float) -> None:
    assert score_instrument(form(name, answers)).total == pytest.approx(total)


@pytest.mark.parametrize(
    ("name", "answers", "range_in_words"),
    [
        ("NRS", (None,), "between 0 and 10"),
        ("PEG", (6, None, 7), "between 4.3 and 7.7"),
        ("RMDQ-24", (None, *ALL_TICKED[1:]), "between 23 and 24"),
        ("RMDQ-24", (None, None, *(0.0,) * 22), "between 0 and 2"),
    ],
)
def test_a_missing_answer_leaves_the_total_open_and_says_where_it_lies(
    name: str, answers: tuple[float | None, ...], range_in_words: str
) -> None:
    result = score_instrument(form(name, answers))
    assert result.total is None
    assert range_in_words in result.comment
    assert "missing" in result.comment


@pytest.mark.parametrize("name", ["RMDQ-23", "ODI", "STarT Back"])
def test_licensed_or_other_forms_give_totals_only(name: str) -> None:
    assert score_instrument(form(name, total=7)).total == 7
    with pytest.raises(OutsideMeaningError, match="by its total only"):
        score_instrument(form(name, (1, 0, 1)))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NRS", "NRS"),
        ("nrs-11", "NRS"),
        ("Peg", "PEG"),
        ("RMDQ", "RMDQ-24"),
        ("Roland-Morris", "RMDQ-24"),
        ("rmdq 23", "RMDQ-23"),
        ("Oswestry", "ODI"),
        ("start_back", "STarT Back"),
        ("SBST", "STarT Back"),
    ],
)
def test_usual_spellings_are_understood(written: str, meant: str) -> None:
    assert find_instrument(written).name == meant


def test_a_bare_roland_morris_says_which_version_was_assumed() -> None:
    assert "24 statements" in score_instrument(form("RMDQ", total=9)).comment
    assert "original form" not in score_instrument(form("RMDQ-24", total=9)).comment


def test_an_unknown_questionnaire_is_refused_with_the_known_ones() -> None:
    with pytest.raises(OutsideMeaningError, match=r"'SF-36' is not known.*NRS, PEG, RMDQ-24"):
        score_instrument(form("SF-36", total=50))


@pytest.mark.parametrize(
    ("score", "complaint"),
    [
        (form("PEG", (6, 5)), "2 answers were given, expected 3"),
        (form("PEG", (6, 5, 11)), "answer 3 is 11, expected 0 to 10"),
        (form("RMDQ-24", (0.5, *ALL_TICKED[1:])), "answer 1 is 0.5, expected 0 or 1"),
        (form("RMDQ-24", ALL_TICKED[1:]), "23 answers were given, expected 24"),
        (form("PEG", total=18), "the total is 18; it lies between 0 and 10"),
        (form("RMDQ-23", total=24), "the total is 24; it lies between 0 and 23"),
        (form("ODI", total=-1), "the total is -1"),
        (form("PEG"), "neither answers nor a total"),
        (form("PEG", (6, 5, 7), total=9), "the answers give 6, the total says 9"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(score: Score, complaint: str) -> None:
    with pytest.raises(OutsideMeaningError) as refused:
        score_instrument(score)
    assert complaint in str(refused.value)


def test_a_total_entered_beside_incomplete_answers_is_kept_and_said() -> None:
    result = score_instrument(form("PEG", (6, None, 7), total=6.5))
    assert result.total == 6.5
    assert "as it was entered" in result.comment


@pytest.mark.parametrize(
    ("name", "first", "last", "points", "percent", "important"),
    [
        ("RMDQ-24", 14, 8, True, True, True),
        ("RMDQ-24", 20, 15, True, False, False),
        ("RMDQ-24", 12, 8, False, True, False),
        ("RMDQ-24", 10, 16, False, False, False),
        ("NRS", 6, 4, True, True, True),
        ("NRS", 7, 5, True, False, False),
        ("PEG", 5, 3.25, True, True, True),
        ("PEG", 5, 3.5, False, True, False),
        ("ODI", 40, 28, True, True, True),
        ("ODI", 40, 31, False, False, False),
        ("RMDQ-23", 14, 8, None, None, None),
        ("STarT Back", 7, 2, None, None, None),
        ("NRS", 0, 2, False, None, None),
    ],
)
def test_an_important_improvement_reaches_both_thresholds(
    name: str,
    first: float,
    last: float,
    points: bool | None,
    percent: bool | None,
    important: bool | None,
) -> None:
    scores = (form(name, total=last, on=LATER), form(name, total=first))
    change = describe_function(Course("a", scores=scores), LATER).instruments[0]
    assert (change.first_on, change.first) == (START, first)
    assert (change.last_on, change.last) == (LATER, last)
    assert change.change == pytest.approx(last - first)
    assert (change.passes_points, change.passes_percent) == (points, percent)
    assert change.is_important_improvement is important


def test_the_two_roland_morris_versions_are_never_compared() -> None:
    scores = (form("RMDQ-24", total=14), form("RMDQ-23", total=8, on=LATER))
    changes = describe_function(Course("a", scores=scores), LATER).instruments
    assert [(change.instrument, change.change) for change in changes] == [
        ("RMDQ-24", None),
        ("RMDQ-23", None),
    ]


def test_forms_after_the_day_do_not_count() -> None:
    scores = (form("PEG", total=6), form("PEG", total=2, on=LATER))
    change = describe_function(Course("a", scores=scores), START).instruments[0]
    assert (change.first, change.last, change.change, change.n_totals) == (6, None, None, 1)


def test_a_form_without_a_total_is_counted_and_its_reason_kept() -> None:
    scores = (form("PEG", (6, 5, 7)), form("PEG", (2, None, 2), on=LATER))
    change = describe_function(Course("a", scores=scores), LATER).instruments[0]
    assert (change.n_totals, change.n_without_total, change.change) == (1, 1, None)
    assert any("1 of 3 answers is missing" in comment for comment in change.comments)


def entry(on: date, work_lost: bool | None, hour: int = 20) -> Entry:
    at = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    return Entry(at=at, on=on, has_time=True, pain_nrs=4.0, work_lost=work_lost)


def test_work_days_count_each_day_once_and_only_answered_days() -> None:
    entries = (
        entry(date(2026, 3, 2), True, 8),
        entry(date(2026, 3, 2), False),
        entry(date(2026, 3, 3), None),
        entry(date(2026, 3, 4), False),
        entry(date(2026, 3, 9), True),
    )
    work = describe_function(Course("a", entries=entries), date(2026, 3, 4)).work
    assert work is not None
    assert (work.n_lost, work.n_answered) == (1, 2)
    assert (work.first_on, work.last_on) == (date(2026, 3, 2), date(2026, 3, 4))


def test_work_that_was_never_asked_is_not_zero_days_lost() -> None:
    entries = (entry(START, None),)
    assert describe_function(Course("a", entries=entries), LATER).work is None


def test_thresholds_are_those_that_were_read() -> None:
    read = {
        instrument.name: (instrument.important_points, instrument.important_percent)
        for instrument in read_instruments()
    }
    assert read == {
        "NRS": (2, 30),
        "PEG": (1.75, 30),
        "RMDQ-24": (5, 30),
        "RMDQ-23": (None, None),
        "ODI": (10, 30),
        "STarT Back": (None, None),
    }

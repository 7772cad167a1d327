"""Needling took place, but nobody wrote down when: what a record of assessments alone can say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from deqi.exchange import read_course
from deqi.records import BadInputError, Course, Entry, Phase
from deqi.report import Report, report, report_json, write_html, write_terminal

FIRST_ON = date(2026, 1, 5)


def course_of(*scores: float) -> Course:
    """One assessment every ten days."""
    days = [FIRST_ON + timedelta(days=10 * k) for k in range(len(scores))]
    at = [datetime(on.year, on.month, on.day, 20, tzinfo=UTC) for on in days]
    rows = zip(at, days, scores, strict=True)
    entries = tuple(Entry(moment, on, True, nrs) for moment, on, nrs in rows)
    return Course("a", entries, declared_phase=Phase.CHRONIC, visits_recorded=False)


@pytest.fixture(
    scope="module",
    params=[(8, 7, 6, 5, 3, 2, 2, 1), (5, 6, 5, 5, 6, 5), (3, 4, 6, 7, 8, 9, 9), (6, 6)],
    ids=["falls", "stays", "rises", "too early"],
)
def answer(request) -> Report:
    return report(course_of(*request.param))


def test_the_verdict_never_speaks_of_visits(answer):
    told = [answer.verdict.sentence, *(reason.sentence for reason in answer.verdict.reasons)]
    assert answer.verdict.code.value != "improving_visits_probable"
    assert not any(re.search(r"\bvisit", sentence) for sentence in told), told


def test_the_change_is_not_split_and_says_why(answer):
    whole = report_json(answer)
    assert whole["change"]["natural_nrs"] is whole["change"]["visits_nrs"] is None
    assert "their dates are not in the record" in answer.nulls["change.visits_nrs"]


def test_no_date_is_proposed_for_caps_hang_on_the_dates(answer):
    assert answer.plan is not None
    assert answer.plan.visits == ()
    assert report_json(answer)["plan"]["next_visit_gain_nrs"] is None


def test_nothing_says_that_there_was_no_visit(answer):
    for text in (write_terminal(answer), write_html(answer)):
        assert not re.search(r"\b0 visits|No visits?\b", text)
        assert "without further visits" not in text.lower()
        assert "first needling" not in text


def test_a_record_that_holds_visits_has_their_dates(tmp_path: Path):
    (tmp_path / "course.toml").write_text("visits_recorded = false\n", encoding="utf-8")
    (tmp_path / "visits.csv").write_text("date,pain_before\n2026-03-01,5\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="true, since there are 1 visits"):
        read_course(tmp_path)


def test_the_same_scores_without_a_visit_at_all_say_so():
    without = report(replace(course_of(8, 7, 6, 5, 3), visits_recorded=True))
    assert "0 visits" in write_terminal(without)

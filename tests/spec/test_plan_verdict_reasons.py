"""A verdict as it is told: sentence, reasons, screen, silence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from deqi.infer import FitOutcome
from deqi.plan import VerdictCode, choose_verdict
from deqi.records import Answer, Course, DoctorsAnswer, Entry, Treatment, Visit
from deqi.screen import Outcome, Reason, ScreenOutcome, Urgency, screen

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
FINE = ScreenOutcome(Outcome.TREAT, (), ())
IMPROVED = {"p_important": 0.7, "p_visits_below_0": 0.98, "p_visits_below_minus_1": 0.8}


def day(k: int) -> datetime:
    return START + timedelta(days=k)


def daily_course(n_visits: int = 4, with_before: bool = True) -> Course:
    entries = tuple(Entry(day(k), day(k).date(), True, 5.0) for k in range(60))
    before = 5.0 if with_before else None
    visits = tuple(
        Visit(day(30 + 7 * k), day(30 + 7 * k).date(), True, before) for k in range(n_visits)
    )
    return Course("a", entries=entries, visits=visits)


@dataclass(frozen=True)
class StandInSilence:
    at_zero: object
    at_high: object
    high_nrs: float = 7.0
    n_silent: int = 6


def all_words(verdict) -> str:
    told = (verdict.sentence, *(r.sentence for r in verdict.reasons), *verdict.warnings)
    return " ".join(told).lower()


def test_an_important_change_is_told_with_its_number_threshold_and_source(stand_in_fit):
    course = daily_course()
    verdict = choose_verdict(stand_in_fit(course, **IMPROVED), FINE, course)
    assert verdict.code is VerdictCode.IMPROVING_VISITS_PROBABLE
    assert "at least 2 points and at least 30 %" in verdict.reasons[0].sentence
    assert "70 % ('improving' from 50 %)" in verdict.reasons[0].sentence
    assert verdict.reasons[0].sources == ("ostelo2008",)


def test_without_scores_before_needling_the_reason_is_that_people_book_when_it_hurts(stand_in_fit):
    course = daily_course(with_before=False)
    fit = stand_in_fit(course, p_important=0.9, p_visits_below_0=None, p_visits_below_minus_1=None)
    verdict = choose_verdict(fit, FINE, course)
    assert verdict.code is VerdictCode.IMPROVING_CAUSE_UNCLEAR
    assert "people book when it hurts" in all_words(verdict)


def test_other_care_is_named_with_its_date(stand_in_fit):
    physio = Treatment("physiotherapy", date(2026, 3, 20))
    course = replace(daily_course(), treatments=(physio,))
    verdict = choose_verdict(stand_in_fit(course, **IMPROVED), FINE, course)
    assert verdict.code is VerdictCode.IMPROVING_CAUSE_UNCLEAR
    assert "physiotherapy, 20 march 2026" in all_words(verdict)


@pytest.mark.parametrize(
    "beliefs", [{}, {"p_important": 0.9}, {"p_worse": 0.9}, {"p_recovered": 0.9}]
)
def test_a_course_without_visits_is_never_told_of_visits(stand_in_fit, beliefs):
    no_part = {"p_visits_below_0": None, "p_visits_below_minus_1": None}
    course = replace(
        daily_course(n_visits=0), treatments=(Treatment("physiotherapy", date(2026, 4, 1)),)
    )
    verdict = choose_verdict(stand_in_fit(course, **beliefs, **no_part), FINE, course)
    assert "visit" not in all_words(verdict)


def test_silence_at_the_end_adds_no_days_of_record(stand_in_fit):
    entries = tuple(Entry(day(k), day(k).date(), True, 5.0) for k in range(6))
    course = Course("a", entries=entries)
    verdict = choose_verdict(stand_in_fit(course, day(40).date()), FINE, course)
    assert verdict.facts.n_days_of_record == 6
    assert verdict.code is VerdictCode.TOO_EARLY


def test_a_visit_without_a_score_still_belongs_to_the_record(stand_in_fit):
    entries = tuple(Entry(day(k), day(k).date(), True, 5.0) for k in range(6))
    course = Course("a", entries=entries, visits=(Visit(day(20), day(20).date(), True),))
    verdict = choose_verdict(stand_in_fit(course), FINE, course)
    assert verdict.facts.n_days_of_record == 21


def test_an_empty_course_is_too_early(stand_in_fit):
    course = Course("a")
    fit = stand_in_fit(course, outcome=FitOutcome.NO_SCORES)
    verdict = choose_verdict(fit, FINE, course)
    assert verdict.code is VerdictCode.TOO_EARLY
    assert "0 pain scores over 0 days" in verdict.sentence


def found(sentence: str, outcome: Outcome) -> Reason:
    return Reason("item", sentence, ("gcare",), Urgency.ROUTINE, True, outcome)


def test_a_failed_screen_comes_first_with_only_what_failed_it(stand_in_fit):
    course = daily_course()
    fever = found("Fever.", Outcome.ASK_DOCTOR_FIRST)
    reasons = (fever, found("Thin needles.", Outcome.TREAT_WITH_PRECAUTIONS))
    failed = ScreenOutcome(Outcome.ASK_DOCTOR_FIRST, reasons, ("licence",))
    verdict = choose_verdict(stand_in_fit(course, **IMPROVED), failed, course)
    assert verdict.code is VerdictCode.STOP_AND_REFER
    assert [(r.sentence, r.sources) for r in verdict.reasons] == [("Fever.", ("gcare",))]
    assert "before a doctor has looked" in verdict.sentence


def test_an_emergency_says_so(stand_in_fit):
    course = daily_course()
    failed = ScreenOutcome(Outcome.EMERGENCY, (found("Numb.", Outcome.EMERGENCY),), ())
    assert "emergency care now" in choose_verdict(stand_in_fit(course), failed, course).sentence


def test_a_doctors_no_stops_the_course(stand_in_fit):
    said_no = DoctorsAnswer(Answer.YES, Answer.NO, date(2026, 3, 1))
    course = replace(daily_course(), doctor=said_no)
    verdict = choose_verdict(stand_in_fit(course), screen(course, date(2026, 5, 1)), course)
    assert verdict.code is VerdictCode.STOP_AND_REFER
    assert len(verdict.reasons) == 1


GOOD, BAD = {**IMPROVED}, {"p_important": 0.2}


@pytest.mark.parametrize(
    ("told", "beliefs", "at_zero", "at_high", "verdict", "is_warned"),
    [
        ("all agree", GOOD, GOOD, GOOD, "improving_visits_probable", False),
        ("bad days overturn it", GOOD, GOOD, BAD, "no_clear_change", False),
        ("good days overturn it", GOOD, BAD, GOOD, "no_clear_change", False),
        (
            "a fall of unclear cause is overturned too",
            {"p_important": 0.7},
            {"p_important": 0.9},
            BAD,
            "no_clear_change",
            False,
        ),
        (
            "so is a recovery",
            {"p_recovered": 0.9},
            {"p_recovered": 0.99},
            {"p_recovered": 0.3},
            "no_clear_change",
            False,
        ),
        (
            "another kind of good news is a warning",
            GOOD,
            GOOD,
            {"p_important": 0.7},
            "improving_visits_probable",
            True,
        ),
        ("no news stays no news", BAD, GOOD, BAD, "no_clear_change", True),
        ("worse stays worse", {"p_worse": 0.9}, BAD, {"p_worse": 0.99}, "worse", True),
    ],
)
def test_silent_days_only_overturn_good_news(
    stand_in_fit, told, beliefs, at_zero, at_high, verdict, is_warned
):
    course = daily_course()
    silence = StandInSilence(stand_in_fit(course, **at_zero), stand_in_fit(course, **at_high))
    chosen = choose_verdict(stand_in_fit(course, **beliefs), FINE, course, silence)
    assert chosen.code.value == verdict, told
    assert bool(chosen.warnings) is is_warned, told


def test_an_overturned_verdict_gives_the_silence_as_its_first_reason(stand_in_fit):
    course = daily_course()
    silence = StandInSilence(stand_in_fit(course, **GOOD), stand_in_fit(course, **BAD))
    verdict = choose_verdict(stand_in_fit(course, **GOOD), FINE, course, silence)
    assert "6 days of the last 28 have no entry" in verdict.reasons[0].sentence
    assert "leave it open" in verdict.sentence


def test_good_news_that_silence_could_not_be_checked_for_is_not_told(stand_in_fit):
    course = daily_course()
    unsettled = stand_in_fit(course, outcome=FitOutcome.NOT_CONVERGED, **GOOD)
    silence = StandInSilence(stand_in_fit(course, **GOOD), unsettled)
    verdict = choose_verdict(stand_in_fit(course, **GOOD), FINE, course, silence)
    assert verdict.code is VerdictCode.NO_CLEAR_CHANGE
    assert "did not settle" in verdict.reasons[0].sentence

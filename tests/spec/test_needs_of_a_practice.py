"""Who needs somebody this morning: facts in, group and reasons out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from deqi.infer import Interval
from deqi.plan import USUAL, Plan, Recommendation, VerdictCode
from deqi.plan.proposal import PlannedVisit
from deqi.plan.reasons import Reason
from deqi.records import Answer, Course, Entry, Visit
from deqi.report.assemble import assemble_report
from deqi.report.contents import Report
from deqi.report.practice.line import Line, line_of_failure
from deqi.report.practice.needs import Need, facts_of, need_of, place_of
from deqi.screen import known_red_flags

LAST = date(2026, 5, 20)
GAIN = Interval(0.4, 0.3, 0.5, 0.2, 0.6, 0.1, 0.7)


ALL_NO = dict.fromkeys(sorted(known_red_flags()), Answer.NO)


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def report_of(today: date, n_visits: int = 2, **facts: object) -> Report:
    """A report on four days of diary, with an early verdict and a plan that goes on."""
    days = [LAST - timedelta(days=k) for k in (3, 2, 1, 0)]
    visits = [LAST - timedelta(days=2 * k) for k in range(n_visits)]
    facts.setdefault("red_flags", ALL_NO)
    course = Course(
        "A",
        entries=tuple(Entry(noon(on), on, True, 5.0) for on in days),
        visits=tuple(Visit(noon(on), on, True, 5.0) for on in reversed(visits)),
        **facts,
    )
    return assemble_report(course, today=today, with_path=False)


def judged(
    report: Report,
    code: VerdictCode = VerdictCode.NO_CLEAR_CHANGE,
    recommendation: Recommendation = Recommendation.CONTINUE,
    next_on: date | None = None,
) -> Report:
    assert report.plan is not None
    visits = () if next_on is None else (PlannedVisit(noon(next_on), next_on, GAIN, ()),)
    plan: Plan = replace(
        report.plan,
        recommendation=recommendation,
        visits=visits,
        reasons=(Reason("What decided."),),
        next_visit_gain_nrs=GAIN,
    )
    return replace(report, verdict=replace(report.verdict, code=code), plan=plan)


def need(report: Report) -> Need:
    return need_of(facts_of(report, USUAL))[0]


@pytest.fixture(scope="module")
def going_on() -> Report:
    """A course of today."""
    return report_of(LAST)


def test_an_emergency_comes_first_whatever_else_holds(going_on: Report) -> None:
    long_ago = LAST + timedelta(days=400)
    report = report_of(long_ago, red_flags={"saddle_numbness": Answer.YES})
    found, reasons = need_of(facts_of(report, USUAL))
    assert found is Need.EMERGENCY
    assert "emergency department" in reasons[0]
    assert reasons[1] == "The last score or visit is 400 days ago."


def test_a_question_to_a_doctor_comes_before_worse() -> None:
    assert need(report_of(LAST, red_flags={"fever_or_chills": Answer.YES})) is Need.ASK_DOCTOR


@pytest.mark.parametrize(
    ("code", "recommendation", "next_in_d", "expected"),
    [
        (VerdictCode.WORSE, Recommendation.REFER, None, Need.WORSE),
        (VerdictCode.NO_CLEAR_CHANGE, Recommendation.REFER, None, Need.REVIEW),
        (VerdictCode.RECOVERED, Recommendation.STOP, None, Need.STOP),
        (VerdictCode.NO_CLEAR_CHANGE, Recommendation.CONTINUE, 7, Need.VISIT),
        (VerdictCode.NO_CLEAR_CHANGE, Recommendation.CONTINUE, 8, Need.GOING_ON),
        (VerdictCode.TOO_EARLY, Recommendation.CONTINUE, None, Need.GOING_ON),
    ],
)
def test_verdict_and_plan_decide(
    going_on: Report,
    code: VerdictCode,
    recommendation: Recommendation,
    next_in_d: int | None,
    expected: Need,
) -> None:
    next_on = None if next_in_d is None else LAST + timedelta(days=next_in_d)
    assert need(judged(going_on, code, recommendation, next_on)) is expected


@pytest.mark.parametrize(("n_visits", "expected"), [(9, Need.VISIT), (10, Need.CAP)])
def test_the_cap_is_near_two_visits_before_it(n_visits: int, expected: Need) -> None:
    report = report_of(LAST, n_visits)
    assert need(judged(report, next_on=LAST + timedelta(days=3))) is expected


@pytest.mark.parametrize(("silent_d", "expected"), [(7, Need.GOING_ON), (8, Need.SILENT)])
def test_a_daily_diary_is_silent_after_a_week(
    going_on: Report, silent_d: int, expected: Need
) -> None:
    report = replace(
        judged(going_on),
        today=LAST + timedelta(days=silent_d),
        timeline=replace(going_on.timeline, is_daily=True),
    )
    assert need(report) is expected


@pytest.mark.parametrize(("idle_d", "expected"), [(56, Need.WORSE), (57, Need.PAST)])
def test_a_course_is_past_after_eight_weeks_without_score_and_visit(
    going_on: Report, idle_d: int, expected: Need
) -> None:
    report = judged(going_on, VerdictCode.WORSE, Recommendation.REFER)
    assert need(replace(report, today=LAST + timedelta(days=idle_d))) is expected


def test_the_reasons_of_other_groups_are_told_too(going_on: Report) -> None:
    report = judged(going_on, VerdictCode.WORSE, Recommendation.REFER)
    report = replace(
        report,
        today=LAST + timedelta(days=20),
        timeline=replace(report.timeline, is_daily=True),
    )
    found, reasons = need_of(facts_of(report, USUAL))
    assert found is Need.WORSE
    assert reasons[-1] == "The last score is 20 days ago."


def test_someone_without_a_record_is_nobodys_need() -> None:
    report = assemble_report(Course("A", red_flags=ALL_NO), today=LAST)
    assert need(report) is Need.GOING_ON


def test_safety_questions_that_nobody_asked_need_somebody() -> None:
    found, reasons = need_of(facts_of(report_of(LAST, red_flags={}), USUAL))
    assert found is Need.NOT_ASKED
    assert reasons[0] == "The safety questions were not asked."


def test_one_safety_question_left_open_is_not_a_no() -> None:
    flags = ALL_NO | {"fever_or_chills": Answer.NOT_ASKED}
    found, reasons = need_of(facts_of(report_of(LAST, red_flags=flags), USUAL))
    assert found is Need.NOT_ASKED
    assert reasons[0].startswith(f"Not asked: 1 of {len(ALL_NO)} red flags")


def test_the_safety_questions_come_before_a_visit_that_is_proposed() -> None:
    report = judged(report_of(LAST, red_flags={}), next_on=LAST + timedelta(days=3))
    found, reasons = need_of(facts_of(report, USUAL))
    assert found is Need.NOT_ASKED
    assert reasons[1].startswith("Visit proposed on 23 May 2026")


def test_lines_are_sorted_by_group_then_place_then_patient() -> None:
    def line(patient: str, need: Need, place: float) -> Line:
        failed = line_of_failure(patient, "bad_input", [])
        return replace(failed, need=need.value, sort_key=[place])

    lines = [
        line("a", Need.PAST, 0.0),
        line("b", Need.VISIT, 2.0),
        line("d", Need.VISIT, 1.0),
        line("c", Need.VISIT, 1.0),
        line("e", Need.EMERGENCY, 9.0),
    ]
    assert [one.patient for one in sorted(lines, key=place_of)] == ["e", "c", "d", "b", "a"]

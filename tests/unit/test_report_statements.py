"""The sentences of a report: what they say, and what they never say."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from deqi.infer import Interval, VisitRelief
from deqi.plan import VerdictCode
from deqi.records import AdverseEvent, Course, Entry, OutsideMeaningError, Severity
from deqi.report import (
    Report,
    assemble_report,
    report,
    report_json,
    write_html,
    write_terminal,
)
from deqi.report.missing import missing_parts
from deqi.report.page_parts import KINDS, top_items
from deqi.report.picture import important_below
from deqi.report.statements import (
    all_statements,
    change_statements,
    event_statements,
    function_statements,
    natural_course_statements,
    relief_statements,
)

ReportOf = Callable[[str], Report]
CLAIMS = re.compile(r"\b(works|effective|proves?|proven)\b", re.IGNORECASE)


def words_of(statements: object) -> str:
    return " ".join(s.sentence for s in statements)  # type: ignore[attr-defined]


def relief(half_life_h: float, is_prior_driven: bool) -> VisitRelief:
    h = half_life_h
    return VisitRelief(
        Interval(1.2, 1.0, 1.4, 0.8, 1.6, 0.5, 1.9),
        Interval(h, h / 2, h * 2, h / 3, h * 3, h / 4, h * 4),
        is_prior_driven,
    )


def test_no_statement_claims_that_something_works(any_report: Report) -> None:
    assert CLAIMS.findall(words_of(all_statements(any_report))) == []


def test_statements_rest_on_listed_sources(any_report: Report) -> None:
    keys = {key for s in all_statements(any_report) for key in s.sources}
    assert keys == set(any_report.sources)


def test_the_change_is_told_in_all_then_in_its_two_parts(report_of: ReportOf) -> None:
    total, natural, visits, *_ = change_statements(report_of("usual"))
    assert total.sentence.startswith("Since the start, about")
    assert "points less pain (80 % interval" in total.sentence
    assert natural.sentence.startswith("Time and natural course")
    assert visits.sentence.startswith("What goes with the visits")


def test_a_change_that_cannot_be_split_says_why(report_of: ReportOf) -> None:
    words = words_of(change_statements(report_of("without scores before")))
    assert "Not split into parts: Fewer than half of the visits" in words


def test_a_record_without_visits_does_not_speak_of_needling(report_of: ReportOf) -> None:
    words = words_of(change_statements(report_of("early")))
    assert "at the first entry" in words
    assert "needling" not in words


@pytest.mark.parametrize(("hours", "said"), [(18.0, "about 18 hours"), (96.0, "about 4.0 days")])
def test_the_time_of_relief_is_told_in_hours_or_days(
    report_of: ReportOf, hours: float, said: str
) -> None:
    made = report_of("usual")
    told = replace(made, beliefs=replace(made.beliefs, visit_relief=relief(hours, False)))
    assert said in words_of(relief_statements(told))
    assert "believed beforehand" not in words_of(relief_statements(told))


def test_a_time_that_comes_from_the_prior_is_marked(report_of: ReportOf) -> None:
    made = report_of("usual")
    told = replace(made, beliefs=replace(made.beliefs, visit_relief=relief(18.0, True)))
    assert "mostly what was believed beforehand" in words_of(relief_statements(told))


def test_function_is_told_with_its_dates_and_threshold(report_of: ReportOf) -> None:
    rmdq, peg = function_statements(report_of("usual"))
    assert "14 on 2 March 2026, 8 on 11 April 2026. 6 points better" in rmdq.sentence
    assert "reaches the thresholds" in rmdq.sentence
    assert "no later total to compare with" in peg.sentence


def test_the_usual_course_is_that_of_pain_as_old_as_this(report_of: ReportOf) -> None:
    assert "lasted for months" in words_of(natural_course_statements(report_of("usual")))
    both = words_of(natural_course_statements(report_of("no scores")))
    assert "New low back pain" in both
    assert "lasted for months" in both


def test_every_verdict_has_its_short_name() -> None:
    assert set(KINDS) == set(VerdictCode)


def test_the_top_tells_now_change_and_next(report_of: ReportOf) -> None:
    now, change, following = top_items(report_of("usual"))
    assert now.name.startswith("Pain now")
    assert change.name == "Since the start"
    assert following.name.startswith("Proposed next")
    assert "a person decides" in following.more


def test_the_top_of_a_failed_screen_begins_with_what_to_do(report_of: ReportOf) -> None:
    assert top_items(report_of("failed screen"))[0].answer == "No needling. See the reasons."


@pytest.mark.parametrize(("start", "below"), [(8.0, 5.6), (5.0, 3.0), (1.5, None)])
def test_an_important_improvement_is_2_points_and_30_per_cent(
    report_of: ReportOf, start: float, below: float | None
) -> None:
    change = report_of("usual").beliefs.change
    assert change is not None
    start_nrs = Interval(*[start] * 7)
    assert important_below(replace(change, start_nrs=start_nrs)) == pytest.approx(below)


def test_each_missing_part_is_told_with_its_cost(report_of: ReportOf) -> None:
    made = report_of("no scores")
    words = words_of(missing_parts(made.course, made.timeline))
    for part in ("pain scores", "onset", "treatments", "reactions", "questionnaire", "licence"):
        assert part in words
    complete = report_of("usual")
    told = words_of(missing_parts(complete.course, complete.timeline))
    assert "questionnaire" not in told
    assert "onset" not in told


def test_as_of_leaves_later_records_aside(report_of: ReportOf) -> None:
    made = report_of("usual")
    as_of = date(2026, 3, 25)
    earlier = assemble_report(made.course, as_of=as_of, today=made.today)
    assert earlier.as_of == as_of
    assert earlier.timeline.n_visits < made.timeline.n_visits
    assert earlier.beliefs.forecast is not None
    assert earlier.beliefs.forecast.on[0] == as_of + timedelta(days=1)


def test_without_a_clock_the_last_record_is_today() -> None:
    at = datetime(2026, 3, 1, 20, tzinfo=UTC)
    course = Course(id="a", entries=(Entry(at, at.date(), True, 6.0),))
    assert report(course).today == at.date()
    assert write_html(report(course)) == write_html(assemble_report(course, today=at.date()))


def test_an_empty_record_needs_to_be_told_the_day() -> None:
    with pytest.raises(OutsideMeaningError, match="Give `today`"):
        report(Course(id="a"))
    assert report(Course(id="a"), today=date(2026, 5, 1)).as_of == date(2026, 5, 1)


def test_text_and_json_load_neither_the_renderer_nor_the_template_engine() -> None:
    """They cost half a second and 0.2 s, which only a page needs."""
    code = (
        "import sys, datetime; from deqi.records import Course\n"
        "from deqi.report import assemble_report, write_json, write_terminal\n"
        "made = assemble_report(Course(id='a'), today=datetime.date(2026, 5, 1))\n"
        "write_terminal(made); write_json(made)\n"
        "print(sorted({'vl_convert', 'jinja2', 'pandas', 'scipy.stats'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_renderer_starts_without_loading_the_numbers() -> None:
    code = "import sys; from deqi.report import start_renderer; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_plan_from_a_record_of_years_ago_says_that_it_is_old(report_of: ReportOf) -> None:
    course = report_of("usual").course
    late = assemble_report(course, today=date(2028, 1, 1))
    assert late.plan is not None
    assert late.plan.next_visit_gain_nrs is None
    assert "more than a year ago" in late.nulls["plan.next_visit_gain_nrs"]


def test_one_entry_is_not_told_as_no_change() -> None:
    at = datetime(2026, 3, 1, 20, tzinfo=UTC)
    made = report(Course(id="a", entries=(Entry(at, at.date(), True, 6.0),)))
    assert top_items(made)[1].answer == "Nothing to compare with yet"
    assert change_statements(made)[0].sentence.startswith("There is no later moment")


def test_a_record_that_ended_weeks_ago_is_not_called_now(report_of: ReportOf) -> None:
    course = report_of("usual").course
    late = assemble_report(course, today=date(2026, 5, 1))
    assert top_items(late)[0].name == "Pain on 15 April 2026 (0 to 10)"
    assert words_of(change_statements(late)).count("on 15 April 2026") == 1
    assert any("15 April 2026, 16 days before" in warning for warning in late.warnings)


def test_today_is_never_before_the_last_day_that_counts(report_of: ReportOf) -> None:
    later = date(2026, 6, 1)
    assert report(report_of("usual").course, later).today == later


def test_no_unwanted_effect_is_claimed_only_where_somebody_asked(report_of: ReportOf) -> None:
    assert "No visit is recorded" in words_of(event_statements(report_of("early")))
    usual = report_of("usual")
    first, *others = usual.course.visits
    asked = replace(first, needling=replace(first.needling, reaction="keine"))
    rest = [replace(v, needling=replace(v.needling, reaction=None)) for v in others]
    course = replace(usual.course, visits=(asked, *rest))
    told = event_statements(assemble_report(course, today=usual.today))
    assert "asked about at 1 of 5 visits; no unwanted effect" in words_of(told)


def with_harms(made: Report, reaction: str | None, *events: AdverseEvent) -> Report:
    """A report whose first visit has these, and of whose other visits nothing is known."""
    first, *others = made.course.visits
    told = replace(first, needling=replace(first.needling, reaction=reaction, adverse=events))
    rest = [replace(v, needling=replace(v.needling, reaction=None)) for v in others]
    return assemble_report(replace(made.course, visits=(told, *rest)), today=made.today)


@pytest.mark.parametrize(
    ("reaction", "said"),
    [
        (None, "fainting (severe); bleeding or a bruise at the needle"),
        ("none", "fainting (severe); bleeding or a bruise at the needle"),
        ("came round at once", "bruise at the needle: came round at once"),
    ],
)
def test_a_harm_is_told_by_kind_and_severity_then_in_words(
    report_of: ReportOf, reaction: str | None, said: str
) -> None:
    events = (AdverseEvent("fainting", Severity.SEVERE), AdverseEvent("bleeding"))
    made = with_harms(report_of("usual"), reaction, *events)
    assert said in words_of(event_statements(made))
    (event,) = report_json(made)["adverse_events"]
    assert event["kinds"] == [
        {"kind": "fainting", "severity": "severe"},
        {"kind": "bleeding", "severity": "not judged"},
    ]


def test_a_serious_harm_stops_the_plan_and_asks_for_a_doctor(report_of: ReportOf) -> None:
    made = with_harms(report_of("usual"), None, AdverseEvent("infection", Severity.SERIOUS))
    assert made.verdict.code is VerdictCode.STOP_AND_REFER
    assert made.plan is None


def test_open_questions_are_counted_one_by_one(report_of: ReportOf) -> None:
    made = report_of("usual")
    n_open = len(made.screen.unanswered)
    assert n_open > 20
    said = f"{n_open} questions were not answered"
    assert said in " ".join(write_terminal(made).split())
    assert said in write_html(made)

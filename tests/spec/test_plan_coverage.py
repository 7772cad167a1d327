"""Policy `us-medicare` as a biller would sign it: facts and scores in, visits and reasons out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from deqi.evidence import read_sources
from deqi.plan import USUAL, choose_verdict, plan, read_policy
from deqi.plan.coverage import judge_coverage, read_coverage_rules
from deqi.plan.coverage.conditions import CONDITIONS
from deqi.plan.coverage.rules import DECIDING
from deqi.records import (
    Answer,
    Course,
    CoverageFacts,
    Credential,
    Entry,
    OutsideMeaningError,
    Phase,
    Practitioner,
    ProviderKind,
    Score,
    Visit,
)
from deqi.screen import Outcome, ScreenOutcome
from deqi.track import build_timeline

YES, NO = Answer.YES, Answer.NO
FINE = ScreenOutcome(Outcome.TREAT, (), ())
MEDICARE = read_policy("us-medicare")
TODAY = date(2026, 6, 30)
KNOWN = CoverageFacts(NO, NO, NO, ProviderKind.PHYSICIAN, YES)
AUXILIARY = CoverageFacts(NO, NO, NO, ProviderKind.AUXILIARY, YES, YES, YES, YES)
LICENSED = Practitioner(licence=Credential(valid_until=date(2027, 1, 1)))


def days_before(n: int) -> date:
    return TODAY - timedelta(days=n)


def course_of(visits_ago: tuple[int, ...], peg: tuple[float, ...] = (), **facts) -> Course:
    """Visits so many days ago; the PEG two days before the first visit, then up to the last."""
    visits = tuple(
        Visit(datetime(2026, 6, 30, 14, tzinfo=UTC) - timedelta(days=n), days_before(n), True)
        for n in sorted(visits_ago, reverse=True)
    )
    first = max(visits_ago, default=0) + 2
    scores = tuple(
        Score(days_before(first if k == 0 else len(peg) - 1 - k), "PEG", total=total)
        for k, total in enumerate(peg)
    )
    moments = [datetime(2026, 6, 30, 18, tzinfo=UTC) - timedelta(days=k) for k in range(20)]
    known = {"coverage": KNOWN, "onset_on": date(2025, 6, 1), "time_zone_given": True} | facts
    return Course(
        "a",
        entries=tuple(Entry(at, at.date(), True, 5.0) for at in moments),
        visits=visits,
        scores=scores,
        **known,
    )


def judged(course: Course, policy=MEDICARE, today: date = TODAY):
    return judge_coverage(course, build_timeline(course, TODAY), today, policy)


def state_of(coverage, rule_id: str) -> str:
    return next(j.state.value for j in coverage.rules if j.rule.id == rule_id)


def weekly(n: int) -> tuple[int, ...]:
    return tuple(7 * k for k in range(n))


@pytest.mark.parametrize(
    ("told", "visits_ago", "peg", "left_90", "left_year", "left"),
    [
        ("no visit", (), (), 12, 12, 12),
        ("5 visits, nothing scored", weekly(5), (), 7, 7, 7),
        ("12 in 90 days, nothing scored", weekly(12), (), 0, 0, 0),
        ("12 in 90 days, 50 % better", weekly(12), (6, 3), 8, 8, 8),
        ("12 in 90 days, exactly 30 % better", weekly(12), (10, 7), 8, 8, 8),
        ("12 in 90 days, 29 % better", weekly(12), (10, 7.1), 0, 0, 0),
        ("12 in 90 days, no better", weekly(12), (6, 6), 0, 0, 0),
        ("better, then not any more", weekly(12), (6, 3, 6), 0, 0, 0),
        ("20 in the year, 50 % better", weekly(20), (6, 3), 7, 0, 0),
        ("12, of them 5 more than 90 days ago", tuple(range(0, 180, 15)), (), 6, 0, 0),
        ("the same, 50 % better", tuple(range(0, 180, 15)), (6, 3), 14, 8, 8),
        ("12, all of them over a year ago", tuple(range(366, 450, 7)), (), 12, 12, 12),
        ("12, the first a year ago to the day", (365, *range(0, 77, 7)), (), 1, 1, 1),
    ],
)
def test_visits_left(told, visits_ago, peg, left_90, left_year, left):
    counters = judged(course_of(visits_ago, peg)).counters
    assert (counters.left_in_90_d, counters.left_in_year, counters.n_left) == (
        left_90,
        left_year,
        left,
    ), told


def test_the_day_on_which_the_next_visit_frees_up():
    coverage = judged(course_of(weekly(12)))
    # The first of twelve, 77 days ago, leaves the year twelve months after it.
    assert coverage.counters.next_free_on == date(2027, 4, 14)
    assert "One frees up on 14 April 2027" in coverage.not_covered
    assert judged(course_of(weekly(12), (6, 3))).counters.next_free_on == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("told", "facts", "rule_id", "state"),
    [
        ("13 months of pain", {}, "CMS-DEF-1", "met"),
        ("84 days of pain", {"onset_on": days_before(84)}, "CMS-DEF-1", "met"),
        ("83 days of pain", {"onset_on": days_before(83)}, "CMS-DEF-1", "not met"),
        ("nothing recorded", {"onset_on": None}, "CMS-DEF-1", "not recorded"),
        (
            "10 weeks at the first entry, 28 days before",
            {"onset_on": None, "duration_weeks": 10.0},
            "CMS-DEF-1",
            "met",
        ),
        (
            "chronic",
            {"onset_on": None, "declared_phase": Phase.CHRONIC},
            "CMS-DEF-1",
            "met",
        ),
        (
            "acute four weeks ago",
            {"onset_on": None, "declared_phase": Phase.ACUTE},
            "CMS-DEF-1",
            "not met",
        ),
        (
            "subacute four weeks ago: it may be more or less than twelve weeks",
            {"onset_on": None, "declared_phase": Phase.SUBACUTE},
            "CMS-DEF-1",
            "not recorded",
        ),
        ("non-specific", {}, "CMS-DEF-2", "met"),
        ("a cause", {"coverage": replace(KNOWN, systemic_cause=YES)}, "CMS-DEF-2", "not met"),
        ("not asked", {"coverage": CoverageFacts()}, "CMS-DEF-2", "not recorded"),
        ("surgery", {"coverage": replace(KNOWN, surgery_related=YES)}, "CMS-DEF-3", "not met"),
        ("not asked", {"coverage": CoverageFacts()}, "CMS-DEF-3", "not recorded"),
        ("pregnancy", {"coverage": replace(KNOWN, pregnancy_related=YES)}, "CMS-DEF-4", "not met"),
        (
            "not pregnant now says nothing of where the pain comes from",
            {"coverage": CoverageFacts(), "pregnancy": NO},
            "CMS-DEF-4",
            "not recorded",
        ),
        ("a physician", {}, "CMS-WHO-1", "met"),
        ("a physician", {}, "CMS-WHO-2", "does not apply"),
        ("nobody named", {"coverage": CoverageFacts()}, "CMS-WHO-1", "not recorded"),
        ("nobody named", {"coverage": CoverageFacts()}, "CMS-WHO-2", "not recorded"),
        ("auxiliary", {"coverage": AUXILIARY}, "CMS-WHO-1", "does not apply"),
        ("licence not recorded", {"coverage": AUXILIARY}, "CMS-WHO-2", "not recorded"),
        (
            "degree and licence",
            {"coverage": AUXILIARY, "practitioner": LICENSED},
            "CMS-WHO-2",
            "met",
        ),
        (
            "the licence has ended",
            {
                "coverage": AUXILIARY,
                "practitioner": Practitioner(Credential(valid_until=days_before(1))),
            },
            "CMS-WHO-2",
            "not met",
        ),
        (
            "no degree",
            {
                "coverage": replace(AUXILIARY, acupuncture_degree=NO),
                "practitioner": LICENSED,
            },
            "CMS-WHO-2",
            "not met",
        ),
        (
            "a restricted licence",
            {
                "coverage": replace(AUXILIARY, unrestricted_licence=NO),
                "practitioner": LICENSED,
            },
            "CMS-WHO-2",
            "not met",
        ),
        ("supervised", {"coverage": AUXILIARY}, "CMS-WHO-3", "met"),
        (
            "not supervised",
            {"coverage": replace(AUXILIARY, supervised=NO)},
            "CMS-WHO-3",
            "not met",
        ),
        (
            "a nurse practitioner needs no supervision by this row",
            {"coverage": replace(AUXILIARY, provider=ProviderKind.PA_NP_CNS)},
            "CMS-WHO-3",
            "does not apply",
        ),
    ],
)
def test_conditions_are_met_not_met_or_not_recorded(told, facts, rule_id, state):
    assert state_of(judged(course_of((28, 21, 14, 7), **facts)), rule_id) == state, told


@pytest.mark.parametrize(
    ("told", "visits_ago", "peg", "improvement", "stopped"),
    [
        ("PEG better", weekly(3), (6, 4), "demonstrated", False),
        ("a little better", weekly(3), (6, 5), "below the setting", False),
        ("a little better at visit 8", weekly(8), (6, 5), "below the setting", False),
        ("no better at visit 3", weekly(3), (6, 6), "none", False),
        ("no better at visit 6", weekly(6), (6, 6), "none", True),
        ("a questionnaire is worse at visit 3", weekly(3), (6, 7), "regressing", True),
        ("nothing scored", weekly(8), (), "not recorded", False),
        ("scored once", weekly(8), (6,), "not recorded", False),
        ("a first total of 0 has no per cent", weekly(8), (0, 0), "none", True),
        ("no visit yet", (), (6, 3), "not recorded", False),
    ],
)
def test_improvement_and_when_treatment_ends(told, visits_ago, peg, improvement, stopped):
    coverage = judged(course_of(visits_ago, peg))
    assert coverage.improvement.state.value == improvement, told
    assert (state_of(coverage, "CMS-STOP") == "not met") == stopped, told
    assert bool(coverage.not_covered) == stopped, told


def with_scores(before: tuple[float | None, ...], forms: tuple[Score, ...] = ()) -> Course:
    course = course_of(weekly(len(before)))
    visits = tuple(
        replace(visit, pain_before_nrs=nrs)
        for visit, nrs in zip(course.visits, before, strict=True)
    )
    return replace(course, visits=visits, scores=forms)


def test_scores_before_needling_count_when_there_is_no_questionnaire():
    found = judged(with_scores((8, 7, 6, 5))).improvement
    assert found.state.value == "demonstrated"
    assert found.scores[0].name == "NRS just before needling"
    assert found.scores[0].fall_percent == pytest.approx(37.5)


def test_a_rise_of_scores_at_visits_is_judged_only_from_visit_6_on():
    early, late = judged(with_scores((5, 6, 6))), judged(with_scores((5, 6, 6, 6, 6, 6)))
    assert early.improvement.state.value == late.improvement.state.value == "regressing"
    assert (early.not_covered == "", late.not_covered == "") == (True, False)


def test_a_questionnaire_comes_before_scores_at_visits():
    forms = (
        Score(days_before(40), "RMDQ-24", total=14),
        Score(days_before(1), "RMDQ-24", total=7),
    )
    found = judged(with_scores((5, 6, 6, 6), forms)).improvement
    assert [score.name for score in found.scores] == ["RMDQ-24"]
    assert found.state.value == "demonstrated"


def test_questionnaires_that_contradict_each_other_demonstrate_nothing():
    forms = (
        Score(days_before(40), "RMDQ-24", total=14),
        Score(days_before(1), "RMDQ-24", total=7),
        Score(days_before(40), "PEG", total=5),
        Score(days_before(1), "PEG", total=6),
    )
    coverage = judged(with_scores((5, 5, 5, 5), forms))
    assert coverage.improvement.state.value == "contradictory"
    assert coverage.counters.limit_in_90_d == 12
    assert coverage.not_covered == ""


def test_a_week_of_the_diary_counts_when_nothing_else_was_written():
    course = course_of((12, 5))
    entries = tuple(
        replace(entry, pain_nrs=8.0 if entry.on < days_before(12) else 4.0)
        for entry in course.entries
    )
    found = judged(replace(course, entries=entries)).improvement
    assert found.state.value == "demonstrated"
    assert "mean of 7 days of the diary" in found.scores[0].name


@pytest.mark.parametrize(
    ("at_start", "latest", "state"),
    [(8.0, 0.0, "demonstrated"), (0.0, 3.0, "regressing"), (0.0, 0.0, "none")],
)
def test_a_week_without_pain_is_a_score_like_any_other(at_start, latest, state):
    course = course_of((12, 5))
    entries = tuple(
        replace(entry, pain_nrs=at_start if entry.on < days_before(12) else latest)
        for entry in course.entries
    )
    assert judged(replace(course, entries=entries)).improvement.state.value == state


def test_the_threshold_is_a_setting():
    half = replace(MEDICARE, improved_percent=50.0)
    assert judged(course_of(weekly(12), (10, 6)), half).counters.n_left == 0
    assert judged(course_of(weekly(12), (10, 5)), half).counters.n_left == 8


@pytest.fixture
def planned(stand_in_fit):
    def make(course, policy=MEDICARE, today=TODAY, **fit_of):
        fit = stand_in_fit(course, TODAY, **fit_of)
        verdict = choose_verdict(fit, FINE, course)
        return plan(fit, verdict, FINE, today=today, policy=policy, course=course)

    return make


@pytest.mark.parametrize(
    ("told", "visits_ago", "peg", "facts", "recommendation", "n_planned"),
    [
        ("early, nothing scored", weekly(3), (), {}, "continue", 6),
        ("10 used, nothing scored: 2 are left", weekly(10), (), {}, "continue", 2),
        ("12 used, nothing scored", weekly(12), (), {}, "stop", 0),
        ("12 used, better", weekly(12), (6, 3), {}, "continue", 6),
        ("18 used in a year, better", weekly(18), (6, 3), {}, "continue", 2),
        ("a condition is not met", weekly(3), (), {"onset_on": days_before(50)}, "stop", 0),
        ("no better at visit 6", weekly(6), (6, 6), {}, "stop", 0),
        ("worse", weekly(4), (6, 7), {}, "stop", 0),
    ],
)
def test_what_is_planned(planned, told, visits_ago, peg, facts, recommendation, n_planned):
    proposal = planned(course_of(visits_ago, peg, **facts))
    assert (proposal.recommendation.value, len(proposal.visits)) == (
        recommendation,
        n_planned,
    ), told


def test_the_models_belief_in_an_improvement_earns_no_further_visit(planned):
    course = course_of(weekly(12))
    assert planned(course, p_important=0.99).visits == ()
    assert planned(course_of(weekly(12), (6, 3)), p_important=0.0).visits


def test_what_is_not_recorded_makes_the_plan_provisional_and_is_never_assumed(planned):
    proposal = planned(course_of(weekly(3), coverage=CoverageFacts()))
    assert proposal.visits
    assert "not recorded for coverage: CMS-DEF-2 CMS-DEF-3 CMS-DEF-4 CMS-WHO-1" in proposal.heading


def test_every_plan_says_that_it_states_no_entitlement(planned):
    said = " ".join(reason.sentence for reason in planned(course_of(weekly(3))).reasons)
    assert "No entitlement is stated" in said


def test_the_verdict_stays_the_same_and_comes_first(planned):
    worse = planned(course_of(weekly(3), (6, 3)), p_worse=0.9)
    assert (worse.recommendation.value, worse.visits) == ("refer", ())


def test_a_failed_screen_gets_no_plan_and_no_counters(stand_in_fit):
    course = course_of(weekly(3))
    fit, failed = stand_in_fit(course, TODAY), ScreenOutcome(Outcome.EMERGENCY, (), ())
    verdict = choose_verdict(fit, failed, course)
    assert plan(fit, verdict, failed, today=TODAY, policy=MEDICARE, course=course) is None


def test_other_policies_have_no_coverage(planned):
    assert planned(course_of(weekly(3)), policy=USUAL).coverage is None


def test_the_policy_asks_for_the_course(stand_in_fit):
    course = course_of(weekly(3))
    fit = stand_in_fit(course, TODAY)
    verdict = choose_verdict(fit, FINE, course)
    with pytest.raises(OutsideMeaningError, match="Give `course` too"):
        plan(fit, verdict, FINE, today=TODAY, policy=MEDICARE)


def test_visits_without_dates_are_not_counted_as_none():
    unknown = replace(course_of(()), visits_recorded=False)
    coverage = judged(unknown)
    assert coverage.counters is None
    assert state_of(coverage, "CMS-LIM-1") == "not recorded"


def test_rows_that_were_not_checked_never_decide_and_say_so():
    unchecked = [rule for rule in read_coverage_rules() if rule.checked == "no"]
    assert {rule.id for rule in unchecked} == {"CMS-NOT", "CMS-BILL", "GBA-2006"}
    assert all(
        not rule.check and not rule.sources and rule.kind not in DECIDING for rule in unchecked
    )
    coverage = judged(course_of(weekly(3)))
    assert state_of(coverage, "CMS-BILL") == "not checked"


def test_every_row_that_decides_has_a_judgement_and_a_source_that_resolves():
    judged_here = {"within_90_days", "additional_need_improvement", "within_a_year", "not_stopped"}
    for rule in read_coverage_rules():
        if rule.kind in DECIDING:
            assert rule.checked == "yes"
            assert rule.check in {*CONDITIONS, *judged_here}
            assert rule.read_here_as
        assert set(rule.sources) <= set(read_sources())


def test_what_other_bodies_say_has_a_date_and_its_place_or_says_that_it_was_not_read():
    said = {rule.id: rule for rule in judged(course_of(weekly(3))).statements}
    assert set(said) == {"WHO-2023", "ACP-1", "ACP-2", "NICE-NG59", "GBA-2006"}
    assert all(rule.date for rule in said.values())
    assert "not checked" in said["NICE-NG59"].caveat
    assert said["GBA-2006"].caveat == "not checked"
    assert said["WHO-2023"].caveat == ""

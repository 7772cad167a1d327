"""People as they come through the door, and the properties that hold for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.records import (
    Answer,
    Began,
    Course,
    Credential,
    DoctorsAnswer,
    Entry,
    Practitioner,
    Treatment,
)
from deqi.screen import Outcome, Urgency, known_conditions, known_red_flags, screen

TODAY = date(2026, 3, 2)
ITEMS = sorted(known_red_flags() | known_conditions())
YES_FROM_DOCTOR = DoctorsAnswer(Answer.YES, Answer.YES, date(2026, 2, 1))


def course_with(
    *items: str, answer: Answer = Answer.YES, medicines: tuple[str, ...] | None = None
) -> Course:
    """A course in which only these questions were asked."""
    return Course(
        "a",
        red_flags={item: answer for item in items if item in known_red_flags()},
        conditions={item: answer for item in items if item in known_conditions()},
        medicines=medicines,
    )


def test_two_plain_files_are_treated_with_precautions_and_say_what_was_not_asked() -> None:
    outcome = screen(Course("plain"), TODAY)
    assert outcome.outcome is Outcome.TREAT_WITH_PRECAUTIONS
    assert not outcome.failed
    assert outcome.is_provisional
    assert set(ITEMS) <= set(outcome.unanswered)
    assert set(outcome.unanswered) - set(ITEMS) == {
        "medicines",
        "licence",
        "certification",
        "doctor",
    }
    assert [reason.item for reason in outcome.reasons][:3] == [
        "red_flags_not_asked",
        "conditions_not_asked",
        "medicines_not_asked",
    ]
    assert not any(reason.is_positive for reason in outcome.reasons)


def test_open_warning_signs_are_no_leave_to_needle() -> None:
    nobody_asked = screen(Course("a"), TODAY)
    assert nobody_asked.sentence.startswith("Ask the open questions about warning signs")
    all_asked = screen(course_with(*known_red_flags(), answer=Answer.NO), TODAY)
    assert all_asked.sentence == "Needling may go on with the precautions below."
    found = screen(course_with("saddle_numbness"), TODAY)
    assert found.sentence == Outcome.EMERGENCY.sentence


def test_numbness_between_the_legs_sends_to_emergency_whatever_else_is_fine() -> None:
    course = replace(course_with("saddle_numbness"), doctor=YES_FROM_DOCTOR)
    outcome = screen(course, TODAY)
    assert outcome.failed
    assert outcome.reasons[0].item == "saddle_numbness"
    assert outcome.reasons[0].urgency is Urgency.SAME_HOUR
    assert "Do not needle" in outcome.reasons[0].sentence


def test_an_explicit_not_asked_is_the_same_as_silence() -> None:
    silent = screen(Course("a"), TODAY)
    assert screen(course_with(*ITEMS, answer=Answer.NOT_ASKED), TODAY) == silent


def test_a_grandmother_on_prednisolone_who_stumbled_sees_a_doctor_before_any_needle() -> None:
    course = replace(
        course_with("minor_trauma", medicines=("Prednisolone 7.5 mg", "apixaban")),
        year_of_birth=1948,
    )
    outcome = screen(course, TODAY)
    assert outcome.outcome is Outcome.ASK_DOCTOR_FIRST
    assert outcome.reasons[0].item == "small_fall_and_weak_bone"
    assert outcome.reasons[0].urgency is Urgency.SAME_DAY
    assert "anticoagulant" in [reason.item for reason in outcome.reasons]


@pytest.mark.parametrize(
    ("treatment", "is_taken"),
    [
        (Treatment("Rivaroxaban", date(2026, 1, 1)), True),
        (Treatment("Rivaroxaban", date(2026, 1, 1), TODAY), True),
        (Treatment("Rivaroxaban", date(2026, 1, 1), date(2026, 2, 1)), False),
        (Treatment("Rivaroxaban", date(2026, 3, 3)), False),
        (Treatment("physiotherapy", date(2026, 1, 1)), False),
    ],
)
def test_a_medicine_among_other_care_counts_while_it_goes_on(
    treatment: Treatment, is_taken: bool
) -> None:
    reasons = screen(replace(Course("a"), treatments=(treatment,)), TODAY).reasons
    assert ("anticoagulant" in [reason.item for reason in reasons]) is is_taken


def test_a_healthy_ninety_year_old_is_not_turned_away() -> None:
    course = replace(course_with(*ITEMS, answer=Answer.NO), year_of_birth=1936)
    assert not screen(course, TODAY).failed


def test_a_pacemaker_forbids_electricity_only() -> None:
    outcome = screen(course_with("pacemaker_or_defibrillator"), TODAY)
    assert not outcome.failed
    assert "Manual needling is allowed" in outcome.reasons[0].sentence


def test_pregnancy_is_a_precaution_that_names_the_points_to_leave_out() -> None:
    outcome = screen(replace(Course("a"), pregnancy=Answer.YES), TODAY)
    assert outcome.outcome is Outcome.TREAT_WITH_PRECAUTIONS
    assert outcome.reasons[0].item == "pregnancy"
    for point in ("LI4", "SP6", "BL60", "BL67", "GB21", "BL31"):
        assert point in outcome.reasons[0].sentence


@pytest.mark.parametrize("answered", [{"pregnancy": Answer.NO}, {"sex": "male"}])
def test_bleeding_in_pregnancy_is_not_asked_of_people_who_are_not_pregnant(
    answered: dict[str, object],
) -> None:
    course = replace(Course("a"), **answered)  # type: ignore[arg-type]
    outcome = screen(course, TODAY)
    assert "pregnancy_bleeding_or_contractions" not in outcome.unanswered
    assert "pregnancy" not in outcome.unanswered


def test_no_improvement_after_a_month_asks_for_a_review_and_does_not_fail() -> None:
    outcome = screen(course_with("no_improvement_one_month"), TODAY)
    assert not outcome.failed
    assert "review" in outcome.reasons[0].sentence


def test_a_doctors_no_fails_the_screen_of_a_healthy_person() -> None:
    course = replace(
        course_with(*ITEMS, answer=Answer.NO),
        doctor=DoctorsAnswer(Answer.YES, Answer.NO, date(2026, 2, 1)),
    )
    outcome = screen(course, TODAY)
    assert outcome.outcome is Outcome.ASK_DOCTOR_FIRST
    assert "1 February 2026" in outcome.reasons[0].sentence


def test_cancer_long_ago_may_be_treated_once_a_doctor_agreed_and_the_reason_stays() -> None:
    course = replace(course_with("cancer_history"), doctor=YES_FROM_DOCTOR)
    outcome = screen(course, TODAY)
    assert outcome.outcome is Outcome.TREAT_WITH_PRECAUTIONS
    assert outcome.reasons[0].item == "cancer_history"
    assert "1 February 2026" in outcome.reasons[0].sentence


def test_what_to_mind_is_said_when_the_doctor_agreed_to_needle_with_a_bleeding_disorder() -> None:
    course = replace(course_with("bleeding_disorder"), doctor=YES_FROM_DOCTOR)
    assert "no cupping" in screen(course, TODAY).reasons[0].sentence


def test_an_expired_licence_is_a_reason_and_not_a_referral_of_the_patient() -> None:
    expired = Credential("A 1", "Board", "Oregon", TODAY - timedelta(days=1))
    course = replace(Course("a"), practitioner=Practitioner(licence=expired))
    outcome = screen(course, TODAY)
    assert not outcome.failed
    assert outcome.reasons[0].item == "licence_expired"
    assert outcome.reasons[0].is_positive
    assert "1 March 2026" in outcome.reasons[0].sentence
    assert "licence" not in outcome.unanswered


def test_a_plain_fall_in_a_young_person_is_not_a_failure() -> None:
    course = replace(Course("a"), began=Began.FALL, year_of_birth=1995)
    assert not screen(course, TODAY).failed


def test_the_words_support_a_person_and_do_not_diagnose() -> None:
    everything = replace(course_with(*ITEMS, medicines=("warfarin", "prednisone")), sex="female")
    sentences = " ".join(reason.sentence for reason in screen(everything, TODAY).reasons)
    assert "can go with" in sentences
    for claim in ("diagnosis:", "has cancer", "effective", "works"):
        assert claim not in sentences


def test_the_note_of_a_diary_never_reaches_a_reason() -> None:
    entry = Entry(at=None, on=TODAY, has_time=False, pain_nrs=4.0, note="canary")  # type: ignore[arg-type]
    outcome = screen(replace(Course("a"), entries=(entry,)), TODAY)
    assert "canary" not in repr(outcome)


items = st.sets(st.sampled_from(ITEMS), max_size=6)


@given(found=items, more=items)
def test_finding_more_never_makes_the_outcome_milder(found: set[str], more: set[str]) -> None:
    fewer = screen(course_with(*found), TODAY).outcome
    assert screen(course_with(*found, *more), TODAY).outcome.rank >= fewer.rank


@given(found=items)
def test_the_order_of_the_answers_does_not_matter(found: set[str]) -> None:
    forwards, backwards = course_with(*sorted(found)), course_with(*sorted(found, reverse=True))
    assert screen(forwards, TODAY) == screen(backwards, TODAY)


@given(found=items)
def test_reasons_come_worst_first_and_lead_to_the_outcome(found: set[str]) -> None:
    outcome = screen(course_with(*found), TODAY)
    ranks = [reason.outcome.rank for reason in outcome.reasons]
    assert ranks == sorted(ranks, reverse=True)
    assert outcome.outcome.rank == ranks[0]
    assert found <= {reason.item for reason in outcome.reasons}


@given(asked_no=items)
def test_only_a_positive_answer_or_a_doctors_no_fails_a_screen(asked_no: set[str]) -> None:
    assert not screen(course_with(*asked_no, answer=Answer.NO), TODAY).failed

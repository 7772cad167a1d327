"""Every row of the rule book, signed line by line: this finding alone leads to this outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from deqi.records import (
    AdverseEvent,
    Answer,
    Began,
    Course,
    Credential,
    DoctorsAnswer,
    Needling,
    Practitioner,
    Severity,
    Visit,
)
from deqi.screen import Outcome, known_conditions, known_medicines, known_red_flags, screen
from deqi.screen.rules import read_rules

TODAY = date(2026, 3, 2)
EMERGENCY = Outcome.EMERGENCY
ASK = Outcome.ASK_DOCTOR_FIRST
PRECAUTIONS = Outcome.TREAT_WITH_PRECAUTIONS
TREAT = Outcome.TREAT

VALID = Credential("A 1", "Board", "Bavaria", date(2027, 1, 1))
DOCTOR_AGREED = DoctorsAnswer(Answer.YES, Answer.YES, date(2026, 2, 20))

# id, outcome when no doctor was asked, outcome when a doctor agreed on a recorded day
RED_FLAGS = [
    ("saddle_numbness", EMERGENCY, EMERGENCY),
    ("bladder_trouble_new", EMERGENCY, EMERGENCY),
    ("bowel_control_loss", EMERGENCY, EMERGENCY),
    ("leg_weakness_both_or_worsening", EMERGENCY, EMERGENCY),
    ("leg_weakness_one_new", ASK, ASK),
    ("sexual_dysfunction_new", EMERGENCY, EMERGENCY),
    ("pulsing_belly_or_tearing_pain", EMERGENCY, EMERGENCY),
    ("fever_or_chills", ASK, ASK),
    ("immunosuppression", ASK, PRECAUTIONS),
    ("iv_drug_use", ASK, PRECAUTIONS),
    ("recent_bacterial_infection", ASK, PRECAUTIONS),
    ("penetrating_wound", ASK, PRECAUTIONS),
    ("cancer_history", ASK, PRECAUTIONS),
    ("unexplained_weight_loss", ASK, PRECAUTIONS),
    ("night_pain_unrelieved", ASK, PRECAUTIONS),
    ("no_improvement_one_month", PRECAUTIONS, PRECAUTIONS),
    ("major_trauma", ASK, PRECAUTIONS),
    ("minor_trauma", PRECAUTIONS, TREAT),
    ("spine_deformity_or_central_pain", ASK, PRECAUTIONS),
    ("inflammatory_back_pain", PRECAUTIONS, PRECAUTIONS),
    ("flank_pain_or_urine_change", ASK, ASK),
    ("pregnancy_bleeding_or_contractions", EMERGENCY, EMERGENCY),
    ("blistering_rash", ASK, ASK),
]
CONDITIONS = [
    ("medical_or_surgical_emergency", EMERGENCY, EMERGENCY),
    ("malignant_tumour", ASK, PRECAUTIONS),
    ("uncontrolled_bleeding_disorder", ASK, ASK),
    ("bleeding_disorder", ASK, PRECAUTIONS),
    ("pacemaker_or_defibrillator", PRECAUTIONS, PRECAUTIONS),
    ("epilepsy", PRECAUTIONS, PRECAUTIONS),
    ("skin_problem_at_site", PRECAUTIONS, PRECAUTIONS),
    ("severe_immunosuppression", ASK, PRECAUTIONS),
    ("heart_valve_or_joint_prosthesis", PRECAUTIONS, PRECAUTIONS),
    ("metal_allergy", PRECAUTIONS, PRECAUTIONS),
    ("needle_phobia", PRECAUTIONS, PRECAUTIONS),
    ("fasting_or_exhausted", PRECAUTIONS, PRECAUTIONS),
    ("intoxication", PRECAUTIONS, PRECAUTIONS),
    ("spinal_surgery_or_implants", PRECAUTIONS, PRECAUTIONS),
    ("unable_to_consent", ASK, ASK),
    ("osteoporosis", PRECAUTIONS, TREAT),
    ("pregnancy", PRECAUTIONS, PRECAUTIONS),
]
MEDICINES = [
    ("anticoagulant", PRECAUTIONS, PRECAUTIONS),
    ("antiplatelet", PRECAUTIONS, PRECAUTIONS),
    ("corticosteroid", PRECAUTIONS, TREAT),
    ("immunosuppressant", ASK, PRECAUTIONS),
    ("no_rule", PRECAUTIONS, TREAT),
]


def healthy_course(**changes: object) -> Course:
    """Everything asked and answered with no, a valid licence, a doctor who agreed."""
    course = Course(
        "a",
        year_of_birth=1986,
        onset_on=date(2026, 1, 10),
        pregnancy=Answer.NO,
        red_flags=dict.fromkeys(known_red_flags(), Answer.NO),
        conditions=dict.fromkeys(known_conditions(), Answer.NO),
        medicines=("none",),
        practitioner=Practitioner(VALID, VALID),
        doctor=DOCTOR_AGREED,
    )
    return replace(course, **changes)  # type: ignore[arg-type]


def with_finding(item: str) -> Course:
    """One finding and nothing else."""
    course = healthy_course()
    if item in known_red_flags():
        return replace(course, red_flags={**course.red_flags, item: Answer.YES})
    if item in known_conditions():
        return replace(course, conditions={**course.conditions, item: Answer.YES})
    return replace(course, medicines=(item,))


def test_a_healthy_person_may_be_treated_without_reasons() -> None:
    outcome = screen(healthy_course(), TODAY)
    assert (outcome.outcome, outcome.reasons, outcome.unanswered) == (TREAT, (), ())


@pytest.mark.parametrize(("item", "unasked", "agreed"), RED_FLAGS + CONDITIONS + MEDICINES)
def test_one_finding_leads_to_its_outcome(item: str, unasked: Outcome, agreed: Outcome) -> None:
    course = with_finding(item)
    assert screen(course, TODAY).outcome is agreed
    assert screen(replace(course, doctor=DoctorsAnswer()), TODAY).outcome is unasked


@pytest.mark.parametrize(("item", "unasked", "agreed"), RED_FLAGS + CONDITIONS + MEDICINES)
def test_a_finding_is_named_first_with_its_source(
    item: str, unasked: Outcome, agreed: Outcome
) -> None:
    reasons = screen(with_finding(item), TODAY).reasons
    if item == "no_rule":
        assert reasons == ()
    else:
        assert (reasons[0].item, reasons[0].is_positive) == (item, True)
        assert reasons[0].sources[0] == reasons[0].source != ""


def test_every_row_of_the_rule_book_is_signed_here() -> None:
    rules = read_rules()
    assert [row[0] for row in RED_FLAGS] == [rule.id for rule in rules.red_flags]
    assert [row[0] for row in CONDITIONS] == [rule.id for rule in rules.contraindications]
    assert [row[0] for row in MEDICINES] == [rule.id for rule in rules.medicines]


@pytest.mark.parametrize(
    ("medicine", "group"),
    [
        ("warfarin", "anticoagulant"),
        ("Apixaban 5 mg", "anticoagulant"),
        ("ELIQUIS", "anticoagulant"),
        ("low-molecular-weight heparin", "anticoagulant"),
        ("aspirin 100", "antiplatelet"),
        ("Prednisolone", "corticosteroid"),
        ("methotrexate (weekly)", "immunosuppressant"),
        ("Paracetamol", None),
    ],
)
def test_a_medicine_is_found_under_the_names_people_write(medicine: str, group: str | None) -> None:
    items = [reason.item for reason in screen(healthy_course(medicines=(medicine,)), TODAY).reasons]
    assert items == ([group] if group else [])


@pytest.mark.parametrize("name", sorted(known_medicines()))
def test_every_listed_name_takes_the_rule_of_its_group(name: str) -> None:
    by_name = {row.name: row.medicine for row in read_rules().medicine_names}
    items = {reason.item for reason in screen(healthy_course(medicines=(name,)), TODAY).reasons}
    assert items == ({by_name[name]} - {"no_rule"})


def test_a_medicine_that_no_rule_knows_asks_for_a_look_and_does_not_fail() -> None:
    outcome = screen(healthy_course(medicines=("fish oil",)), TODAY)
    assert outcome.outcome is PRECAUTIONS
    assert [reason.item for reason in outcome.reasons] == ["medicine_unknown"]
    assert "fish oil" in outcome.reasons[0].sentence
    assert outcome.reasons[0].is_positive  # it was found, so no page hides it among the open ones


@pytest.mark.parametrize(
    ("changes", "items", "outcome"),
    [
        ({"practitioner": Practitioner(None, VALID)}, ["licence_missing"], PRECAUTIONS),
        ({"practitioner": Practitioner(Credential(), VALID)}, ["licence_missing"], PRECAUTIONS),
        ({"practitioner": Practitioner(VALID, None)}, ["certification_missing"], PRECAUTIONS),
        (
            {"practitioner": Practitioner(replace(VALID, valid_until=None), VALID)},
            ["licence_incomplete"],
            PRECAUTIONS,
        ),
        (
            {"practitioner": Practitioner(VALID, replace(VALID, body=None))},
            ["certification_incomplete"],
            PRECAUTIONS,
        ),
        (
            {"practitioner": Practitioner(replace(VALID, valid_until=date(2026, 3, 1)), VALID)},
            ["licence_expired"],
            PRECAUTIONS,
        ),
        (
            {"practitioner": Practitioner(VALID, replace(VALID, valid_until=date(2025, 3, 1)))},
            ["certification_expired"],
            PRECAUTIONS,
        ),
        ({"practitioner": Practitioner(replace(VALID, valid_until=TODAY), VALID)}, [], TREAT),
        ({"doctor": DoctorsAnswer()}, ["doctor_missing"], PRECAUTIONS),
        ({"doctor": DoctorsAnswer(asked=Answer.NO)}, ["doctor_not_asked"], PRECAUTIONS),
        ({"doctor": DoctorsAnswer(asked=Answer.YES)}, ["doctor_incomplete"], PRECAUTIONS),
        ({"doctor": DoctorsAnswer(Answer.YES, Answer.NO)}, ["doctor_said_no"], ASK),
        ({"doctor": DoctorsAnswer(agrees=Answer.NO)}, ["doctor_said_no"], ASK),
        ({"doctor": DoctorsAnswer(Answer.YES, Answer.YES)}, ["doctor_undated"], PRECAUTIONS),
        ({"doctor": DOCTOR_AGREED}, [], TREAT),
    ],
)
def test_licence_certification_and_doctor(
    changes: dict[str, object], items: list[str], outcome: Outcome
) -> None:
    screened = screen(healthy_course(**changes), TODAY)
    assert [reason.item for reason in screened.reasons] == items
    assert screened.outcome is outcome


def test_every_row_about_permissions_is_reached_above() -> None:
    reached = {
        item
        for mark in test_licence_certification_and_doctor.pytestmark  # type: ignore[attr-defined]
        for _, items, _ in mark.args[1]
        for item in items
    }
    assert reached == {row.id for row in read_rules().permissions}


@pytest.mark.parametrize(
    ("doctor_on", "onset_on", "is_cleared"),
    [
        (date(2026, 2, 20), date(2026, 1, 10), True),
        (TODAY, TODAY, True),
        (date(2026, 2, 20), None, True),
        (date(2026, 1, 9), date(2026, 1, 10), False),  # before this pain began
        (date(2026, 3, 3), date(2026, 1, 10), False),  # not yet
        (None, date(2026, 1, 10), False),
    ],
)
def test_a_doctors_yes_clears_only_with_a_day_that_can_know_this_pain(
    doctor_on: date | None, onset_on: date | None, is_cleared: bool
) -> None:
    course = replace(
        with_finding("cancer_history"),
        onset_on=onset_on,
        doctor=DoctorsAnswer(Answer.YES, Answer.YES, doctor_on),
    )
    assert screen(course, TODAY).failed is not is_cleared


AGES = [
    (1975, date(2026, 1, 10), ["age_at_onset_over_50"]),
    (1976, date(2026, 1, 10), []),
    (2006, date(2026, 1, 10), []),
    (2007, date(2026, 1, 10), ["age_at_onset_under_20"]),
    (1955, date(1990, 1, 1), ["age_over_70"]),
    (1956, date(1990, 1, 1), []),
    (1930, None, ["age_over_70"]),
    (None, date(2026, 1, 10), []),
]


@pytest.mark.parametrize(("born", "onset_on", "items"), AGES)
def test_age_is_a_note_and_never_stops_care(
    born: int | None, onset_on: date | None, items: list[str]
) -> None:
    outcome = screen(healthy_course(year_of_birth=born, onset_on=onset_on), TODAY)
    assert [reason.item for reason in outcome.reasons] == items
    assert outcome.outcome is TREAT


def test_every_age_row_is_reached_above() -> None:
    assert {item for row in AGES for item in row[2]} == {rule.id for rule in read_rules().ages}


def _facts(**facts: object) -> Course:
    """A course in which these findings are positive and no doctor was asked."""
    course = healthy_course(doctor=DoctorsAnswer())
    positive = set(facts.pop("found", ()))  # type: ignore[call-overload]
    flags = dict.fromkeys(positive & known_red_flags(), Answer.YES)
    conditions = dict.fromkeys(positive & known_conditions(), Answer.YES)
    return replace(
        course,
        red_flags={**course.red_flags, **flags},
        conditions={**course.conditions, **conditions},
        **facts,  # type: ignore[arg-type]
    )


ELECTRICAL = Visit(at=None, on=TODAY, has_time=False, needling=Needling(is_electrical=True))  # type: ignore[arg-type]
COMBINATIONS = [
    ("small_fall_and_weak_bone", {"found": {"minor_trauma", "osteoporosis"}}, ASK),
    ("small_fall_and_weak_bone", {"began": Began.FALL, "medicines": ("prednisone",)}, ASK),
    ("small_fall_and_weak_bone", {"began": Began.FALL, "year_of_birth": 1950}, ASK),
    (None, {"began": Began.FALL, "year_of_birth": 1970}, PRECAUTIONS),
    (None, {"began": Began.LIFTING, "found": {"osteoporosis"}}, PRECAUTIONS),
    ("fever_and_infection_risk", {"found": {"fever_or_chills", "iv_drug_use"}}, ASK),
    ("fever_and_infection_risk", {"found": {"fever_or_chills", "immunosuppression"}}, ASK),
    (
        "fever_and_infection_risk",
        {"found": {"fever_or_chills"}, "medicines": ("methotrexate",)},
        ASK,
    ),
    ("cancer_and_nerve_signs", {"found": {"cancer_history", "leg_weakness_one_new"}}, ASK),
    ("cancer_and_nerve_signs", {"found": {"malignant_tumour", "saddle_numbness"}}, EMERGENCY),
    (
        "electricity_and_implant",
        {"found": {"pacemaker_or_defibrillator"}, "visits": (ELECTRICAL,)},
        PRECAUTIONS,
    ),
    ("electricity_and_epilepsy", {"found": {"epilepsy"}, "visits": (ELECTRICAL,)}, PRECAUTIONS),
    (None, {"visits": (ELECTRICAL,)}, PRECAUTIONS),
]


@pytest.mark.parametrize(("item", "facts", "outcome"), COMBINATIONS)
def test_findings_together(item: str | None, facts: dict[str, object], outcome: Outcome) -> None:
    screened = screen(_facts(**dict(facts)), TODAY)
    combined = {rule.id for rule in read_rules().combinations}
    found = [reason.item for reason in screened.reasons if reason.item in combined]
    assert found == ([item] if item else [])
    assert screened.outcome is outcome


def test_every_combination_is_reached_above() -> None:
    reached = {row[0] for row in COMBINATIONS} - {None}
    assert reached == {rule.id for rule in read_rules().combinations}


def _visit_with(*events: AdverseEvent, on: date = TODAY) -> Visit:
    return Visit(at=None, on=on, has_time=False, needling=Needling(adverse=events))  # type: ignore[arg-type]


LAST_WEEK = TODAY - timedelta(days=7)
ADVERSE = [
    ("serious_adverse_event", AdverseEvent("infection", Severity.SERIOUS), ASK),
    ("serious_adverse_event", AdverseEvent("pneumothorax"), ASK),
    ("serious_adverse_event", AdverseEvent("brain_bleeding", Severity.MODERATE), ASK),
    ("severe_adverse_event", AdverseEvent("fainting", Severity.SEVERE), PRECAUTIONS),
    (None, AdverseEvent("fainting", Severity.MODERATE), PRECAUTIONS),
    (None, AdverseEvent("bleeding", Severity.MILD), PRECAUTIONS),
    (None, AdverseEvent("needling_pain"), PRECAUTIONS),
]


@pytest.mark.parametrize(("item", "event", "outcome"), ADVERSE)
def test_adverse_events_at_visits(item: str | None, event: AdverseEvent, outcome: Outcome) -> None:
    screened = screen(_facts(visits=(_visit_with(event),)), TODAY)
    rules = {rule.id for rule in read_rules().adverse_events}
    assert [r.item for r in screened.reasons if r.item in rules] == ([item] if item else [])
    assert screened.outcome is outcome


def test_every_rule_on_adverse_events_is_reached_above() -> None:
    assert {row[0] for row in ADVERSE} - {None} == {r.id for r in read_rules().adverse_events}


@pytest.mark.parametrize(
    ("agreed_on", "outcome"),
    [
        (LAST_WEEK - timedelta(days=1), ASK),
        (LAST_WEEK, ASK),
        (LAST_WEEK + timedelta(days=1), PRECAUTIONS),
    ],
)
def test_only_a_doctors_yes_after_a_serious_event_clears_it(
    agreed_on: date, outcome: Outcome
) -> None:
    event = AdverseEvent("infection", Severity.SERIOUS)
    course = replace(
        _facts(visits=(_visit_with(event, on=LAST_WEEK),)),
        onset_on=TODAY - timedelta(days=60),
        doctor=DoctorsAnswer(Answer.YES, Answer.YES, agreed_on),
    )
    assert screen(course, TODAY).outcome is outcome


def test_an_event_that_has_not_happened_yet_counts_for_nothing() -> None:
    visit = _visit_with(AdverseEvent("pneumothorax"), on=TODAY + timedelta(days=1))
    assert screen(_facts(visits=(visit,)), TODAY).outcome is PRECAUTIONS

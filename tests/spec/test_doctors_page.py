"""The doctor's page: what it must say of a course, and what it asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

import deqi
from deqi.records import AdverseEvent, Answer, Course, DoctorsAnswer, Severity, Treatment
from deqi.report import Report, assemble_report
from deqi.report.doctor.contents import doctors_page
from deqi.report.doctor.question import BOXES, ask
from deqi.report.doctor.shortening import ROOMS
from tests.unit.nasty_courses import FIRST_ON, usual

SAID_NO = DoctorsAnswer(Answer.YES, Answer.NO, FIRST_ON)
AGREED = DoctorsAnswer(Answer.YES, Answer.YES, FIRST_ON)


def report_on(course: Course) -> Report:
    last = max(e.on for e in course.entries)
    return assemble_report(course, today=last + timedelta(days=1))


def facts_of(course: Course) -> dict[str, str]:
    page = doctors_page(report_on(course), ROOMS[0])
    return {fact.name: fact.said for fact in (*page.safety, *page.care)}


def short(**changes) -> Course:
    return replace(usual(n_days=20, n_visits=2), **changes)


def test_medicines_that_matter_for_needling_come_first():
    said = facts_of(short(medicines=("metformin", "ibuprofen", "warfarin 5 mg")))["Medicines"]
    assert said.startswith("warfarin 5 mg (against clotting)")


def test_a_medicine_named_among_other_care_is_told_with_the_medicines():
    care = (Treatment("warfarin since the spring", FIRST_ON),)
    page = doctors_page(report_on(short(medicines=(), treatments=care)), ROOMS[0])
    (fact,) = [fact for fact in page.safety if fact.name == "Medicines"]
    assert fact.said == "a medicine against clotting (among other care)"
    assert fact.is_alert


def test_the_diary_tells_on_how_many_days_a_medicine_was_taken():
    entries = tuple(
        replace(e, medicine="private name" if k % 2 else None)
        for k, e in enumerate(usual(20, 2).entries)
    )
    said = facts_of(short(entries=entries, medicines=()))["Medicines"]
    assert said.endswith("Diary: medicine taken on 10 of the last 28 days")
    assert "private" not in said


@pytest.mark.parametrize(("given", "said"), [(None, "Not asked"), ((), "None that matter")])
def test_not_asked_is_not_none(given, said):
    assert facts_of(short(medicines=given))["Medicines"].startswith(said)


def test_red_flags_say_how_many_were_not_asked():
    said = facts_of(short(red_flags={"fever_or_chills": Answer.YES}))["Red flags"]
    assert "fever, shivering or chills (same day)" in said
    assert "22 of 23 not asked" in said
    assert facts_of(short())["Red flags"] == "Not asked"


def test_how_often_and_how_it_was_needled():
    said = facts_of(short())["Visits"]
    assert said == (
        "2 visits, 12 January 2026 to 18 January 2026, mostly 6 days apart (6 to 6); points BL23, "
        "BL25, GV3; by hand at 2; needles in for 20 minutes"
    )


def test_harms_are_told_in_the_words_of_the_record():
    visits = tuple(
        replace(v, needling=replace(v.needling, reaction=reaction))
        for v, reaction in zip(usual(20, 2).visits, ("bruise", "dizzy for an hour"), strict=True)
    )
    said = facts_of(short(visits=visits))["Harms"]
    assert said == "dizzy for an hour (18 January 2026); bruise (12 January 2026)"


def test_a_serious_harm_comes_before_a_later_slight_one():
    serious = (AdverseEvent("infection", Severity.SERIOUS),)
    first, last = usual(20, 2).visits
    visits = (
        replace(first, needling=replace(first.needling, reaction="none", adverse=serious)),
        replace(last, needling=replace(last.needling, reaction="bruise")),
    )
    said = facts_of(short(visits=visits))["Harms"]
    assert said.endswith("(12 January 2026); bruise (18 January 2026)")
    assert said.startswith("an infection at the needle")


def test_other_care_that_goes_on_comes_before_what_ended():
    care = (
        Treatment("injection", FIRST_ON, FIRST_ON + timedelta(days=1)),
        Treatment("physiotherapy", FIRST_ON),
    )
    assert facts_of(short(treatments=care))["Other care"].startswith("physiotherapy (since")


def test_age_is_told_as_far_as_it_is_known():
    assert facts_of(short(year_of_birth=1980, sex="female"))["Who"] == (
        "45 or 46 years (born 1980), female"
    )
    assert facts_of(short())["Who"] == "Age not recorded, sex not recorded"


@pytest.mark.parametrize(
    ("course", "question"),
    [
        (short(red_flags={"saddle_numbness": Answer.YES}), "see this person at once"),
        (short(red_flags={"cancer_history": Answer.YES}), "may this person be needled"),
        (
            short(doctor=DoctorsAnswer(Answer.YES, Answer.NO, FIRST_ON)),
            "may this person be needled",
        ),
        (short(), "No doctor's agreement is recorded"),
        (short(doctor=AGREED), "For information"),
    ],
    ids=["emergency", "ask first", "a doctor said no", "no doctor yet", "a doctor agreed"],
)
def test_what_is_asked_follows_from_the_course(course, question):
    assert question in ask(report_on(course)).sentence


def test_a_course_without_an_important_improvement_asks_for_a_review():
    course = replace(usual(n_days=60, n_visits=8), doctor=AGREED)
    asked = ask(report_on(course))
    assert asked.sentence.startswith("After 8 visits no important improvement has been shown")
    assert asked.boxes == BOXES


def test_pain_that_got_worse_asks_to_look_again():
    entries = tuple(
        replace(e, pain_nrs=3.0 if k < 20 else 9.0) for k, e in enumerate(usual(60, 0).entries)
    )
    course = replace(usual(60, 0), entries=entries)
    assert "look at the diagnosis again" in ask(report_on(course)).sentence


def test_the_answer_stands_with_its_intervals_and_its_limits():
    report = deqi.report(deqi.example_course("builds-up"))
    page = doctors_page(report, ROOMS[0])
    assert page.sentence == report.verdict.sentence
    assert page.figures is not None
    assert page.figures.heads == ("Points", "Median", "80 % interval", "95 % interval")
    sure = " ".join(s.sentence for s in page.sure)
    assert "about a fifth of what acupuncture adds" in sure  # beside every visits' part
    assert "nobody beside it who was not treated" in sure
    assert {s.key for s in page.sources} == {key for s in page.sure for key in s.sources}


def test_every_room_keeps_what_needling_itself_does_beside_the_visits_part():
    report = deqi.report(deqi.example_course("builds-up"))
    for room in ROOMS:
        assert report.group_statement in doctors_page(report, room).sure


def test_written_and_recorded_days_are_told():
    page = doctors_page(report_on(short()), ROOMS[0])
    assert page.written == "Record 5 January 2026 to 24 January 2026. Written 25 January 2026."
    assert date(2026, 1, 25) == FIRST_ON + timedelta(days=20)

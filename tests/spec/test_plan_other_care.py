"""Which other care counts as begun close to the visits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from deqi.plan import other_care_begun
from deqi.plan.other_care import medicine_names
from deqi.records import Course, Entry, Treatment, Visit

FIRST_VISIT = datetime(2026, 4, 1, 9, tzinfo=UTC)
AS_OF = date(2026, 5, 20)
VISITS = (
    Visit(FIRST_VISIT + timedelta(days=7), date(2026, 4, 8), True),
    Visit(FIRST_VISIT, FIRST_VISIT.date(), True),
)


def begun(*treatments: Treatment, entries: tuple[Entry, ...] = (), visits=VISITS) -> list[str]:
    course = Course("a", visits=visits, treatments=treatments, entries=entries)
    return [care.what for care in other_care_begun(course, AS_OF, window_d=28)]


def entry(on: date, medicine: str | None) -> Entry:
    at = datetime(on.year, on.month, on.day, 20, tzinfo=UTC)
    return Entry(at, on, True, 5.0, medicine=medicine)


@pytest.mark.parametrize(
    ("from_on", "to_on", "counts"),
    [
        (date(2026, 3, 3), None, False),
        (date(2026, 3, 4), None, True),
        (date(2026, 3, 4), date(2026, 3, 10), True),
        (date(2026, 1, 1), None, False),
        (AS_OF, None, True),
        (AS_OF + timedelta(days=1), None, False),
    ],
)
def test_a_treatment_counts_by_its_first_day(from_on, to_on, counts):
    assert begun(Treatment("physiotherapy", from_on, to_on)) == ["physiotherapy"] * counts


def test_without_a_visit_no_care_counts():
    assert begun(Treatment("physiotherapy", date(2026, 4, 4)), visits=()) == []


def test_a_medicine_first_named_in_the_window_counts():
    assert begun(entries=(entry(date(2026, 4, 10), "Ibuprofen 400 mg"),)) == ["ibuprofen"]


def test_the_window_of_a_medicine_begins_28_days_before_the_first_visit():
    assert begun(entries=(entry(date(2026, 3, 4), "ibuprofen"),)) == ["ibuprofen"]
    assert begun(entries=(entry(date(2026, 3, 3), "ibuprofen"),)) == []


def test_a_medicine_named_before_the_window_does_not_count_whatever_the_dose():
    entries = (entry(date(2026, 3, 1), "ibuprofen"), entry(date(2026, 4, 10), "2x Ibuprofen 600"))
    assert begun(entries=entries) == []


def test_a_medicine_listed_as_an_older_treatment_does_not_count():
    older = Treatment("ibuprofen", date(2025, 11, 1))
    assert begun(older, entries=(entry(date(2026, 4, 10), "ibuprofen 400"),)) == []


def test_a_medicine_listed_as_a_newer_treatment_is_told_once():
    newer = Treatment("Ibuprofen", date(2026, 4, 9))
    assert begun(newer, entries=(entry(date(2026, 4, 10), "ibuprofen 400"),)) == ["Ibuprofen"]


def test_a_medicine_after_as_of_does_not_count():
    assert begun(entries=(entry(AS_OF + timedelta(days=1), "ibuprofen"),)) == []


def test_each_new_medicine_of_one_entry_is_told():
    entries = (entry(date(2026, 3, 1), "paracetamol"), entry(date(2026, 4, 2), "Paracetamol + ASA"))
    assert begun(entries=entries) == ["asa"]


@pytest.mark.parametrize(
    "nothing", ["", "none", "No", " - ", "0", "keine", "ninguno", "rien", None]
)
def test_no_medicine_is_not_a_medicine(nothing):
    assert begun(entries=(entry(date(2026, 4, 10), nothing),)) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1 tablet of ibuprofen", ("ibuprofen",)),
        ("Co-codamol and naproxen", ("co-codamol", "naproxen")),
        ("400mg Ibuprofen; Paracetamol 1 g", ("ibuprofen", "paracetamol")),
    ],
)
def test_names_are_read_without_doses(text, names):
    assert medicine_names(text) == names

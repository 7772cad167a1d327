"""Whatever is recorded is exported so that it reads back as the course that is computed with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import deqi
from deqi.actions.exporting import courses_of
from deqi.exchange import read_table_folder, table_texts
from deqi.records import Course, Entry
from deqi.report import assemble_report, write_json
from deqi.store.courses import course_of
from deqi.store.facts import CourseFacts
from deqi.store.models import Clinic, Episode
from deqi.store.patients import Identity, seal_identity
from deqi.store.records import add_record
from tests.property.test_course_folder_round_trip import ZONES, courses, without_origin
from tests.web.people import NOW, make_clinic, make_episode, make_patient

RECORDS = ("entries", "visits", "scores", "treatments", "blocks")


def _keep(clinic: Clinic, course: Course) -> Episode:
    """Record a course, value by value."""
    patient = make_patient(clinic, f"P-{clinic.patients.count() + 1}")
    patient.time_zone = course.time_zone
    identity = Identity("Kim", year_of_birth=course.year_of_birth, sex=course.sex)
    seal_identity(patient, identity)
    patient.save()
    episode = make_episode(patient)
    facts = {name: getattr(course, name) for name in CourseFacts.__dataclass_fields__}
    for value in (*_all_of(course), CourseFacts(**facts)):
        on = _day(value)
        at = getattr(value, "at", datetime.combine(on, time(12), UTC))
        add_record(episode, value, at=at, on=on, by=None, now=NOW)
    return episode


def _all_of(course: Course) -> Iterator[object]:
    for name in RECORDS:
        yield from getattr(course, name)


def _day(value: object) -> date:
    return getattr(value, "on", None) or getattr(value, "from_on", None) or NOW.date()


def _read_back(clinic: Clinic) -> list[Course]:
    with TemporaryDirectory() as folder:
        for name, text in table_texts(courses_of(clinic)).items():
            (Path(folder) / name).write_bytes(text.encode())
        tables = read_table_folder(folder)
        assert tables.problems == ()
        return [without_origin(tables.course(key)) for key in tables]


def _readable(course: Course) -> Course:
    """Contradictory facts are refused where they are entered."""
    return replace(course, year_of_birth=None, visits_recorded=True, onset_on=None)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(courses().map(_readable), min_size=1, max_size=2))
def test_what_was_recorded_reads_back_the_same(given_courses: list[Course]) -> None:
    clinic = make_clinic()
    episodes = [_keep(clinic, course) for course in given_courses]
    kept = {episode.course_id: course_of(episode) for episode in episodes}
    assert {course.id: course for course in _read_back(clinic)} == kept


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ZONES)
def test_whoever_moves_takes_the_days_along(zone: str) -> None:
    clinic = make_clinic()
    late = datetime(2026, 3, 8, 4, 30, tzinfo=UTC)
    untimed = Entry(datetime(2026, 3, 7, 20, tzinfo=UTC), date(2026, 3, 7), False, 6.0)
    course = Course("a", entries=(untimed, Entry(late, late.date(), True, 5.0)))
    episode = _keep(clinic, course)
    episode.patient.time_zone = zone
    episode.patient.save()
    assert _read_back(clinic) == [course_of(episode)]


@pytest.mark.django_db
def test_a_clinic_in_which_nothing_was_written_yet_reads_back_too() -> None:
    clinic = make_clinic()
    episode = make_episode(make_patient(clinic))
    assert _read_back(clinic) == [course_of(episode)]


@pytest.mark.django_db
def test_the_report_on_the_exported_tables_is_the_one_of_the_course_to_the_digit() -> None:
    clinic = make_clinic()
    episode = _keep(clinic, deqi.example_course("builds-up"))
    (read,) = _read_back(clinic)
    today = date(2026, 4, 13)
    asked, exported = (
        write_json(assemble_report(course, today=today)) for course in (course_of(episode), read)
    )
    assert exported == asked

"""The page of one course: the answer of `deqi report`, and when it is not shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from deqi.actions import fits
from deqi.exchange import read_course, write_course
from deqi.report import assemble_report, write_fragment
from deqi.store.courses import course_of
from deqi.store.fits import take_fit, want_fit
from deqi.store.models import Alarm, AuditRow, Episode, Fit, Record
from deqi.store.records import amend_record, open_record
from deqi.web.clinic.courses.state import state_of
from tests.web.courses import keep_answered, keep_example
from tests.web.people import (
    logged_in,
    make_clinic,
    make_episode,
    make_licensed,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 12, 21, 0, tzinfo=UTC)


@pytest.fixture
def episode():
    made = make_episode(make_patient(make_clinic()))
    keep_example(made)
    keep_answered(made, NOW)
    return made


def address(name, episode):
    return reverse(name, args=[episode.patient.clinic_id, episode.pk])


def page(episode, account=None, name="course"):
    client = logged_in(account or make_licensed(episode.patient.clinic))
    answer = client.get(address(name, episode))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_is_that_of_deqi_report_on_the_exported_course_to_the_digit(episode, tmp_path):
    write_course(course_of(episode), tmp_path / "course")
    report = assemble_report(read_course(tmp_path / "course"), today=NOW.date())
    assert write_fragment(report).strip() in page(episode)


def test_without_a_licence_the_numbers_stay_and_the_plan_says_why_it_is_missing(episode):
    text = page(episode, make_member(episode.patient.clinic))
    assert "Proposed visits" not in text
    assert "No licence of yours is confirmed: you cannot" in text
    assert "What changed since the start" in text


def test_an_open_alarm_hides_the_plan_and_says_so(episode):
    assert "Proposed visits" in page(episode)
    Alarm.objects.create(episode=episode, raised_at=NOW, content=b"")
    text = page(episode)
    assert "Proposed visits" not in text
    assert "No plan is shown and no visit is recorded until this is resolved" in text


def test_records_that_the_answer_does_not_know_are_counted(episode):
    assert "record since" not in page(episode)
    row = Record.objects.filter(kind="diary").first()
    value = open_record(row).value
    later = NOW + timedelta(minutes=1)
    amend_record(row, value, "typed wrong", at=row.at, on=row.on, by=None, now=later)
    want_fit(episode, later)
    text = page(episode)
    assert "1 record since" in text


def test_a_failed_computation_is_shown_beside_the_older_answer(episode, monkeypatch):
    monkeypatch.setattr(fits, "assemble_report", lambda *_, **__: 1 / 0)
    later = NOW + timedelta(days=1)
    want_fit(episode, later, at_once=True)
    fits.refresh_fit(take_fit(later), later)
    text = page(episode)
    assert "The last computation failed (ZeroDivisionError" in text
    assert "What changed since the start" in text


def test_an_answer_whose_successor_was_never_finished_does_not_look_new(episode):
    want_fit(episode, NOW, at_once=True)
    take_fit(NOW)  # and whoever took it is killed
    episode = Episode.objects.get()
    later = NOW + timedelta(minutes=30)
    assert state_of(episode, NOW.date(), NOW).word == "being computed"
    assert state_of(episode, NOW.date(), later).word == "new records"


def test_a_course_without_an_answer_says_so():
    episode = make_episode(make_patient(make_clinic()))
    assert "There is no answer yet" in page(episode)


def test_asking_for_the_answer_puts_the_course_first_and_waits_for_nothing(episode):
    client = logged_in(make_licensed(episode.patient.clinic))
    answer = client.post(address("compute_now", episode))
    assert answer.headers["Location"] == address("course", episode)
    assert Fit.objects.get().urgency == Fit.Urgency.PERSON_WAITS
    assert AuditRow.objects.filter(action="fit.ask").count() == 1
    assert client.get(address("compute_now", episode)).status_code == 405


def test_a_waiting_page_asks_only_when_the_answer_was_made(episode):
    client = logged_in(make_member(episode.patient.clinic))
    told = client.get(address("freshness", episode)).json()
    assert told == {"answered_at": NOW.isoformat(), "n_failed": 0}


def test_the_history_shows_every_version_with_its_reason(episode):
    row = Record.objects.filter(kind="diary").order_by("-at").first()
    value = open_record(row).value
    amend_record(row, value, "typed wrong", at=row.at, on=row.on, by=None, now=NOW)
    text = page(episode, name="course_history")
    assert "typed wrong" in text
    assert "version 1" in text


@pytest.mark.parametrize("name", ["course", "course_history", "freshness"])
def test_another_clinic_finds_nothing(episode, name):
    stranger = logged_in(make_licensed(make_clinic("South")))
    assert stranger.get(address(name, episode)).status_code == 404
    elsewhere = make_clinic("West")
    member = logged_in(make_licensed(elsewhere))
    assert member.get(reverse(name, args=[elsewhere.pk, episode.pk])).status_code == 404


def test_reading_a_course_is_noted(episode):
    page(episode)
    row = AuditRow.objects.get(action="course.read")
    assert row.patient == episode.patient_id

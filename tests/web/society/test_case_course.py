"""A case report with a course: computed from what may be published, and from nothing else."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.consent import ConsentError, withdraw
from deqi.actions.society.manuscripts.case import NUMBERS, add_course, case_of, remove_course
from deqi.actions.society.manuscripts.writing import submit_manuscript
from deqi.exchange import read_course
from deqi.records import Answer, Course, Diagnosis, Entry, Needling, Score, Side, Visit
from deqi.report import report, report_json
from deqi.society.deidentify import SHIFTS_WEEKS, deidentify
from deqi.store.consent_texts import Purpose
from deqi.store.models import SocietyMember
from deqi.store.records import add_record
from deqi.store.society.manuscripts import newest_version
from tests.web.people import (
    NOW,
    agree,
    logged_in,
    make_clinic,
    make_episode,
    make_licensed,
    make_patient,
)
from tests.web.society.members import accept_all, make_society_member
from tests.web.society.works import accept, make_manuscript, publish

pytestmark = pytest.mark.django_db
CANARY = "Kim Canary"
FIRST = datetime(2026, 8, 3, 18, 7, tzinfo=UTC)


def _course(n_days=40):
    needled = Needling(("BL23", "near Kim Canary's scar"), reaction=f"{CANARY} bled")
    return Course(
        id=f"P-014-{CANARY}",
        entries=tuple(_entry(day) for day in range(n_days)),
        visits=tuple(_visit(day, needled) for day in (14, 18, 21, 25)),
        scores=(Score(FIRST.date(), "PEG", (6.0, 5.0, 7.0)),),
        time_zone="Europe/Berlin",
        time_zone_given=True,
        year_of_birth=1979,
        sex="female",
        onset_on=date(2025, 1, 9),
        diagnosis=Diagnosis.STRAIN_OR_SPRAIN,
        conditions={"haemophilia": Answer.YES},
        medicines=(CANARY,),
    )


def _entry(day):
    at = FIRST + timedelta(days=day)
    pain = max(2.0, 7.0 - day // 8)
    return Entry(at, at.date(), True, pain, medicine=CANARY, note=CANARY)


def _visit(day, needled):
    at = FIRST + timedelta(days=day, hours=-8)
    return Visit(at, at.date(), True, 6.0, 4.0, needled, also_given=CANARY, note=CANARY)


@pytest.fixture
def practitioner():
    account = make_licensed(make_clinic())
    SocietyMember.objects.create(
        account=account, display_name="Mara Lindqvist", applied_at=NOW, approved_at=NOW
    )
    accept_all(account)
    return account


@pytest.fixture
def episode(practitioner):
    clinic = practitioner.memberships.get().clinic
    patient = make_patient(clinic, account=True)
    made = make_episode(patient, practitioner)
    for value in (*_course().entries, *_course().visits):
        add_record(made, value, at=value.at, on=value.on, by=None, now=NOW)
    return made


@pytest.fixture
def agreed(episode):
    return agree(episode.patient, Purpose.PUBLICATION)


def _add(account, manuscript, episode):
    add_course(actor_of(account), manuscript, episode, rng=random.Random(1), now=NOW)


def test_without_consent_to_publication_there_is_no_course(practitioner, episode):
    draft = make_manuscript(practitioner, submitted=False)
    with pytest.raises(ConsentError):
        _add(practitioner, draft, episode)
    agree(episode.patient, Purpose.PUBLICATION)
    withdraw(actor_of(episode.patient.account), episode.patient, Purpose.PUBLICATION, now=NOW)
    with pytest.raises(ConsentError):
        _add(practitioner, draft, episode)
    assert newest_version(draft).course is None


@pytest.mark.usefixtures("agreed")
def test_nobody_publishes_a_course_of_another_clinic(episode):
    other = make_society_member()
    with pytest.raises(RefusedError):
        _add(other, make_manuscript(other, submitted=False), episode)


@pytest.mark.usefixtures("agreed")
def test_the_same_tables_give_the_same_digits(practitioner, episode, tmp_path):
    draft = make_manuscript(practitioner, submitted=False)
    _add(practitioner, draft, episode)
    kept = newest_version(draft).course
    for name, text in kept["files"].items():
        (tmp_path / name).write_text(text, "utf-8", newline="")
    again = json.loads(json.dumps(report_json(report(read_course(tmp_path)))))
    assert {name: again[name] for name in NUMBERS} == kept["numbers"]
    assert kept["numbers"]["change"]["total_nrs"] is not None


def test_nothing_of_the_person_is_in_what_is_published():
    case = json.dumps(case_of(_course(), random.Random(2)))
    for trace in (CANARY, "P-014", "1979", "female", "2026-", "Berlin", "haemophilia", "scar"):
        assert trace not in case
    assert '"40 to 49"' in case
    assert "proposed" not in case


def test_dates_move_by_whole_weeks_and_gaps_stay():
    course = _course()
    bare = deidentify(course, 60)
    assert {entry.on.weekday() for entry in bare.entries[:1]} == {FIRST.weekday()}
    moved = {before.on - after.on for before, after in zip(course.visits, bare.visits, strict=True)}
    assert moved == {timedelta(weeks=60)}
    assert min(SHIFTS_WEEKS) > 52


def test_hours_are_local_ones_rounded_to_ten_minutes():
    assert deidentify(_course(), 60).entries[0].at.strftime("%H:%M") == "20:00"


def test_two_entries_that_become_the_same_are_one():
    twice = [FIRST, FIRST + timedelta(minutes=2), FIRST + timedelta(minutes=4)]
    scores = (5.0, 5.0, 6.0)
    entries = [Entry(at, at.date(), True, pain) for at, pain in zip(twice, scores, strict=True)]
    bare = deidentify(Course("a", tuple(entries)), 60)
    assert [entry.pain_nrs for entry in bare.entries] == [5.0, 6.0]


@pytest.mark.parametrize(
    ("days", "weeks"), [(6, 0.0), (27, 3.0), (28, 4.0), (83, 11.0), (84, 12.0), (3000, 104.0)]
)
def test_a_time_of_pain_is_told_in_whole_weeks_within_its_phase(days, weeks):
    onset_on = FIRST.date() - timedelta(days=days)
    entry = Entry(FIRST, FIRST.date(), True, 5.0)
    assert deidentify(Course("a", (entry,), onset_on=onset_on), 60).duration_weeks == weeks


def test_sides_and_depths_stay_with_their_points():
    needled = Needling(("Kim's scar", "BL23"), sides=(Side.LEFT, Side.BOTH), depths_mm=(5.0, 20.0))
    course = Course("a", visits=(Visit(FIRST, FIRST.date(), True, needling=needled),))
    (visit,) = deidentify(course, 60).visits
    (point,) = visit.needling.each_point()
    assert (point.name, point.side, point.depth_mm) == ("BL23", Side.BOTH, 20.0)


def _published(practitioner, episode):
    draft = make_manuscript(practitioner, submitted=False)
    _add(practitioner, draft, episode)
    submit_manuscript(actor_of(practitioner), draft, now=NOW)
    draft.refresh_from_db()
    editor = make_society_member("Edda", is_editor=True)
    reviewers = [make_society_member(name, is_reviewer=True) for name in ("Ro", "Sol")]
    accept(editor, draft, *reviewers)
    return publish(editor, draft)


@pytest.mark.usefixtures("agreed")
def test_a_published_course_goes_when_the_consent_is_taken_back_and_a_note_stays(
    practitioner, episode
):
    post = _published(practitioner, episode)
    addresses = reverse("post", args=[post.slug]), reverse("paper_version", args=[1, 1])
    tables = reverse("paper_tables", args=[1, 1])
    assert all(b"<svg" in Client().get(address).content for address in addresses)
    assert Client().get(tables).headers["Content-Type"] == "application/zip"
    withdraw(actor_of(episode.patient.account), episode.patient, Purpose.PUBLICATION, now=NOW)
    for address in addresses:
        page = Client().get(address).content
        assert b"<svg" not in page
        assert b"no longer agrees" in page
    assert Client().get(tables).status_code == 404


@pytest.mark.usefixtures("agreed")
def test_a_course_is_chosen_and_taken_out_on_a_page(practitioner, episode):
    draft = make_manuscript(practitioner, submitted=False)
    address, client = reverse("manuscript_course", args=[draft.pk]), logged_in(practitioner)
    assert b"P-014" in client.get(address).content
    page = client.post(address, {"episode": episode.pk})
    assert b"has seen the text" in page.content
    client.post(address, {"episode": episode.pk, "has_seen": "on"})
    assert newest_version(draft).course is not None
    remove_course(actor_of(practitioner), draft, now=NOW)
    draft.refresh_from_db()
    assert (draft.episode, newest_version(draft).course) == (None, None)


def test_patients_who_do_not_agree_are_not_offered(practitioner, episode):
    draft = make_manuscript(practitioner, submitted=False)
    address, client = reverse("manuscript_course", args=[draft.pk]), logged_in(practitioner)
    assert b"P-014" not in client.get(address).content
    client.post(address, {"episode": episode.pk, "has_seen": "on"})
    assert newest_version(draft).course is None

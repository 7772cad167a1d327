"""A patient is taken in: once, with a guardian where one is due, and not asked stays not asked."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from deqi.actions.acting import actor_of
from deqi.actions.alarm import raise_alarm
from deqi.records import Answer
from deqi.screen import screen
from deqi.store.alarms import Said
from deqi.store.courses import course_of, facts_of
from deqi.store.models import AuditRow, Episode, Patient, Record
from deqi.store.patients import open_identity
from tests.web.people import NOW, logged_in, make_clinic, make_episode, make_member, make_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(clinic):
    return logged_in(make_member(clinic))


def _new(**changes):
    given = {
        "name": "Zoë Ångström-Müller",
        "code": "P-001",
        "year_of_birth": "1979",
        "language": "es",
        "time_zone": "America/Lima",
        "key": str(uuid4()),
    }
    return {name: value for name, value in (given | changes).items() if value is not None}


def _enrol(client, clinic, **changes):
    return client.post(reverse("patient_new", args=[clinic.pk]), _new(**changes))


def test_a_new_patient_comes_to_the_questions_of_safety(client, clinic):
    page = _enrol(client, clinic)
    patient = Patient.objects.get()
    episode = patient.episodes.get()
    assert page.headers["Location"] == reverse("screening", args=[clinic.pk, episode.pk])
    assert open_identity(patient).name == "Zoë Ångström-Müller"
    assert course_of(episode).time_zone == "America/Lima"
    assert "Z" not in page.headers["Location"]


def test_a_form_sent_twice_takes_in_one_patient(client, clinic):
    key = str(uuid4())
    first, second = (_enrol(client, clinic, key=key) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Patient.objects.count() == 1
    assert AuditRow.objects.filter(action="patient.enrol").count() == 1


def test_a_taken_code_is_refused_and_the_free_one_named(client, clinic):
    make_patient(clinic, "P-001")
    page = _enrol(client, clinic).content.decode()
    assert "P-002 is free" in page
    assert "Zoë" in page  # what was typed is still there
    assert Patient.objects.count() == 1


@pytest.mark.parametrize("code", ["P 014", "P-014 2", "=1+1", "-", "A\u0308-1"])
def test_a_code_that_files_cannot_carry_is_refused(client, clinic, code):
    page = _enrol(client, clinic, code=code).content.decode()
    assert "such as P-001" in page
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    ("changes", "taken"),
    [
        ({"year_of_birth": "2012"}, 0),
        ({"year_of_birth": "2012", "guardian_name": "Ida"}, 1),
        ({"year_of_birth": ""}, 1),
        ({"year_of_birth": "2190"}, 0),
        ({"name": " "}, 0),
        ({"time_zone": "Mars/Base"}, 0),
        ({"key": "no key"}, 0),
    ],
)
def test_a_patient_is_taken_in_only_with_what_is_needed(client, clinic, changes, taken):
    page = _enrol(client, clinic, **changes)
    assert Patient.objects.count() == Episode.objects.count() == taken
    assert page.status_code == (302 if taken else 200)


def test_a_question_left_alone_is_not_asked(client, clinic):
    episode = make_episode(make_patient(clinic))
    address = reverse("screening", args=[clinic.pk, episode.pk])
    client.post(address, {"flag_saddle_numbness": "no", "flag_fever_or_chills": "not asked"})
    facts = facts_of(episode)
    assert facts.red_flags == {"saddle_numbness": Answer.NO}
    assert "fever_or_chills" in screen(course_of(episode), NOW.date()).unanswered


def test_a_manager_is_led_to_no_page_that_only_practitioners_open(clinic):
    episode = make_episode(make_patient(clinic))
    manager = logged_in(make_member(clinic, "manager"))
    page = manager.get(reverse("patient", args=[clinic.pk, episode.patient_id])).text
    assert episode.course_id in page
    for name in ("course", "screening", "scores", "other_care"):
        assert f'"{reverse(name, args=[clinic.pk, episode.pk])}"' not in page


def test_where_nobody_has_asked_the_page_does_not_speak_of_needling(client, clinic):
    episode = make_episode(make_patient(clinic))
    address = reverse("screening", args=[clinic.pk, episode.pk])
    page = client.get(address).text
    assert "Ask the open questions about warning signs before anybody needles" in page
    assert "Needling may go on" not in page


def test_an_alarming_answer_is_shown_at_once(client, clinic):
    episode = make_episode(make_patient(clinic))
    address = reverse("screening", args=[clinic.pk, episode.pk])
    page = client.post(address, {"flag_saddle_numbness": "yes"}, follow=True).content.decode()
    assert "Send this person to emergency care now" in page


def test_an_answer_is_taken_back_with_a_reason_only(client, clinic):
    episode = make_episode(make_patient(clinic))
    address = reverse("screening", args=[clinic.pk, episode.pk])
    client.post(address, {"flag_saddle_numbness": "yes"})
    refused = client.post(address, {"flag_saddle_numbness": "no"})
    assert "Say why" in refused.content.decode()
    assert facts_of(episode).red_flags["saddle_numbness"] is Answer.YES
    client.post(address, {"flag_saddle_numbness": "no", "why": "misheard"})
    assert facts_of(episode).red_flags["saddle_numbness"] is Answer.NO
    assert Record.objects.filter(kind="facts").count() == 2


def test_no_medicine_and_not_asked_are_two_things(client, clinic):
    episode = make_episode(make_patient(clinic))
    address = reverse("screening", args=[clinic.pk, episode.pk])
    assert facts_of(episode).medicines is None
    client.post(address, {"medicines": "none"})
    assert facts_of(episode).medicines == ()
    client.post(address, {"medicines": "warfarin\nibuprofen", "why": "asked again"})
    assert facts_of(episode).medicines == ("warfarin", "ibuprofen")


def test_a_score_outside_its_scale_is_refused(client, clinic):
    episode = make_episode(make_patient(clinic))
    address = reverse("scores", args=[clinic.pk, episode.pk])
    given = {"instrument": "RMDQ-24", "on": "2026-11-01", "key": str(uuid4())}
    assert "25" in client.post(address, given | {"total": "25"}).content.decode()
    assert not Record.objects.exists()
    client.post(address, given | {"total": "12"})
    (score,) = course_of(episode).scores
    assert (score.instrument, score.total) == ("RMDQ-24", 12.0)


def test_a_new_episode_closes_the_one_before(client, clinic):
    patient = make_patient(clinic)
    make_episode(patient)
    client.post(reverse("episode_new", args=[clinic.pk, patient.pk]))
    assert [e.course_id for e in patient.episodes.filter(closed_at__isnull=True)] == ["P-014 2"]


def test_a_name_is_found_by_a_part_of_it_and_stands_in_no_address(client, clinic):
    make_patient(clinic, "P-001", name="Zoë Ångström")
    make_patient(clinic, "P-002", name="Kim Example")
    page = client.post(reverse("patients", args=[clinic.pk]), {"sought": "ångs"}).content.decode()
    assert "Zoë" in page
    assert "Kim Example" not in page


def _alarming(clinic):
    patient = make_patient(clinic, account=True)
    episode = make_episode(patient)
    said = Said(("fever_or_chills",))
    raise_alarm(actor_of(patient.account), episode, said, key=uuid4(), now=NOW)
    return episode


def test_an_episode_is_not_closed_over_an_open_alarm(client, clinic):
    episode = _alarming(clinic)
    closing = reverse("episode_close", args=[clinic.pk, episode.pk])
    assert "is not resolved" in client.post(closing, {"why": "moved away"}).content.decode()
    opening = reverse("episode_new", args=[clinic.pk, episode.patient_id])
    assert "is not resolved" in client.post(opening, follow=True).content.decode()
    assert [e.closed_at for e in Episode.objects.all()] == [None]
    assert not AuditRow.objects.filter(action__in=["episode.close", "episode.open"]).exists()


def test_answers_that_were_opened_before_an_alarm_do_not_write_over_it(client, clinic):
    episode = make_episode(make_patient(clinic, account=True))
    address = reverse("screening", args=[clinic.pk, episode.pk])
    client.post(address, {"flag_fever_or_chills": "no"})
    seen = client.get(address).context["form"]["seen"].value()
    said = Said(("fever_or_chills",))
    raise_alarm(actor_of(episode.patient.account), episode, said, key=uuid4(), now=NOW)
    stale = {"flag_fever_or_chills": "no", "expectation": "7", "why": "asked", "seen": seen}
    assert "while you were writing" in client.post(address, stale).content.decode()
    assert facts_of(episode).red_flags["fever_or_chills"] is Answer.YES
    assert facts_of(episode).expectation is None


def test_a_key_that_belongs_to_another_clinics_patient_is_refused_without_a_fault(client, clinic):
    other = make_episode(make_patient(make_clinic("South")))
    page = _enrol(client, clinic, key=str(other.patient_id))
    assert page.status_code == 409
    assert not Patient.objects.filter(clinic=clinic).exists()


def test_a_score_that_was_corrected_in_the_form_and_sent_again_is_not_swallowed(client, clinic):
    episode = make_episode(make_patient(clinic))
    address = reverse("scores", args=[clinic.pk, episode.pk])
    given = {"instrument": "RMDQ-24", "on": "2026-11-01", "key": str(uuid4())}
    for total in ("12", "12", "21"):
        client.post(address, given | {"total": total})
    assert [score.total for score in course_of(episode).scores] == [12.0, 21.0]

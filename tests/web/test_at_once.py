"""What happens to one diary from several sides at one moment, in transactions of its own each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from deqi.actions.acting import actor_of
from deqi.actions.alarm import raise_alarm
from deqi.actions.consent import give
from deqi.actions.diary import entry_now, write_entry
from deqi.actions.enrolment import enrol, write_facts
from deqi.actions.reminders import choose_reminders, plan_reminders
from deqi.actions.visits import record_visit
from deqi.records import Answer, Visit
from deqi.store.alarms import Said
from deqi.store.audit import broken_links
from deqi.store.consent_texts import Purpose, current_text
from deqi.store.courses import course_of, facts_of
from deqi.store.facts import CourseFacts
from deqi.store.models import Alarm, AuditRow, Letter
from deqi.store.patients import Identity
from tests.web.people import (
    NOW,
    agree,
    make_clinic,
    make_episode,
    make_licensed,
    make_patient,
)

pytestmark = pytest.mark.django_db(transaction=True)
N_AT_ONCE = 6


@pytest.fixture
def episode():
    return make_episode(make_patient(make_clinic(), account=True))


def at_once(run, *each):
    """Run for each, all at once, with a connection each; what fails, fails here."""

    def closing(one):
        try:
            return run(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(each)) as pool:
        return list(pool.map(closing, each))


def test_a_button_pressed_six_times_at_once_is_one_entry(episode):
    key, actor = uuid4(), actor_of(episode.patient.account)

    def press(_):
        return write_entry(actor, episode, entry_now(episode, 4, NOW), key=key, now=NOW).pk

    assert len(set(at_once(press, *range(N_AT_ONCE)))) == 1
    assert len(course_of(episode).entries) == 1
    assert AuditRow.objects.filter(action="diary.write").count() == 1


def test_six_entries_at_once_are_all_kept_and_the_chain_holds(episode):
    actor = actor_of(episode.patient.account)

    def write(pain):
        write_entry(actor, episode, entry_now(episode, pain, NOW), key=uuid4(), now=NOW)

    at_once(write, *range(N_AT_ONCE))
    assert sorted(e.pain_nrs for e in course_of(episode).entries) == [*range(N_AT_ONCE)]
    assert list(broken_links()) == []


def test_two_alarms_at_once_are_both_in_the_record(episode):
    actor = actor_of(episode.patient.account)
    signs = ("saddle_numbness", "fever_or_chills")
    at_once(lambda sign: raise_alarm(actor, episode, Said((sign,)), key=uuid4(), now=NOW), *signs)
    assert facts_of(episode).red_flags == dict.fromkeys(signs, Answer.YES)


def test_a_visit_saved_six_times_at_once_is_one_visit_and_no_error(episode):
    actor, key = actor_of(make_licensed(episode.patient.clinic)), uuid4()
    visit = Visit(NOW, NOW.date(), True, pain_before_nrs=4)

    def press(_):
        return record_visit(actor, episode, visit, key=key, now=NOW, seen=0).pk

    assert len(set(at_once(press, *range(N_AT_ONCE)))) == 1


def test_a_patient_taken_in_and_a_consent_given_six_times_at_once_are_one_each(episode):
    patient, key = episode.patient, uuid4()
    mara, kim = actor_of(make_licensed(patient.clinic)), actor_of(patient.account)
    given = {"code": "P-1", "language": "en", "time_zone": "UTC", "key": key, "now": NOW}
    words = current_text(Purpose.REMINDERS, "en")

    def press(_):
        taken_in = enrol(mara, patient.clinic, Identity("Zoë"), **given)
        return taken_in.pk, give(kim, patient, words, now=NOW).pk

    assert len(set(at_once(press, *range(N_AT_ONCE)))) == 1


def test_an_alarm_is_kept_while_somebody_writes_the_answers_of_the_screen(episode):
    patient = actor_of(episode.patient.account)
    mara = actor_of(make_licensed(episode.patient.clinic))
    write_facts(mara, episode, CourseFacts(), why="", now=NOW)

    def act(n):
        if n % 2:
            said = Said(("fever_or_chills",), str(n))
            raise_alarm(patient, episode, said, key=uuid4(), now=NOW)
        else:
            write_facts(mara, episode, CourseFacts(expectation=n), why="asked", now=NOW)

    at_once(act, *range(N_AT_ONCE))
    assert Alarm.objects.count() == N_AT_ONCE // 2


def test_two_workers_remind_once(episode):
    agree(episode.patient, "reminders")
    actor = actor_of(episode.patient.account)
    choose_reminders(actor, episode.patient, [10], after_visits=False, now=NOW)
    at_once(plan_reminders, NOW, NOW)
    assert Letter.objects.count() == 1

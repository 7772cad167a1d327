"""What happens to one diary from several sides at one moment, in transactions of its own each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from deqi.actions.acting import actor_of
from deqi.actions.alarm import raise_alarm
from deqi.actions.diary import entry_now, write_entry
from deqi.actions.reminders import choose_reminders, plan_reminders
from deqi.records import Answer
from deqi.store.alarms import Said
from deqi.store.audit import broken_links
from deqi.store.courses import course_of, facts_of
from deqi.store.models import AuditRow, Letter
from tests.web.people import NOW, agree, make_clinic, make_episode, make_patient

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


def test_two_workers_remind_once(episode):
    agree(episode.patient, "reminders")
    actor = actor_of(episode.patient.account)
    choose_reminders(actor, episode.patient, [10], after_visits=False, now=NOW)
    at_once(plan_reminders, NOW, NOW)
    assert Letter.objects.count() == 1

"""A clock jumps ahead by an hour and is put right: nothing is lost, and nobody waits that hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from deqi.actions.acting import actor_of
from deqi.actions.audit_rows import Sought, find_rows
from deqi.actions.diary import amend_entry, entry_now, write_entry
from deqi.actions.visits import amend_visit, record_visit
from deqi.records import Answer, Needling, Visit
from deqi.store.audit import broken_links
from deqi.store.courses import course_of
from deqi.store.fits import (
    LEASE,
    TOGETHER,
    give_back_answered,
    give_back_failed,
    open_episodes,
    take_fit,
    want_fit,
    want_fits,
    want_new_day,
)
from deqi.store.models import AuditRow, Fit
from tests.web.people import NOW, logged_in, make_clinic, make_episode, make_licensed, make_patient

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
AHEAD = NOW + timedelta(hours=1)


@pytest.fixture
def episode():
    clinic = make_clinic()
    return make_episode(make_patient(clinic, account=True), make_licensed(clinic))


def _write(episode, pain, now):
    kim = actor_of(episode.patient.account)
    return write_entry(kim, episode, entry_now(episode, pain, now), key=uuid4(), now=now)


def _visit(episode, at):
    said = Visit(
        at, at.date(), True, pain_before_nrs=6.0, needling=Needling(), anything_new=Answer.NO
    )
    record = record_visit(actor_of(episode.practitioner), episode, said, key=uuid4(), now=at)
    return record, said


def test_the_diary_keeps_every_entry_and_lets_each_be_amended(episode):
    _write(episode, 4.0, NOW)
    ahead = _write(episode, 5.0, AHEAD)
    _write(episode, 6.0, NOW + MINUTE)
    assert [entry.pain_nrs for entry in course_of(episode).entries] == [4.0, 6.0, 5.0]
    said = entry_now(episode, 7.0, AHEAD)
    amend_entry(actor_of(episode.patient.account), ahead, said, "", now=NOW + 2 * MINUTE)
    assert [entry.pain_nrs for entry in course_of(episode).entries] == [4.0, 6.0, 7.0]


def test_visits_are_kept_and_one_of_the_wrong_hour_can_be_put_right(episode):
    row, said = _visit(episode, AHEAD)
    _visit(episode, NOW + MINUTE)
    when = NOW + 2 * MINUTE
    right = replace(said, at=when)
    amend_visit(actor_of(episode.practitioner), row, right, "the clock was wrong", now=when)
    assert [visit.at for visit in course_of(episode).visits] == [NOW + MINUTE, when]


def test_the_audit_goes_on_by_number_and_its_chain_holds(episode):
    for pain, now in enumerate((NOW, AHEAD, NOW + MINUTE, AHEAD + MINUTE)):
        _write(episode, float(pain), now)
    assert list(broken_links()) == []
    told = [row.at for row in find_rows(episode.patient.clinic, Sought())]
    assert told == [AHEAD + MINUTE, NOW + MINUTE, AHEAD, NOW]
    assert AuditRow.objects.count() == 4


def _answer(now):
    fit = take_fit(now)
    fit.as_of = now.date()
    assert give_back_answered(fit, now)


def test_what_was_wanted_by_the_wrong_clock_is_not_due_an_hour_later(episode):
    want_fit(episode, NOW)
    _answer(NOW)
    want_fit(episode, NOW + timedelta(hours=1))
    assert take_fit(NOW + 2 * MINUTE).pk == episode.pk


def test_an_answer_of_the_wrong_hour_puts_the_next_off_by_a_quarter_at_most(episode):
    want_fit(episode, AHEAD)
    _answer(AHEAD)
    want_fit(episode, NOW)
    want_fit(episode, NOW + MINUTE)
    assert Fit.objects.get().due_at <= NOW + TOGETHER
    _answer(NOW + MINUTE)
    want_fit(episode, NOW + 2 * MINUTE)
    assert take_fit(NOW + TOGETHER) is None  # changes are put together again


def test_a_worker_that_died_in_the_wrong_hour_holds_no_course_for_an_hour(episode):
    want_fit(episode, AHEAD)
    take_fit(AHEAD)
    assert take_fit(NOW).pk == episode.pk


def test_a_failure_of_the_wrong_hour_is_tried_again_once_and_then_waits_as_always(episode):
    want_fit(episode, AHEAD)
    give_back_failed(take_fit(AHEAD), "not_converged", AHEAD)
    give_back_failed(take_fit(NOW), "not_converged", NOW)
    assert take_fit(NOW + MINUTE) is None
    assert take_fit(NOW + 2 * MINUTE).pk == episode.pk


def test_a_policy_changed_after_the_clock_was_put_right_is_not_put_off(episode):
    want_fit(episode, AHEAD)
    want_fits(open_episodes(episode.patient.clinic), NOW)
    assert take_fit(NOW).pk == episode.pk


def test_an_answer_of_tomorrow_is_made_anew_for_today(episode):
    tomorrow = NOW + timedelta(days=1)
    want_fit(episode, tomorrow)
    _answer(tomorrow)
    assert want_new_day(episode.patient.clinic, NOW.date(), NOW) == 1


def test_a_clock_that_jumps_ahead_while_somebody_computes_loses_nothing(episode):
    want_fit(episode, NOW)
    fit = take_fit(NOW)
    want_fit(episode, AHEAD)
    assert give_back_answered(fit, AHEAD)
    assert take_fit(AHEAD + TOGETHER + LEASE).pk == episode.pk


def test_a_log_in_goes_on_through_both_jumps(episode, monkeypatch):
    client = logged_in(episode.practitioner)
    address = reverse("today", args=[episode.patient.clinic_id])
    read = timezone.now
    for jump in (timedelta(0), timedelta(hours=1), timedelta(0), timedelta(hours=-1)):
        monkeypatch.setattr(timezone, "now", lambda jump=jump: read() + jump)
        assert client.get(address).status_code == 200
    assert list(broken_links()) == []

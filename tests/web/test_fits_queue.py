"""The queue of answers: each course once, not too often, never lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

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
from deqi.store.models import Episode, Fit
from tests.web.people import NOW, make_clinic, make_episode, make_patient

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def episode() -> Episode:
    return make_episode(make_patient(make_clinic()))


def answer(now: datetime) -> Fit:
    fit = take_fit(now)
    assert fit is not None
    fit.as_of = now.date()
    assert give_back_answered(fit, now)
    return fit


def test_a_course_that_was_never_answered_is_due_now(episode):
    want_fit(episode, NOW)
    assert take_fit(NOW).pk == episode.pk
    assert take_fit(NOW) is None


def test_many_changes_within_a_quarter_of_an_hour_ask_for_one_computation(episode):
    want_fit(episode, NOW)
    answer(NOW)
    for k in range(1, 15):
        want_fit(episode, NOW + k * MINUTE)
        assert take_fit(NOW + k * MINUTE) is None
    answer(NOW + TOGETHER)
    assert take_fit(NOW + timedelta(days=1)) is None


def test_a_person_who_waits_is_served_at_once_and_first(episode):
    others = [make_episode(make_patient(episode.patient.clinic, f"P-{k}")) for k in range(3)]
    want_fit(episode, NOW)
    answer(NOW)
    for other in others:
        want_fit(other, NOW)
    want_fit(episode, NOW + MINUTE, at_once=True)
    assert take_fit(NOW + MINUTE).pk == episode.pk


def test_what_comes_while_somebody_computes_is_computed_afterwards(episode):
    want_fit(episode, NOW)
    fit = take_fit(NOW)
    want_fit(episode, NOW + MINUTE)
    assert give_back_answered(fit, NOW)
    assert take_fit(NOW + 2 * MINUTE) is None
    again = take_fit(NOW + MINUTE + TOGETHER)
    assert again is not None
    assert again.wanted_at == NOW + MINUTE
    give_back_answered(again, NOW + MINUTE + TOGETHER)
    assert Fit.objects.get().wanted_at is None


def test_a_course_held_by_somebody_who_died_is_free_again(episode):
    want_fit(episode, NOW)
    dead = take_fit(NOW)
    assert take_fit(NOW + LEASE) is None
    assert take_fit(NOW + LEASE + MINUTE) is None
    heir = take_fit(NOW + LEASE + 2 * MINUTE)
    assert heir is not None
    # The dead one was only slow: it no longer holds the course and changes nothing.
    dead.digest = "old"
    assert not give_back_answered(dead, NOW)
    assert not give_back_failed(dead, "late", NOW)
    assert give_back_answered(heir, NOW + LEASE + 2 * MINUTE)
    assert Fit.objects.get().digest == ""


def test_a_course_that_kills_whoever_computes_it_is_shown_as_failed_and_tried_ever_later(episode):
    want_fit(episode, NOW)
    at, waits = NOW, []
    for _ in range(4):
        assert take_fit(at) is not None
        at += LEASE + MINUTE
        assert take_fit(at) is None
        due_at = Fit.objects.get().due_at
        waits.append((due_at - at) / MINUTE)
        at = due_at
    assert waits == [1, 2, 4, 8]
    shown = Fit.objects.get()
    assert (shown.n_failed, shown.failure) == (4, "worker_died")


def test_a_course_that_kills_does_not_keep_the_others_waiting(episode):
    other = make_episode(make_patient(episode.patient.clinic, "P-2"))
    want_fit(episode, NOW, at_once=True)
    take_fit(NOW)
    want_fit(other, NOW)
    assert take_fit(NOW + LEASE + MINUTE).pk == other.pk


def test_a_failure_is_tried_again_after_a_doubling_wait_and_keeps_what_was_shown(episode):
    want_fit(episode, NOW)
    answer(NOW)
    want_fit(episode, NOW, at_once=True)
    at, waits = NOW, []
    for _ in range(4):
        fit = take_fit(at)
        give_back_failed(fit, "not_converged", at)
        due_at = Fit.objects.get().due_at
        waits.append((due_at - at) / MINUTE)
        at = due_at
    assert waits == [1, 2, 4, 8]
    shown = Fit.objects.get()
    assert (shown.n_failed, shown.failure, shown.answered_at) == (4, "not_converged", NOW)
    answer(at)
    assert Fit.objects.get().n_failed == 0


def test_a_new_day_asks_for_every_open_course_once_and_last(episode):
    clinic = episode.patient.clinic
    closed = make_episode(make_patient(clinic, "P-2"))
    Episode.objects.filter(pk=closed.pk).update(closed_at=NOW)
    assert want_new_day(clinic, NOW.date(), NOW) == 1
    assert want_new_day(clinic, NOW.date(), NOW) == 0
    fresh = make_episode(make_patient(clinic, "P-3"))
    want_fit(fresh, NOW + MINUTE)
    assert take_fit(NOW + MINUTE).pk == fresh.pk
    answer(NOW + MINUTE)
    assert want_new_day(clinic, NOW.date(), NOW + MINUTE) == 0
    tomorrow = NOW + timedelta(days=1)
    assert want_new_day(clinic, tomorrow.date(), tomorrow) == 1


def test_a_changed_policy_asks_for_every_open_course_whatever_state_it_is_in(episode):
    clinic = episode.patient.clinic
    never, waiting, held = (make_episode(make_patient(clinic, f"P-{k}")) for k in range(3))
    want_fit(held, NOW)
    fit = take_fit(NOW)
    want_fit(waiting, NOW)
    want_fits(open_episodes(clinic), NOW + MINUTE)
    assert give_back_answered(fit, NOW)
    due = dict(Fit.objects.values_list("episode", "due_at"))
    assert due == {
        episode.pk: NOW + MINUTE,
        never.pk: NOW + MINUTE,
        waiting.pk: NOW,
        held.pk: NOW + MINUTE + TOGETHER,
    }


@pytest.mark.django_db(transaction=True)
def test_many_workers_never_hold_the_same_course():
    clinic = make_clinic()
    for k in range(24):
        want_fit(make_episode(make_patient(clinic, f"P-{k}")), NOW)

    def take_all(_: int) -> list[object]:
        held = []
        try:
            while (fit := take_fit(NOW)) is not None:
                held.append(fit.pk)
        finally:
            connection.close()
        return held

    with ThreadPoolExecutor(4) as workers:
        taken = [pk for held in workers.map(take_all, range(4)) for pk in held]
    assert len(taken) == len(set(taken)) == 24


@pytest.mark.django_db(transaction=True)
def test_a_course_is_not_taken_between_a_change_and_its_being_wanted():
    """What the change wrote is visible to whoever takes the course for it."""
    episode = make_episode(make_patient(make_clinic()))
    want_fit(episode, NOW)
    answer(NOW)

    def take(_: int) -> Fit | None:
        try:
            return take_fit(NOW + MINUTE)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        with transaction.atomic():
            want_fit(episode, NOW + MINUTE, at_once=True)
            if connection.vendor == "postgresql":
                assert next(worker.map(take, [0])) is None
        assert next(worker.map(take, [0])) is not None


class Queue(RuleBasedStateMachine):
    """Writing, working, failing and dying in any order: what was written is answered or waits."""

    @initialize()
    def begin(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.episode = make_episode(make_patient(make_clinic()))
        self.now, self.held, self.took_at = NOW, None, None
        self.n_written, self.n_read, self.n_answered = 0, 0, 0
        self.last_success, self.is_asked = None, False

    @rule(minutes=st.integers(0, 40))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @rule(at_once=st.booleans())
    def something_is_written(self, at_once: bool) -> None:
        self.now += timedelta(microseconds=1)
        self.n_written += 1
        self.is_asked |= at_once
        want_fit(self.episode, self.now, at_once=at_once)

    @rule()
    def a_worker_takes(self) -> None:
        fit = take_fit(self.now)
        if fit is None:
            return
        if self.last_success is not None and not self.is_asked:
            assert self.now - self.last_success >= TOGETHER
        self.held, self.took_at = fit, self.now
        self.n_read, self.is_asked = self.n_written, False
        self.last_success = None

    @rule(works=st.booleans())
    def the_worker_ends(self, works: bool) -> None:
        if self.held is not None and works:
            if give_back_answered(self.held, self.took_at):
                self.n_answered, self.last_success = self.n_read, self.took_at
        elif self.held is not None:
            give_back_failed(self.held, "failed", self.now)
        self.held = None

    @rule()
    def the_worker_dies(self) -> None:
        self.held = None

    @invariant()
    def what_is_written_is_answered_or_waits(self) -> None:
        row = Fit.objects.filter(episode=getattr(self, "episode", None)).first()
        if row is None:
            return
        waits = row.due_at is not None or row.leased_until is not None
        assert waits == (self.n_answered < self.n_written)
        assert (row.wanted_at is not None) == waits

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)


def test_what_is_written_is_answered_or_waits_whatever_happens():
    few = settings(max_examples=40, stateful_step_count=20, deadline=None)
    run_state_machine_as_test(Queue, settings=few)

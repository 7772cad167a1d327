"""The answer that is shown is the one of `deqi report`, computed in the background."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from deqi.actions import fits
from deqi.cli.main import main
from deqi.exchange import write_course
from deqi.store.answers import open_lines, open_texts
from deqi.store.courses import course_of
from deqi.store.fits import take_fit, want_fit
from deqi.store.models import Clinic, Fit
from deqi.web import worker
from deqi.web.jobs import Job
from tests.web.courses import keep_answered, keep_example
from tests.web.people import make_clinic, make_episode, make_patient

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 12, 20, 0, tzinfo=UTC)


@pytest.fixture
def episode():
    made = make_episode(make_patient(make_clinic()))
    keep_example(made)
    return made


def texts_of(episode):
    return open_texts(Fit.objects.get(episode=episode), episode.patient)


def test_the_numbers_are_those_of_deqi_report_on_the_exported_course(episode, tmp_path, capsys):
    keep_answered(episode, NOW)
    write_course(course_of(episode), tmp_path / "course")
    assert main(["report", str(tmp_path / "course"), "--today", "2026-04-12", "--json"]) == 0
    assert texts_of(episode).json.strip() == capsys.readouterr().out.strip()


def test_nothing_can_be_read_in_the_database(episode):
    keep_answered(episode, NOW)
    fit = Fit.objects.get()
    assert b"pain" not in bytes(fit.content).lower()
    assert b"visit" not in bytes(fit.line).lower()


def test_today_is_the_day_at_the_clinic(episode):
    Clinic.objects.update(time_zone="Pacific/Auckland")
    episode.patient.clinic.refresh_from_db()
    keep_answered(episode, NOW)
    assert Fit.objects.get().as_of.isoformat() == "2026-04-13"


def test_the_same_records_are_not_computed_twice_on_one_day(episode, monkeypatch):
    keep_answered(episode, NOW)
    monkeypatch.setattr(fits, "assemble_report", lambda *_, **__: pytest.fail("computed"))
    keep_answered(episode, NOW + timedelta(minutes=1))
    assert Fit.objects.get().answered_at == NOW + timedelta(minutes=1)


def test_without_the_plan_every_number_stays_and_no_visit_is_proposed(episode):
    keep_answered(episode, NOW)
    texts = texts_of(episode)
    lines = open_lines(Fit.objects.get(), episode.patient)
    assert "Proposed visits" in texts.fragment
    assert "Proposed visits" not in texts.fragment_without_plan
    assert lines.line.next_visit_on is not None
    assert lines.without_plan.next_visit_on is None
    assert lines.without_plan.change == lines.line.change


def test_a_failure_is_noted_by_kind_without_a_value_and_the_shown_answer_stays(
    episode, monkeypatch
):
    keep_answered(episode, NOW)

    def fail(*_, **__):
        raise ValueError("pain 7 of Kim Example")

    monkeypatch.setattr(fits, "assemble_report", fail)
    tomorrow = NOW + timedelta(days=1)
    want_fit(episode, tomorrow, at_once=True)
    assert not fits.refresh_fit(take_fit(tomorrow), tomorrow)
    fit = Fit.objects.get()
    assert (fit.failure, fit.n_failed, fit.answered_at) == ("ValueError", 1, NOW)
    assert texts_of(episode) is not None


def test_an_answer_of_another_version_is_taken_for_none(episode):
    keep_answered(episode, NOW)
    fit = Fit.objects.get()
    from deqi.store.columns import seal_column

    seal_column(fit, "line", {"line": {"patient": "P"}, "without_plan": {}}, episode.patient)
    assert open_lines(fit, episode.patient) is None


def test_the_worker_answers_what_waits_runs_its_jobs_and_stops(episode):
    stop, rounds = Event(), []

    def want_then_stop(now):
        rounds.append(now)
        want_fit(episode, now)
        return 1

    def fails(now):
        raise RuntimeError("never mind")

    class Clock:
        n = 0

        def __call__(self):
            self.n += 1
            if self.n > 4:
                stop.set()
            return NOW

    every = timedelta(hours=1)
    worker.run_worker(stop, Clock(), [Job("b", every, fails), Job("a", every, want_then_stop)])
    assert len(rounds) == 1
    assert Fit.objects.get().answered_at == NOW

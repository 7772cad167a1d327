"""A visit is recorded once and whole, or not at all; what speaks against it comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.alarm import resolve_alarm
from deqi.actions.enrolment import write_facts
from deqi.actions.stops import ASKED, NewsError, StopKind, StoppedError, report_news
from deqi.actions.visits import (
    COMPLETED,
    MadeMeanwhileError,
    VisitError,
    amend_visit,
    last_change,
    moment_of_visit,
    record_visit,
)
from deqi.actions.withdrawing import WithdrawalError, withdraw
from deqi.records import AdverseEvent, Answer, DoctorsAnswer, Needling, Severity, Side, Visit
from deqi.screen import known_red_flags
from deqi.store.courses import course_of, facts_of
from deqi.store.facts import CourseFacts
from deqi.store.models import Alarm, AuditRow, Fit, Letter, Record
from deqi.store.records import (
    VISIT,
    AmendedMeanwhileError,
    current_records,
    history_of,
    is_withdrawn,
)
from tests.web.people import (
    NOW,
    make_episode,
    make_licensed,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db
ALL_NO = dict.fromkeys(known_red_flags(), Answer.NO)
DONE = Needling(("BL23", "GV3"), sides=(Side.BOTH, Side.MIDLINE), n_needles=3, is_electrical=False)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def mara(clinic):
    return make_licensed(clinic)


@pytest.fixture
def episode(clinic, mara):
    return make_episode(make_patient(clinic), mara)


def _visit(**changes):
    given = Visit(NOW, NOW.date(), True, pain_before_nrs=6.0, needling=DONE, anything_new=Answer.NO)
    return replace(given, **changes)


def _record(episode, visit=None, *, key=None, now=NOW, **more):
    actor = actor_of(episode.practitioner)
    return record_visit(actor, episode, visit or _visit(), key=key or uuid4(), now=now, **more)


def test_a_visit_is_kept_as_it_was_said_and_a_newer_answer_is_due_at_once(episode):
    _record(episode)
    assert course_of(episode).visits == (_visit(),)
    assert Fit.objects.get(episode=episode).due_at == NOW
    episode.patient.refresh_from_db()
    assert episode.patient.last_care_on == NOW.date()
    assert AuditRow.objects.filter(action="visit.record").count() == 1


def test_a_visit_sent_twice_is_one_visit_even_after_an_alarm(episode):
    key = uuid4()
    first = _record(episode, key=key)
    _report(episode)
    assert _record(episode, key=key) == first
    assert Record.objects.filter(kind=VISIT).count() == 1


def test_without_a_confirmed_licence_nobody_records_a_visit(episode, clinic):
    episode.practitioner = make_member(clinic)
    with pytest.raises(RefusedError, match="licence"):
        _record(episode)
    assert not Record.objects.exists()


def test_a_licence_that_ended_yesterday_records_no_visit(episode, clinic):
    episode.practitioner = make_licensed(clinic, NOW.date() - timedelta(days=1))
    with pytest.raises(RefusedError, match="ended"):
        _record(episode)


def test_unanswered_is_not_asked(episode):
    _record(episode, _visit(anything_new=Answer.NOT_ASKED))
    assert course_of(episode).visits[0].anything_new is Answer.NOT_ASKED


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"pain_before_nrs": None}, "just before"),
        ({"at": NOW + timedelta(minutes=1)}, "future"),
        ({"on": date(2026, 9, 1), "at": NOW - timedelta(days=60)}, "before the episode"),
    ],
)
def test_a_visit_that_cannot_be_so_is_not_recorded(episode, changes, says):
    with pytest.raises(VisitError, match=says):
        _record(episode, _visit(**changes))
    assert not Record.objects.exists()


def test_two_visits_at_one_minute_are_refused(episode):
    _record(episode)
    with pytest.raises(VisitError, match="this very time"):
        _record(episode, _visit(pain_before_nrs=2.0))


def test_a_visit_made_meanwhile_is_told_and_a_second_look_saves(episode):
    seen = last_change(episode)
    earlier = _visit(at=NOW - timedelta(hours=3))
    _record(episode, earlier)
    with pytest.raises(MadeMeanwhileError):
        _record(episode, seen=seen)
    _record(episode, seen=last_change(episode))
    assert course_of(episode).visits == (earlier, _visit())


def _report(episode, **red_flags):
    actor = actor_of(episode.practitioner)
    given = ALL_NO | {"saddle_numbness": Answer.YES} | red_flags
    return report_news(actor, episode, given, "since Monday", key=uuid4(), now=NOW)


def test_an_open_alarm_stops_the_visit_until_it_is_resolved(episode):
    alarm = _report(episode)
    with pytest.raises(StoppedError, match="not resolved") as caught:
        _record(episode)
    assert caught.value.stop.kind is StopKind.ALARM
    actor = actor_of(episode.practitioner)
    resolve_alarm(actor, alarm, "was nothing", {"saddle_numbness": Answer.NO}, now=LATER)
    _record(episode, now=LATER)


def test_what_was_said_at_a_visit_stands_in_the_record_and_its_reporter_gets_no_letter(episode):
    _report(episode)
    assert facts_of(episode).red_flags == ALL_NO | {"saddle_numbness": Answer.YES}
    assert Alarm.objects.get().raised_by == episode.practitioner
    assert not Letter.objects.exists()
    assert not Record.objects.filter(kind=VISIT).exists()


def test_news_reported_twice_is_one_alarm(episode):
    key, actor = uuid4(), actor_of(episode.practitioner)
    for _ in range(2):
        report_news(actor, episode, {"fever_or_chills": Answer.YES}, "", key=key, now=NOW)
    assert Alarm.objects.count() == 1


def test_news_without_a_warning_sign_goes_on_when_all_were_asked(episode):
    news = _visit(anything_new=Answer.YES, note="a cold")
    _record(episode, news, red_flags=ALL_NO)
    assert course_of(episode).visits == (news,)
    assert facts_of(episode).red_flags == ALL_NO


@pytest.mark.parametrize(
    ("red_flags", "note", "says"),
    [
        ({}, "a cold", "were not asked"),
        (ALL_NO | {"fever_or_chills": Answer.NOT_ASKED}, "a cold", "1 warning signs"),
        (ALL_NO, None, "in a few words"),
        (ALL_NO | {"fever_or_chills": Answer.YES}, "a cold", "Report it"),
    ],
)
def test_news_that_were_not_asked_through_stop_the_visit(episode, red_flags, note, says):
    with pytest.raises(NewsError, match=says):
        _record(episode, _visit(anything_new=Answer.YES, note=note), red_flags=red_flags)
    assert not Record.objects.exists()


def test_a_sign_that_is_known_to_be_there_is_not_asked_again(episode):
    known = CourseFacts(
        red_flags={"immunosuppression": Answer.YES},
        doctor=DoctorsAnswer(Answer.YES, Answer.YES, NOW.date()),
    )
    write_facts(actor_of(episode.practitioner), episode, known, why="", now=NOW)
    rest = {item: Answer.NO for item in ALL_NO if item != "immunosuppression"}
    _record(episode, _visit(anything_new=Answer.YES, note="a cold"), red_flags=rest)
    assert facts_of(episode).red_flags["immunosuppression"] is Answer.YES


@pytest.mark.parametrize("flag", ["saddle_numbness", "fever_or_chills", "immunosuppression"])
def test_a_failed_screen_stops_the_visit_and_says_why(episode, flag):
    known = CourseFacts(red_flags={flag: Answer.YES})
    write_facts(actor_of(episode.practitioner), episode, known, why="", now=NOW)
    with pytest.raises(StoppedError) as caught:
        _record(episode)
    assert caught.value.stop.kind is StopKind.SCREEN
    assert len(caught.value.stop.sentences) == 2


def test_a_serious_event_is_recorded_and_stops_the_next_visit(episode):
    bad = replace(DONE, adverse=(AdverseEvent("pneumothorax", Severity.SERIOUS),))
    _record(episode, _visit(needling=bad))
    with pytest.raises(StoppedError, match="serious adverse event"):
        _record(episode, _visit(at=LATER), now=LATER)


def test_a_closed_episode_takes_no_visit(episode):
    type(episode).objects.update(closed_at=NOW)
    with pytest.raises(StoppedError, match="closed"):
        _record(episode)


def _amend(row, reason="misread", now=LATER, **changes):
    visit = replace(history_of(row.episode, row.key)[-1].value, **changes)
    return amend_visit(actor_of(row.episode.practitioner), row, visit, reason, now=now)


def test_an_amended_visit_keeps_what_stood_before(episode):
    row = _record(episode)
    _amend(row, pain_before_nrs=4.0)
    assert [version.value.pain_before_nrs for version in history_of(episode, row.key)] == [6.0, 4.0]
    assert [version.reason for version in history_of(episode, row.key)] == ["", "misread"]
    assert course_of(episode).visits[0].pain_before_nrs == 4.0


def test_pain_after_is_added_the_same_day_without_a_reason(episode):
    row = _record(episode)
    _amend(row, "", pain_after_nrs=3.0)
    assert history_of(episode, row.key)[-1].reason == COMPLETED


@pytest.mark.parametrize(
    ("changes", "days"), [({"pain_before_nrs": 4.0}, 0), ({"pain_after_nrs": 3.0}, 1)]
)
def test_any_other_change_needs_a_reason(episode, changes, days):
    row = _record(episode)
    with pytest.raises(VisitError, match="Say why"):
        _amend(row, "", now=LATER + timedelta(days=days), **changes)
    assert len(history_of(episode, row.key)) == 1


def test_an_amendment_without_a_change_is_none(episode):
    row = _record(episode)
    assert _amend(row) == row
    assert not AuditRow.objects.filter(action="visit.amend").exists()


def test_of_two_amendments_of_one_version_the_second_is_refused(episode):
    row = _record(episode)
    _amend(row, pain_before_nrs=4.0)
    with pytest.raises(AmendedMeanwhileError):
        _amend(row, pain_before_nrs=5.0)


def test_a_visit_that_did_not_take_place_leaves_the_course_and_keeps_its_history(episode):
    row = _record(episode)
    withdraw(actor_of(episode.practitioner), row, "wrong patient", now=LATER)
    assert course_of(episode).visits == ()
    assert not list(current_records(episode, VISIT))
    assert is_withdrawn(episode, row.key)
    assert history_of(episode, row.key)[-1].reason == "wrong patient"
    assert Fit.objects.get(episode=episode).wanted_at == LATER
    with pytest.raises(AmendedMeanwhileError):
        _amend(row, pain_before_nrs=5.0)


def test_nothing_is_taken_back_without_a_reason_or_by_somebody_else(episode, clinic):
    row = _record(episode)
    with pytest.raises(WithdrawalError):
        withdraw(actor_of(episode.practitioner), row, " ", now=LATER)
    with pytest.raises(RefusedError):
        withdraw(actor_of(make_member(clinic, "manager")), row, "no", now=LATER)
    assert course_of(episode).visits == (_visit(),)


def test_a_time_is_the_clinics_and_a_day_the_patients(episode):
    episode.patient.time_zone = "Pacific/Auckland"
    at, on, has_time = moment_of_visit(episode, date(2026, 10, 30), time(18, 0), NOW)
    assert (at.hour, on, has_time) == (17, date(2026, 10, 31), True)
    assert moment_of_visit(episode, None, None, NOW)[0] == NOW
    assert moment_of_visit(episode, date(2026, 10, 30), None, NOW)[1:] == (
        date(2026, 10, 30),
        False,
    )


def test_a_time_that_the_clocks_jumped_over_is_refused(episode):
    with pytest.raises(VisitError, match="jumped"):
        moment_of_visit(episode, date(2026, 3, 29), time(2, 30), NOW)
    with pytest.raises(VisitError, match="no day"):
        moment_of_visit(episode, None, time(2, 30), NOW)


def test_the_answers_at_a_visit_bear_their_reason(episode):
    actor = actor_of(episode.practitioner)
    write_facts(actor, episode, CourseFacts(expectation=6.0), why="", now=NOW)
    _record(episode, _visit(anything_new=Answer.YES, note="a cold"), red_flags=ALL_NO)
    (facts,) = Record.objects.filter(kind="facts", is_current=True)
    assert [version.reason for version in history_of(episode, facts.key)] == ["", ASKED]


def test_a_visit_that_was_changed_in_the_form_and_sent_again_is_not_swallowed(episode):
    key = uuid4()
    row = _record(episode, key=key)
    later = {"at": NOW + timedelta(minutes=1), "note": ""}
    assert _record(episode, _visit(**later), key=key).pk == row.pk
    with pytest.raises(VisitError, match="says something else now"):
        _record(episode, _visit(pain_before_nrs=3.0), key=key)
    assert course_of(episode).visits == (_visit(),)

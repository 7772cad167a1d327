"""Who stands first in the morning, and what the list may show to whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from deqi.report.practice import Need
from deqi.store.audit import open_details
from deqi.store.models import Alarm, AuditRow, DoctorLink, Fit, Licence
from deqi.store.todays_list import Group, count_groups, group_of, todays_list
from tests.web.courses import keep_answered, keep_example
from tests.web.people import (
    agree,
    logged_in,
    make_clinic,
    make_episode,
    make_licensed,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 12, 18, 0, tzinfo=UTC)
TODAY = date(2026, 4, 12)


def course(clinic, code="P-001", need=None, *, name="Kim Example", **fit):
    """An open course whose answer put it into a group."""
    episode = make_episode(make_patient(clinic, code, name=name))
    if need is not None or fit:
        rank = None if need is None else need.rank
        Fit.objects.create(episode=episode, need_rank=rank, **fit)
    return episode


def raise_alarm(episode, **fields):
    return Alarm.objects.create(episode=episode, raised_at=NOW, content=b"", **fields)


def ask_doctor(episode, by, **fields):
    from deqi.store.consent_texts import Purpose

    given = {
        "token_digest": str(episode.pk),
        "consent": agree(episode.patient, Purpose.DOCTOR_LINK),
        "made_by": by,
        "made_at": NOW,
        "expires_at": NOW + timedelta(days=14),
        "question": b"",
    }
    return DoctorLink.objects.create(episode=episode, **given | fields)


def groups(clinic):
    return [(one.course_id, group_of(one)) for one in todays_list(clinic, TODAY, NOW)]


def test_courses_stand_in_the_order_of_need(clinic):
    for k, need in enumerate(Need):
        course(clinic, f"P-{k:02}", need)
    found = [group.name for _, group in groups(clinic)]
    assert found == [
        *("EMERGENCY", "ASK_DOCTOR", "WORSE", "REVIEW", "FAILED", "CAP", "SILENT"),
        *("STOP", "NOT_ASKED", "VISIT", "GOING_ON", "PAST"),
    ]


def test_an_open_alarm_comes_before_every_answer(clinic):
    course(clinic, "P-1", Need.EMERGENCY)
    raise_alarm(course(clinic, "P-2", Need.GOING_ON))
    raise_alarm(course(clinic, "P-3", Need.GOING_ON), resolved_at=NOW)
    assert groups(clinic) == [
        ("P-2", Group.ALARM),
        ("P-1", Group.EMERGENCY),
        ("P-3", Group.GOING_ON),
    ]


def test_a_course_without_an_answer_is_not_taken_for_going_well(clinic):
    course(clinic)
    assert groups(clinic) == [("P-001", Group.NO_ANSWER)]


def test_a_failed_computation_does_not_hide_what_is_more_urgent(clinic):
    course(clinic, "P-1", Need.WORSE, n_failed=3)
    course(clinic, "P-2", Need.GOING_ON, n_failed=1)
    course(clinic, "P-3", n_failed=1)
    assert [group for _, group in groups(clinic)] == [Group.WORSE, Group.FAILED, Group.FAILED]


def test_a_doctor_who_has_not_answered_is_waited_for_until_the_link_ends(clinic):
    member = make_member(clinic)
    for k, fields in enumerate(
        (
            {},
            {"answered_at": NOW},
            {"revoked_at": NOW},
            {"expires_at": NOW - timedelta(minutes=1)},
        )
    ):
        ask_doctor(course(clinic, f"P-{k}", Need.VISIT), member, **fields)
    worse = course(clinic, "P-9", Need.WORSE)
    ask_doctor(worse, member)
    assert [group for _, group in groups(clinic)] == [
        Group.WORSE,
        Group.MISSING,
        Group.VISIT,
        Group.VISIT,
        Group.VISIT,
    ]


def test_a_licence_that_ended_yesterday_is_missed_today(clinic):
    own = make_licensed(clinic, until=TODAY)
    episode = course(clinic, need=Need.VISIT)
    episode.practitioner = own
    episode.save()
    assert groups(clinic) == [("P-001", Group.VISIT)]
    Licence.objects.update(valid_until=TODAY - timedelta(days=1))
    assert groups(clinic) == [("P-001", Group.MISSING)]


def test_a_closed_course_stays_in_the_list_while_an_alarm_waits_there(clinic):
    closed = course(clinic, "P-1")
    closed.closed_at = NOW
    closed.save()
    raise_alarm(closed)
    assert [group_of(one) for one in todays_list(clinic, TODAY, NOW)] == [Group.ALARM]


def test_closed_courses_and_other_clinics_are_not_there(clinic):
    closed = course(clinic, "P-2")
    closed.closed_at = NOW
    closed.save()
    course(make_clinic("South"), "P-3")
    assert groups(clinic) == []


def test_groups_are_counted(clinic):
    course(clinic, "P-1", Need.WORSE)
    course(clinic, "P-2", Need.WORSE)
    course(clinic, "P-3")
    counts = count_groups(todays_list(clinic, TODAY, NOW))
    assert counts == {Group.WORSE: 2, Group.NO_ANSWER: 1}


def page(clinic, account=None, query=""):
    client = logged_in(account or make_licensed(clinic))
    return client.get(reverse("today", args=[clinic.pk]) + query)


def test_the_list_names_person_course_and_reason(clinic):
    episode = make_episode(make_patient(clinic, name="Åsa Ξένη-Nguyễn"))
    keep_example(episode)
    keep_answered(episode, NOW)
    text = page(clinic).content.decode()
    assert "Åsa Ξένη-Nguyễn" in text
    assert "P-014" in text
    assert "80 % interval" in text
    assert 'class="spark"' in text


def test_from_questions_that_nobody_asked_one_tap_leads_to_them(clinic):
    account = make_licensed(clinic)
    episode = make_episode(make_patient(clinic), account)
    keep_answered(episode, NOW)
    text = page(clinic, account).content.decode()
    assert "The safety questions were not asked." in text
    assert f'href="{reverse("screening", args=[clinic.pk, episode.pk])}"' in text
    assert "Nothing needs you today" not in text


def test_somebody_without_a_licence_sees_the_need_and_no_proposed_visit(clinic):
    episode = make_episode(make_patient(clinic))
    keep_example(episode)
    keep_answered(episode, timezone.now().replace(year=2026, month=4, day=12))
    assert "Visit proposed on" in page(clinic).content.decode()
    text = page(clinic, make_member(clinic)).content.decode()
    assert "Visit proposed on" not in text
    assert "No licence of yours is confirmed" in text


def test_an_alarm_hides_the_proposed_visit_from_everybody(clinic):
    episode = make_episode(make_patient(clinic))
    keep_example(episode)
    keep_answered(episode, NOW)
    raise_alarm(episode)
    text = page(clinic).content.decode()
    assert "Visit proposed on" not in text
    assert "not seen yet" in text


def test_a_page_names_25_and_the_audit_names_the_same(clinic):
    for k in range(30):
        course(clinic, f"P-{k:02}", Need.GOING_ON)
    account = make_licensed(clinic)
    for query, expected in (("", 25), ("?page=2", 5), ("?group=going_on&page=2", 5)):
        text = page(clinic, account, query).content.decode()
        assert text.count('class="code"') == expected
        row = AuditRow.objects.filter(action="today.read").order_by("number").last()
        assert len(open_details(row, None)["details"]) == expected


@pytest.mark.parametrize("query", ["?group=nonsense", "?page=99", "?page=x", "?group="])
def test_a_wrong_address_shows_the_whole_list(clinic, query):
    course(clinic)
    assert "P-001" in page(clinic, query=query).content.decode()


def test_an_empty_clinic_says_what_to_do_first(clinic):
    assert "New patient" in page(clinic).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_courses(clinic):
    client = logged_in(make_licensed(clinic))
    address = reverse("today", args=[clinic.pk])
    client.get(address)  # the first page after a log-in does more
    counts = []
    for n in (3, 20):
        for k in range(n):
            course(clinic, f"{n}-{k}", Need.GOING_ON)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 25

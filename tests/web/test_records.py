"""What is written is kept once, kept whole, kept sealed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.diary import entry_now, write_entry
from deqi.store.audit import broken_links
from deqi.store.courses import course_of
from deqi.store.models import AuditRow, Record
from deqi.store.records import AmendedMeanwhileError, amend_record, history_of
from tests.web.people import NOW, make_clinic, make_episode, make_patient

pytestmark = pytest.mark.django_db


def _write(episode, pain=5.0, key=None, now=NOW):
    actor = actor_of(episode.patient.account)
    return write_entry(actor, episode, entry_now(episode, pain, now), key=key or uuid4(), now=now)


@pytest.fixture
def episode():
    return make_episode(make_patient(make_clinic(), account=True))


def test_an_entry_is_read_back_as_it_was_written(episode):
    _write(episode, 5.5)
    (entry,) = course_of(episode).entries
    assert entry == entry_now(episode, 5.5, NOW)


def test_a_form_sent_twice_is_kept_once_and_noted_once(episode):
    key = uuid4()
    assert _write(episode, key=key).pk == _write(episode, key=key).pk
    assert len(course_of(episode).entries) == 1
    assert AuditRow.objects.filter(action="diary.write").count() == 1


def test_an_amendment_keeps_the_first_version(episode):
    row = _write(episode, 5.0)
    after = entry_now(episode, 3.0, NOW)
    amend_record(row, after, "typed wrong", at=after.at, on=after.on, by=None, now=NOW)
    assert [entry.pain_nrs for entry in course_of(episode).entries] == [3.0]
    assert [(v.value.pain_nrs, v.reason) for v in history_of(episode, row.key)] == [
        (5.0, ""),
        (3.0, "typed wrong"),
    ]


def test_two_amendments_of_one_version_do_not_both_win(episode):
    row = _write(episode, 5.0)
    after = entry_now(episode, 3.0, NOW)
    amend_record(row, after, "one", at=after.at, on=after.on, by=None, now=NOW)
    with pytest.raises(AmendedMeanwhileError):
        amend_record(row, after, "other", at=after.at, on=after.on, by=None, now=NOW)


def test_somebody_elses_diary_is_unknown(episode):
    other = make_patient(make_clinic("South"), account=True)
    entry, stranger = entry_now(episode, 5, NOW), actor_of(other.account)
    with pytest.raises(RefusedError) as refused:
        write_entry(stranger, episode, entry, key=uuid4(), now=NOW)
    assert refused.value.is_unknown
    assert not Record.objects.exists()


def test_the_chain_holds_and_the_database_refuses_to_change_it(episode):
    for k in range(3):
        _write(episode, k, now=NOW + timedelta(minutes=k))
    assert list(broken_links()) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditRow.objects.filter(number=2).update(role="manager")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditRow.objects.filter(number=2).delete()


def test_a_row_changed_behind_the_programs_back_is_found(episode):
    for k in range(3):
        _write(episode, k, now=NOW + timedelta(minutes=k))
    drop = {
        "sqlite": "DROP TRIGGER audit_no_update",
        "postgresql": "DROP TRIGGER audit_no_change ON store_auditrow",
    }
    with connection.cursor() as cursor:
        cursor.execute(drop[connection.vendor])
    AuditRow.objects.filter(number=2).update(role="manager")
    assert [link.number for link in broken_links()] == [2]
